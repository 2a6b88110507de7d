import { formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { EmptyProps, FiltersProps, PageHeadProps, PagerProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { monthOptions } from '#src/platform/http/list-fields.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PaymentList, PaymentRow } from './list.queries.ts';
import { type PaymentFilter, paymentList } from './payments.forms.ts';

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

export function paymentListPage(found: PaymentList, filter: PaymentFilter & { page: number }): PaymentListPage {
  const list = new ShownList(paymentList, PATH, filter, { period: { options: monthOptions(found.months) } });
  return {
    title: 'Платежи',
    section: SECTION,
    head: {
      title: 'Платежи',
      sub: subOf(found),
      actions: [
        ...list.files(),
        { label: 'Загрузить выписку', icon: 'upload', href: `${PATH}/import` },
        { label: 'Записать платёж', icon: 'plus', kind: 'primary', href: addressOf(`${PATH}/new`, { partner: innIn(filter) }) },
      ],
    },
    filters: list.filters('Поиск платежей'),
    empty: found.rows.length > 0 ? null : emptyOf(list.chips().length > 0),
    rows: found.rows.map(lineOf),
    pager: list.pager(found.total),
  };
}

/** Whose payments are looked at, where that is plain: the form begins with him. */
const innIn = ({ q }: PaymentFilter): string => (/^(\d{10}|\d{12})$/.test(q) ? q : '');

/** «34 платежа на 1 200 000,00 ₽, аванс 500,00 ₽»: of what the filter finds. */
function subOf({ total, amount, rest }: PaymentList): string {
  const paid = `${count(total, 'платёж', 'платежа', 'платежей')} на ${formatRub(amount)}`;
  return rest > 0n ? `${paid}, аванс ${formatRub(rest)}` : paid;
}

function emptyOf(isNarrowed: boolean): EmptyProps {
  if (isNarrowed)
    return { icon: 'search', title: 'Ничего не нашлось', text: 'Таких платежей нет.', actions: [{ label: 'Все платежи', href: PATH }] };
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
  return row.rest > 0n ? `Аванс ${formatRub(row.rest)}${row.contract ? ` по договору ${row.contract}` : ''}` : '';
}

/** Payments as a file. */
export const paymentColumns: Column<PaymentRow>[] = [
  { title: 'Дата', kind: 'day', of: (row) => row.receivedOn },
  { title: 'Партнёр', kind: 'text', of: (row) => row.partnerName },
  { title: 'Плательщик', kind: 'text', of: (row) => row.payerName },
  { title: 'Номер документа', kind: 'text', of: (row) => row.docNumber },
  { title: 'Договор', kind: 'text', of: (row) => row.contract },
  { title: 'Сумма', kind: 'money', of: (row) => row.amount },
  { title: 'Счета', kind: 'text', of: (row) => row.invoices },
  { title: 'Аванс', kind: 'money', of: (row) => row.rest },
  { title: 'Назначение', kind: 'text', of: (row) => row.purpose },
  { title: 'Сторно', kind: 'text', of: (row) => (row.isReversal ? 'Сторно' : row.isReversed ? 'Сторнирован' : '') },
];
