import { formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { AlertProps, EmptyProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type DueDay, dueDay } from '#src/workdays/due-day.rules.ts';
import type { OpenInvoice, OpenInvoiceOfAll, PartnerDebt, UnusedPayment } from './open-invoices.queries.ts';
import { type AsOf, dayControl } from './receivables.forms.ts';
import { daysLate } from './receivables.rules.ts';
import { SECTION } from './sections.parts.ts';

export interface DebtorPage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  readonly day: FieldProps;
  readonly hold: AlertProps | null;
  readonly facts: Fact[];
  readonly invoices: readonly DebtItem[];
  readonly payments: readonly { readonly title: string; readonly payer: string; readonly amount: string; readonly rest: string }[];
  readonly empty: EmptyProps | null;
}

interface DebtItem {
  readonly number: string;
  readonly href: string;
  /** «от 30.11.2026, договор MCD-77/2026» */
  readonly sub: string;
  readonly dueOn: string;
  readonly late: string;
  readonly isLate: boolean;
  readonly gross: string;
  readonly settled: string;
  readonly open: string;
}

/** `/admin/receivables/:id/invoices`: what a partner owed at the end of a day, invoice by invoice. */
export function debtorPage(debt: PartnerDebt, day: AsOf): DebtorPage {
  const { invoices, payments } = debt;
  const path = `/admin/receivables/${debt.id}/invoices`;
  const [open, rest] = [sum(...invoices.map((one) => one.open)), sum(...payments.map((one) => one.rest))];
  const late = sum(...invoices.filter(({ dueOn }) => dueOn < day.on).map((one) => one.open));
  return {
    title: `Долг: ${debt.name}`,
    section: SECTION,
    head: {
      title: debt.name,
      sub: `Задолженность на конец ${formatDayLong(day.on)}`,
      crumbs: [{ label: 'Дебиторская задолженность', href: addressOf('/admin/receivables', { on: day.past }) }, { label: debt.name }],
      actions: [
        { label: 'CSV', icon: 'download', href: addressOf(`${path}.csv`, { on: day.past }) },
        { label: 'Excel', icon: 'download', href: addressOf(`${path}.xlsx`, { on: day.past }) },
        { label: 'Карточка партнёра', icon: 'building', href: `/admin/partners/${debt.id}` },
      ],
    },
    action: path,
    day: dayControl(day),
    hold: debt.holdText ? { tone: 'bad', title: 'Заблокирован.', text: debt.holdText } : null,
    facts: [
      { label: 'По счетам', value: formatRub(open) },
      { label: 'Из них просрочено', value: formatRub(late) },
      { label: 'Аванс', value: formatRub(rest) },
      { label: 'Сальдо', value: formatRub(open - rest) },
      { label: 'ИНН', value: debt.inn },
      { label: 'Менеджер', value: debt.manager },
    ],
    invoices: invoices.map((one) => itemOf(one, day)),
    payments: payments.map(paymentOf),
    empty:
      invoices.length + payments.length > 0
        ? null
        : { icon: 'circle-check', title: 'Долгов нет', text: 'Открытых счетов и авансов на этот день нет.' },
  };
}

function itemOf(one: OpenInvoice & DueDay, { on }: AsOf): DebtItem {
  const late = daysLate(one.dueOn, on);
  return {
    number: `№ ${one.number}`,
    href: addressOf('/admin/documents', { q: one.number }),
    sub: `от ${formatDayShort(one.issuedOn)}, договор ${one.contract}`,
    dueOn: dueDay(one),
    late: late > 0 ? count(late, 'день', 'дня', 'дней') : 'в срок',
    isLate: late > 0,
    gross: formatRub(one.gross),
    settled: formatRub(one.settled),
    open: formatRub(one.open),
  };
}

const paymentOf = ({ receivedOn, docNumber, payer, amount, rest }: UnusedPayment) => ({
  title: `${docNumber ? `№ ${docNumber} ` : ''}от ${formatDayShort(receivedOn)}`,
  payer,
  amount: formatRub(amount),
  rest: formatRub(rest),
});

/** Open invoices as a file. */
export const invoiceColumns = ({ on }: AsOf): Column<OpenInvoice>[] => [
  { title: 'Счёт', kind: 'text', of: (one) => one.number },
  { title: 'Дата', kind: 'day', of: (one) => one.issuedOn },
  { title: 'Договор', kind: 'text', of: (one) => one.contract },
  { title: 'Срок оплаты', kind: 'day', of: (one) => one.dueOn },
  { title: 'Дней просрочки', kind: 'number', of: (one) => daysLate(one.dueOn, on) },
  { title: 'Сумма', kind: 'money', of: (one) => one.gross },
  { title: 'Оплачено', kind: 'money', of: (one) => one.settled },
  { title: 'Остаток', kind: 'money', of: (one) => one.open },
];

/** The same of all partners. */
export const invoiceOfAllColumns = (day: AsOf): Column<OpenInvoiceOfAll>[] => [
  { title: 'Партнёр', kind: 'text', of: (one) => one.partner },
  { title: 'ИНН', kind: 'text', of: (one) => one.inn },
  { title: 'Менеджер', kind: 'text', of: (one) => one.manager },
  ...(invoiceColumns(day) as Column<OpenInvoiceOfAll>[]),
];
