import { formatDayShort } from '#src/lib/days.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import type { Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PaymentCard } from './reversal.queries.ts';

export interface ReversalPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly action: string;
  readonly token: string;
  readonly facts: Fact[];
  /** What will happen, a sentence each. */
  readonly effects: string[];
  readonly reason: FieldProps;
}

/** «Сторнировать»: what happens to the debt, and why. */
export function reversalPage(payment: PaymentCard, form: Partial<FormState> & { token: string }): ReversalPage {
  const error = form.errors?.['reason'];
  const { id } = payment;
  return {
    title: 'Сторнировать платёж',
    section: 'admin/payments',
    isInvalid: error !== undefined,
    head: { title: `Сторнировать платёж ${id}`, crumbs: [{ label: 'Платежи', href: '/admin/payments' }, { label: String(id) }] },
    errors: form.errors ?? {},
    action: `/admin/payments/${id}/reversal`,
    token: form.token,
    facts: [
      { label: 'Партнёр', value: payment.partnerName },
      { label: 'Плательщик', value: payment.payerName },
      { label: 'Сумма', value: formatRub(payment.amount) },
      { label: 'Поступил', value: `${formatDayShort(payment.receivedOn)}${payment.docNumber ? `, № ${payment.docNumber}` : ''}` },
      { label: 'Назначение', value: payment.purpose },
    ],
    effects: effectsOf(payment),
    reason: { name: 'reason', label: 'Причина', value: form.values?.['reason'] ?? '', ...(error ? { error } : {}) },
  };
}

/** What is open again, whose hold comes back, and what is left of the limit. */
function effectsOf({ settled, otherAdvance, available }: PaymentCard): string[] {
  const inAll = settled.reduce((all, { amount }) => all + BigInt(amount), 0n);
  const instead = otherAdvance < inAll ? otherAdvance : inAll;
  const left = available - (inAll - instead);
  const late = settled.filter(({ isLate }) => isLate).map(({ number }) => `№ ${number}`);
  return [
    ...settled.map(({ number, amount }) => `Счёт № ${number} снова будет не оплачен на ${formatRub(BigInt(amount))}.`),
    ...(settled.length === 0 ? ['Платёж ещё не погашал счетов: уйдёт только аванс.'] : []),
    ...(instead > 0n
      ? [`Другой аванс партнёра, ${formatRub(instead)}, сразу зачтётся вместо него: не оплачено останется ${formatRub(inAll - instead)}.`]
      : []),
    ...(late.length > 0 && instead < inAll
      ? [`Срок прошёл: ${late.join(', ')}. Блокировка за то, что не оплачено, вернётся следующей ночью, и новые заказы будут ждать.`]
      : []),
    left < 0n
      ? `Занято будет больше лимита на ${formatRub(kopecks(-left))}: работающее работает, новые заказы и продления будут ждать.`
      : `После этого доступно: ${formatRub(kopecks(left))}.`,
    'В списке появится строка с минусом; сам платёж останется виден. Ошиблись — запишите его заново.',
  ];
}
