import { formatDayShort } from '#src/lib/days.ts';
import { formatAmount, formatRub } from '#src/lib/money.ts';
import type { Crumb, Fact, FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { CreditControl } from './control.queries.ts';
import { errorAt, partnerCrumbs } from './holds.pages.ts';

export interface LimitPage extends Page {
  readonly crumbs: Crumb[];
  readonly action: string;
  readonly token: string;
  readonly shown: string;
  readonly back: string;
  readonly facts: Fact[];
  readonly errors: Record<string, string>;
  readonly fields: FieldProps[];
}

/** `/admin/partners/:id/limit`: what the limit is and the form of a change. */
export function limitPage(partner: CreditControl, token: string, form: FormState = EMPTY_FORM): LimitPage {
  const path = `/admin/partners/${partner.id}`;
  const { limit, exposure, raise } = partner;
  const field = (props: FieldProps, value = ''): FieldProps => ({
    ...props,
    value: form.values[props.name] ?? value,
    ...errorAt(form, props.name),
  });
  return {
    title: `Кредитный лимит: ${partner.name}`,
    section: 'admin/partners',
    isInvalid: Object.keys(form.errors).length > 0,
    crumbs: partnerCrumbs(partner, 'Лимит'),
    action: `${path}/limit`,
    token,
    shown: String(limit),
    back: path,
    facts: [
      { label: 'Лимит', value: formatRub(limit) },
      ...(raise
        ? [{ label: 'Повышен временно', value: `до ${formatDayShort(raise.untilOn)}, потом снова ${formatRub(BigInt(raise.revertTo))}` }]
        : []),
      { label: 'Занято', value: formatRub(exposure) },
      { label: 'Доступно', value: formatRub(limit - exposure) },
      { label: 'Ждут заказы', value: partner.heldOrders === 0 ? 'Нет' : `${partner.heldOrders}, на ${formatRub(partner.heldSum)}` },
    ],
    errors: { ...form.errors },
    fields: [
      field({ name: 'limit', label: 'Новый лимит', inputmode: 'decimal', suffix: '₽', required: true, maxlength: 30 }, formatAmount(limit)),
      field({
        name: 'untilOn',
        label: 'Действует по',
        hint: 'Последний день временного повышения, потом лимит вернётся сам. Пусто — насовсем.',
        type: 'date',
        isOptional: true,
      }),
      field({ name: 'comment', label: 'Комментарий', type: 'textarea', rows: 2, isWide: true, required: true, maxlength: 500 }),
    ],
  };
}
