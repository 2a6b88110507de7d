import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, CheckProps, FieldProps } from '#src/platform/http/components.ts';
import type { Flash } from '#src/platform/http/flash.ts';
import { dueDay } from '#src/workdays/due-day.rules.ts';
import { type Plan, partField, type Said } from './by-hand.rules.ts';
import type { KnownPayment, RegisteredByHand } from './by-hand.service.ts';
import type { InvoiceToPay } from './new-payment.queries.ts';

/** Why a payment that was sent is not written yet. */
export function noticeOf(plan: Plan): AlertProps {
  const { known, isAnswered, choices, questions } = plan;
  if (known) return { tone: 'info', title: 'Этот платёж уже записан:', text: 'второй раз он не запишется.' };
  if (isAnswered) return { tone: 'info', title: 'Проверьте, что погасит платёж,', text: 'и запишите его.' };
  const [fault] = Object.entries(plan.faults);
  if (fault) return { tone: 'bad', title: 'Ещё не записан:', text: `${fault[1]}.`, link: { href: `#${fault[0]}`, label: 'Исправить' } };
  const [first] = questions;
  if (choices.length === 0 || first)
    return { tone: 'warn', title: 'Ещё не записан.', text: first?.text ?? '', link: { href: '#spread', label: 'Ответить' } };
  return {
    tone: 'warn',
    title: 'Ещё не записан.',
    text: 'Назначение не говорит наверняка, что оплачено: выберите.',
    link: { href: '#spread', label: 'Выбрать' },
  };
}

/** Boxes of the invoices a payment may settle. */
export const invoiceChoices = (invoices: readonly InvoiceToPay[], said: Said, plan: Plan | null, today: Day): InvoiceChoice[] =>
  invoices.map((invoice) => ({
    id: String(invoice.id),
    check: checkOf(invoice, said.chosen, today),
    part: partOf(invoice, said, plan?.faults ?? {}),
  }));

/** An open invoice: to be ticked, or so much of it to be typed. */
export interface InvoiceChoice {
  readonly id: string;
  readonly check: CheckProps;
  readonly part: FieldProps;
}

function partOf({ id, number }: InvoiceToPay, { parts }: Said, faults: Plan['faults']): FieldProps {
  const error = faults[partField(id)];
  return {
    ...{ name: 'part', id: partField(id), label: `Сколько погасить по счёту № ${number}`, isLabelHidden: true, inputmode: 'decimal' },
    ...{ value: parts.find(({ invoiceId }) => invoiceId === id)?.text ?? '', suffix: '₽', placeholder: 'сколько' },
    ...(error ? { error } : {}),
  };
}

function checkOf(invoice: InvoiceToPay, chosen: readonly number[], today: Day): CheckProps {
  const { id, number, issuedOn, open } = invoice;
  const due = invoice.dueOn < today ? `просрочен, срок был ${dueDay(invoice)}` : `оплатить до ${dueDay(invoice)}`;
  return {
    name: 'invoice',
    id: `invoice-${id}`,
    value: String(id),
    label: `№ ${number} от ${formatDayShort(issuedOn)}, к оплате ${formatRub(open)}`,
    hint: due,
    isChecked: chosen.includes(id),
  };
}

/** What is said once a payment is written, with the way to the orders that ran of it, or wait on. */
export function registeredText(done: RegisteredByHand | KnownPayment, partnerId: number): Pick<Flash, 'text' | 'link'> {
  if ('known' in done) return { text: `Это платёж ${done.known}: он уже записан, второй раз не записывается.` };
  const { id, ran, dropped, waiting } = done;
  const text = [
    `Платёж ${id} записан.`,
    ...(ran.length > 0 ? [`Выполнено из ожидания: ${named(ran)}.`] : []),
    ...(dropped.length > 0 ? [`Отменено: ${named(dropped)}.`] : []),
    ...(waiting > 0 ? [`Ещё ждут: ${count(waiting, 'заказ', 'заказа', 'заказов')}.`] : []),
  ].join(' ');
  const status = ran.length > 0 ? 'done' : waiting > 0 ? 'held' : dropped.length > 0 ? 'cancelled' : null;
  return status ? { text, link: { href: `/admin/orders?partner=${partnerId}&status=${status}`, label: 'Показать заказы' } } : { text };
}

/** «O-100001, O-100002, O-100003 и ещё 7 заказов» */
function named(numbers: readonly string[]): string {
  const more = numbers.length - 3;
  return `${numbers.slice(0, 3).join(', ')}${more > 0 ? ` и ещё ${count(more, 'заказ', 'заказа', 'заказов')}` : ''}`;
}
