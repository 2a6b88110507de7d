import { invoiceHref } from '#src/documents/documents.rules.ts';
import { formatDayShort } from '#src/lib/days.ts';
import { decimalRub, formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { AdvanceUnder, Prepayment } from '#src/payments/payments.queries.ts';
import type { EmptyProps, FiltersProps, PageHeadProps, PagerProps, SortHeadProps, StatProps } from '#src/platform/http/components.ts';
import { dayFields } from '#src/platform/http/filter-days.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type OwnPaymentView, ownPaymentList } from './own-payments.forms.ts';
import type { OwnPaymentRow, OwnPayments } from './own-payments.queries.ts';

export interface OwnPaymentsPage extends Page {
  readonly head: PageHeadProps;
  /** Advance left, in all and by contract; empty without one. */
  readonly advance: StatProps[];
  readonly filters: FiltersProps;
  readonly empty: EmptyProps | null;
  readonly heads: { readonly on: SortHeadProps; readonly amount: SortHeadProps };
  readonly rows: OwnPaymentLine[];
  readonly pager: PagerProps;
}

interface OwnPaymentLine {
  readonly id: number;
  readonly on: string;
  readonly payer: string;
  readonly purpose: string;
  readonly amount: string;
  readonly settled: { readonly label: string; readonly href: string; readonly amount: string }[];
  readonly note: string;
}

const PATH = '/payments';

export function ownPaymentsPage(
  found: OwnPayments,
  money: { readonly advances: readonly AdvanceUnder[]; readonly unused: readonly Prepayment[] },
  view: OwnPaymentView,
): OwnPaymentsPage {
  const list = new ShownList(ownPaymentList, PATH, view);
  const paid = `${count(found.total, 'платёж', 'платежа', 'платежей')} на ${formatRub(found.amount)}`;
  return {
    title: 'Оплаты',
    section: 'payments',
    head: {
      title: 'Оплаты',
      sub: found.total > 0 ? paid : 'Что пришло и что этим погашено',
      actions: [...list.files(), { label: 'Акт сверки', icon: 'file-text', href: '/reconciliation' }],
    },
    advance: advanceStats(money),
    filters: list.filters('Поиск оплат', undefined, dayFields(view.days)),
    empty: found.rows.length > 0 ? null : emptyOf(list.chips().length > 0),
    heads: { on: list.head('on', 'Дата'), amount: list.head('amount', 'Сумма', true) },
    rows: found.rows.map(lineOf),
    pager: list.pager(found.total),
  };
}

/** «Аванс» in all, what of it is kept for a contract, and what is of none. */
function advanceStats({ advances, unused }: { advances: readonly AdvanceUnder[]; unused: readonly Prepayment[] }): StatProps[] {
  const total = sum(...unused.map(({ rest }) => rest));
  if (total === 0n) return [];
  const free = total - sum(...advances.map(({ rest }) => rest));
  return [
    { value: formatRub(total), label: 'аванс: зачтётся в следующие счета' },
    ...advances.map(({ contract, rest }) => ({ value: formatRub(rest), label: `по договору ${contract}` })),
    ...(advances.length > 0 && free > 0n ? [{ value: formatRub(free), label: 'без договора' }] : []),
  ];
}

function emptyOf(isNarrowed: boolean): EmptyProps {
  if (isNarrowed) return { icon: 'search', title: 'Ничего не нашлось', actions: [{ label: 'Все оплаты', href: PATH }] };
  return {
    icon: 'coins',
    title: 'Оплат пока нет',
    text: 'Платёж появится здесь, когда банк зачислит его. В назначении укажите номер счёта: так он найдёт свой счёт сам.',
    actions: [{ label: 'Счета к оплате', href: '/documents?state=open' }],
  };
}

function lineOf(row: OwnPaymentRow): OwnPaymentLine {
  return {
    id: row.id,
    on: formatDayShort(row.receivedOn),
    payer: payerText(row),
    purpose: row.purpose,
    amount: formatRub(row.amount),
    settled: row.settled.map(({ number, period, amount }) => ({
      label: `№ ${number}`,
      href: invoiceHref({ number, on: period }),
      amount: formatRub(BigInt(amount)),
    })),
    note: noteOf(row),
  };
}

const payerText = ({ payerName, docNumber }: OwnPaymentRow): string =>
  [payerName, docNumber && `№ ${docNumber}`].filter(Boolean).join(', ');

function noteOf(row: OwnPaymentRow): string {
  if (row.isReversal) return 'Возврат или снятая оплата';
  if (row.isReversed) return 'Снята, см. возврат';
  return row.rest > 0n ? `Аванс ${formatRub(row.rest)}${row.contract ? ` по договору ${row.contract}` : ''}` : '';
}

/** The payments as a file. */
export const ownPaymentColumns: Column<OwnPaymentRow>[] = [
  { title: 'Дата', kind: 'day', of: (row) => row.receivedOn },
  { title: 'Плательщик', kind: 'text', of: (row) => row.payerName },
  { title: 'Номер документа', kind: 'text', of: (row) => row.docNumber },
  { title: 'Договор', kind: 'text', of: (row) => row.contract },
  { title: 'Сумма, ₽', kind: 'money', of: (row) => row.amount },
  { title: 'Погашены счета', kind: 'text', of: (row) => row.settled.map(settledText).join('; ') },
  { title: 'Аванс, ₽', kind: 'money', of: (row) => row.rest },
  { title: 'Назначение', kind: 'text', of: (row) => row.purpose },
  { title: 'Возврат', kind: 'text', of: (row) => (row.isReversal ? 'Возврат' : row.isReversed ? 'Снята' : '') },
];

const settledText = ({ number, amount }: OwnPaymentRow['settled'][number]): string =>
  `${number}: ${decimalRub(BigInt(amount)).replace('.', ',')}`;
