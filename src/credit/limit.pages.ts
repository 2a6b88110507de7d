import { formatDayShort } from '#src/lib/days.ts';
import { formatAmount, formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { type RunsBlock, runsBlock } from '#src/orders/held/runs.parts.ts';
import type { WaitingOutlook } from '#src/orders/held/what-runs.queries.ts';
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
  /** What the limit typed will do; the next submit does it. */
  readonly effects: LimitEffects | null;
  readonly errors: Record<string, string>;
  readonly fields: FieldProps[];
}

/** Consequences of a limit, before it is set. */
export interface LimitEffects {
  readonly lines: readonly string[];
  readonly runs: RunsBlock;
}

/** What a limit would do now and at the next renewals; kopecks. */
export interface LimitOutlook {
  readonly limit: Kopecks;
  readonly waiting: WaitingOutlook;
  /** Subscriptions to renew on the 1st, what they take, and how many of them would wait; null before the first close. */
  readonly renewals: { readonly count: number; readonly cost: bigint };
}

function effectsOf(partner: CreditControl, { limit, waiting, renewals }: LimitOutlook): LimitEffects {
  const { availableAfter } = waiting;
  const lack = kopecks(renewals.cost) - availableAfter;
  const now =
    availableAfter < 0n
      ? `Занято будет больше лимита на ${formatRub(-availableAfter)}: работающее работает, новые заказы будут ждать.`
      : `После этого доступно: ${formatRub(availableAfter)}.`;
  const many = count(renewals.count, 'подписка', 'подписки', 'подписок');
  const next =
    lack > 0n
      ? `На продления первого числа (${many} на ${formatRub(renewals.cost)}) не хватит ${formatRub(lack)}: часть подписок приостановится.`
      : `На продления первого числа (${many} на ${formatRub(renewals.cost)}) лимита хватит.`;
  return {
    lines: [`Лимит ${formatRub(partner.limit)} → ${formatRub(limit)}.`, now, ...(renewals.count > 0 ? [next] : [])],
    runs: runsBlock(waiting),
  };
}

/** `/admin/partners/:id/limit`: what the limit is and the form of a change. */
export function limitPage(
  partner: CreditControl,
  token: string,
  form: FormState = EMPTY_FORM,
  outlook: LimitOutlook | null = null,
): LimitPage {
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
    effects: outlook && effectsOf(partner, outlook),
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
