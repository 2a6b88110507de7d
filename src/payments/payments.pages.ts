import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Table } from '#src/lib/table.ts';
import type { EmptyProps, FieldProps, FiltersProps, PageHeadProps, PagerProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type InvoiceToPay, PAYMENTS_PER_PAGE, type PayingPartner, type PaymentRow } from './list.queries.ts';
import type { PaymentFilter } from './payments.forms.ts';

export interface PaymentListPage extends Page {
  head: PageHeadProps;
  filters: FiltersProps;
  empty: EmptyProps | null;
  rows: PaymentLine[];
  pager: PagerProps;
}

interface PaymentLine {
  id: number;
  receivedOn: string;
  partner: string;
  partnerHref: string;
  payer: string;
  amount: string;
  invoices: string;
  note: string;
  /** Where it can be taken back; null when it was, or is a reversal itself. */
  reversalHref: string | null;
}

const PATH = '/admin/payments';
const SECTION = 'admin/payments';

export function paymentListPage(
  list: { total: number; rows: readonly PaymentRow[] },
  filter: PaymentFilter & { page: number },
): PaymentListPage {
  const href = (page: number) => addressOf(PATH, { q: filter.q, page: page === 1 ? null : page });
  return {
    title: 'Платежи',
    section: SECTION,
    head: {
      title: 'Платежи',
      sub: count(list.total, 'платёж', 'платежа', 'платежей'),
      actions: [
        { label: 'CSV', icon: 'download', href: addressOf(`${PATH}.csv`, { q: filter.q }) },
        { label: 'XLSX', icon: 'download', href: addressOf(`${PATH}.xlsx`, { q: filter.q }) },
        { label: 'Записать платёж', icon: 'plus', kind: 'primary', href: `${PATH}/new` },
      ],
    },
    filters: {
      label: 'Поиск платежей',
      action: PATH,
      search: { label: 'Поиск', value: filter.q, placeholder: 'Партнёр, ИНН, плательщик, номер или назначение' },
      ...(filter.q ? { resetHref: PATH } : {}),
    },
    empty: list.rows.length > 0 ? null : emptyOf(filter),
    rows: list.rows.map(lineOf),
    pager: pagerOf({ page: filter.page, size: PAYMENTS_PER_PAGE, total: list.total, href }),
  };
}

function emptyOf({ q }: PaymentFilter): EmptyProps {
  if (q)
    return {
      icon: 'search',
      title: 'Ничего не нашлось',
      text: `По запросу «${q}» платежей нет.`,
      actions: [{ label: 'Все платежи', href: PATH }],
    };
  return { icon: 'coins', title: 'Платежей ещё не было', actions: [{ label: 'Записать платёж', href: `${PATH}/new`, kind: 'primary' }] };
}

function lineOf(row: PaymentRow): PaymentLine {
  return {
    id: row.id,
    receivedOn: formatDayShort(row.receivedOn),
    partner: row.partnerName,
    partnerHref: `/admin/partners/${row.partnerId}`,
    payer: [row.payerName, row.docNumber && `№ ${row.docNumber}`].filter(Boolean).join(', '),
    amount: formatRub(row.amount),
    invoices: row.invoices || '—',
    note: noteOf(row),
    reversalHref: row.isReversal || row.isReversed ? null : `${PATH}/${row.id}/reversal`,
  };
}

function noteOf(row: PaymentRow): string {
  if (row.isReversal) return 'Сторно';
  if (row.isReversed) return 'Сторнирован';
  return row.rest > 0n ? `Аванс ${formatRub(row.rest)}` : '';
}

/** Payments as a file. */
export function paymentTable(rows: readonly PaymentRow[]): Table<Record<string, string | bigint | Day>> {
  return {
    columns: [
      { key: 'receivedOn', title: 'Дата', kind: 'day' },
      { key: 'partnerName', title: 'Партнёр', kind: 'text' },
      { key: 'payerName', title: 'Плательщик', kind: 'text' },
      { key: 'docNumber', title: 'Номер документа', kind: 'text' },
      { key: 'amount', title: 'Сумма', kind: 'money' },
      { key: 'invoices', title: 'Счета', kind: 'text' },
      { key: 'rest', title: 'Аванс', kind: 'money' },
      { key: 'purpose', title: 'Назначение', kind: 'text' },
    ],
    rows: rows.map((row) => ({ ...pick(row), docNumber: row.docNumber ?? '', rest: row.isReversed || row.isReversal ? 0n : row.rest })),
  };
}

const pick = ({ receivedOn, partnerName, payerName, amount, invoices, purpose }: PaymentRow) => ({
  ...{ receivedOn, partnerName, payerName, amount, invoices, purpose },
});

export interface NewPaymentPage extends Page {
  head: PageHeadProps;
  errors: Readonly<Record<string, string>>;
  token: string;
  partner: FieldProps;
  fields: FieldProps[];
  /** The partner's open invoices, once the partner is known. */
  invoices: { number: string; text: string; isChosen: boolean }[];
  partnerName: string | null;
}

export function newPaymentPage(
  form: Partial<FormState> & { token: string },
  known: { partner: PayingPartner | undefined; invoices: readonly InvoiceToPay[] },
  today: Day,
): NewPaymentPage {
  const { values = {}, errors = {} } = form;
  const field = (name: string, label: string, more: Partial<FieldProps> = {}): FieldProps => {
    const error = errors[name];
    return { name, label, value: values[name] ?? '', ...more, ...(error ? { error } : {}) };
  };
  return {
    title: 'Записать платёж',
    section: SECTION,
    isInvalid: Object.keys(errors).length > 0,
    head: { title: 'Записать платёж', crumbs: [{ label: 'Платежи', href: PATH }, { label: 'Новый' }] },
    errors,
    token: form.token,
    partner: field('partner', 'Партнёр', {
      hint: 'ИНН, код на портале или код дебитора',
      value: values['partner'] ?? known.partner?.inn ?? '',
    }),
    partnerName: known.partner?.name ?? null,
    fields: [
      field('receivedOn', 'Дата поступления', { type: 'date', value: values['receivedOn'] ?? today }),
      field('amount', 'Сумма, ₽', { hint: 'Например, 12 500,00' }),
      field('payerName', 'Плательщик', { hint: 'Если платит другая организация', isOptional: true }),
      field('docNumber', 'Номер платёжного поручения', { isOptional: true }),
      field('purpose', 'Назначение платежа', { type: 'textarea', isWide: true }),
    ],
    invoices: known.invoices.map((invoice) => ({
      number: invoice.number,
      text: `№ ${invoice.number} от ${formatDayShort(invoice.issuedOn)}, к оплате ${formatRub(invoice.open)} до ${formatDayShort(invoice.dueOn)}`,
      isChosen: values['invoice'] === invoice.number,
    })),
  };
}

export interface ReversalPage extends Page {
  head: PageHeadProps;
  errors: Readonly<Record<string, string>>;
  action: string;
  token: string;
  reason: FieldProps;
  what: string;
}

/** «Сторнировать»: what happens to the debt, and why. */
export function reversalPage(
  payment: { id: number; amount: bigint; partnerName: string },
  form: Partial<FormState> & { token: string },
): ReversalPage {
  const error = form.errors?.['reason'];
  return {
    title: 'Сторнировать платёж',
    section: SECTION,
    isInvalid: error !== undefined,
    head: { title: `Сторнировать платёж ${payment.id}`, crumbs: [{ label: 'Платежи', href: PATH }, { label: String(payment.id) }] },
    errors: form.errors ?? {},
    action: `${PATH}/${payment.id}/reversal`,
    token: form.token,
    reason: { name: 'reason', label: 'Причина', value: form.values?.['reason'] ?? '', ...(error ? { error } : {}) },
    what: `${formatRub(payment.amount)} партнёра ${payment.partnerName} перестанут погашать его счета: долг вырастет на эту сумму.`,
  };
}
