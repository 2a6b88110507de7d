import { formatDayLong } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { ButtonProps, Crumb, Fact, FieldProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { whatFor } from './promise-list.pages.ts';
import type { PromiseRow } from './promises.queries.ts';
import { nextQuarter, quarterOf } from './promises.rules.ts';

/** A short act of staff about promises: what it does, why. */
export interface PromiseActPage extends Page {
  readonly crumbs: Crumb[];
  readonly action: string;
  readonly token: string;
  readonly facts: Fact[];
  readonly effects: string[];
  readonly errors: Readonly<Record<string, string>>;
  readonly reason: FieldProps;
  readonly submit: ButtonProps;
  readonly back: string;
}

interface Partner {
  readonly id: number;
  readonly name: string;
}

/** «Снять обещание» before its day. */
export function endingPage(promise: PromiseRow, token: string, form: FormState): PromiseActPage {
  const back = promise.invoice
    ? promise.isOwed
      ? `Блокировка по счёту № ${promise.invoice} вернётся сразу: новые заказы и управление подписками будут ждать оплаты.`
      : 'Долга по счёту нет: блокировка не вернётся.'
    : `Лимит уменьшится на ${formatRub(promise.allowance ?? 0n)} сразу: новые заказы будут ждать, пока лимита не хватит.`;
  return page({ id: promise.partnerId, name: promise.partner }, 'Снять обещание', token, form, {
    action: `promises/${promise.id}/ending`,
    facts: [
      { label: 'За что', value: whatFor(promise) },
      { label: 'Обещано', value: formatRub(promise.amount) },
      { label: 'Оплатить до', value: formatDayLong(promise.dueOn) },
      { label: 'Обещал', value: promise.madeBy },
    ],
    effects: [
      back,
      'То, что уже выполнено, не отменится. Партнёру и менеджеру уйдут письма.',
      'Право на обещание в этом квартале не вернётся; разрешить ещё одно можно в карточке партнёра.',
    ],
    hint: 'Причину партнёр прочтёт в письме.',
    submit: { label: 'Снять обещание', icon: 'ban', kind: 'danger solid' },
  });
}

/** «Разрешить ещё одно» in this quarter. */
export function grantPage(
  partner: Partner,
  sight: { today: PromiseRow['dueOn']; left: number },
  token: string,
  form: FormState,
): PromiseActPage {
  const quarter = quarterOf(sight.today);
  return page(partner, 'Ещё одно обещание', token, form, {
    action: 'promises',
    facts: [
      { label: 'Квартал', value: `с ${formatDayLong(quarter)}, следующий — с ${formatDayLong(nextQuarter(quarter))}` },
      { label: 'Осталось обещаний', value: sight.left === 0 ? 'Нет' : String(sight.left) },
    ],
    effects: [
      sight.left === 0
        ? 'Партнёр сможет обещать оплату ещё один раз в этом квартале, на тех же условиях и с платёжным поручением.'
        : 'У партнёра ещё есть обещание в этом квартале: разрешать не нужно.',
    ],
    hint: 'Останется в журнале и в списке обещаний.',
    submit: { label: 'Разрешить', icon: 'plus', kind: 'primary' },
  });
}

interface Act {
  readonly action: string;
  readonly facts: Fact[];
  readonly effects: string[];
  readonly hint: string;
  readonly submit: ButtonProps;
}

function page(partner: Partner, title: string, token: string, { values, errors }: FormState, act: Act): PromiseActPage {
  const path = `/admin/partners/${partner.id}`;
  const error = errors['reason'];
  return {
    title: `${title}: ${partner.name}`,
    section: 'admin/promises',
    isInvalid: Object.keys(errors).length > 0,
    crumbs: [{ label: 'Обещанные платежи', href: '/admin/promises' }, { label: partner.name, href: path }, { label: title }],
    action: `${path}/${act.action}`,
    token,
    facts: act.facts,
    effects: act.effects,
    errors,
    reason: {
      ...{ name: 'reason', label: 'Причина', hint: act.hint, type: 'textarea', rows: 2, required: true, maxlength: 300 },
      value: values['reason'] ?? '',
      ...(error ? { error } : {}),
    },
    submit: act.submit,
    back: path,
  };
}
