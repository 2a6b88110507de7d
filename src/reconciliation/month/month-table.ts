import type { InvoiceToPrint, PrintedLine } from '#src/documents/documents.types.ts';
import { billable, contractText, rateText, totalsByRate } from '#src/documents/printing.rules.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import { type Kopecks, sum } from '#src/lib/money.ts';
import type { Column } from '#src/lib/table.ts';
import type { AccountedMonth, MonthPayment } from './month.queries.ts';

/** A row of a month's file: a line of an invoice, the sum of a rate, a payment, or what all of a kind come to. */
export interface MonthRow {
  readonly kind: string;
  readonly number?: string | null;
  readonly on?: Day;
  readonly contract?: string | null;
  readonly name?: string;
  readonly line?: PrintedLine;
  readonly rate?: string;
  readonly net?: Kopecks;
  readonly vat?: Kopecks;
  readonly gross?: Kopecks;
  readonly paid?: Kopecks;
}

/** Lines of the invoices, their sums by rate and in all, then payments and their sum. */
export function monthRows({ invoices, payments }: AccountedMonth): MonthRow[] {
  const lines = invoices.flatMap((invoice) => billable(invoice).map((line) => lineRow(invoice, line)));
  const totals = totalsByRate(invoices.flatMap(billable));
  return [
    ...lines,
    ...totals.map(({ rate, net, vat, gross }) => ({ kind: 'Итого по ставке', rate: rateText(rate), net, vat, gross })),
    {
      kind: 'Итого начислено',
      net: sum(...invoices.map((one) => one.net)),
      vat: sum(...invoices.map((one) => one.vat)),
      gross: sum(...invoices.map((one) => one.gross)),
    },
    ...payments.map(paymentRow),
    { kind: 'Итого оплачено', paid: sum(...payments.map(({ amount }) => amount)) },
  ];
}

function lineRow({ number, issuedOn, contract }: InvoiceToPrint, line: PrintedLine): MonthRow {
  const { productName: name, net, vat, gross } = line;
  return {
    kind: 'Строка счёта',
    number,
    on: issuedOn,
    contract: contractText(contract),
    name,
    line,
    rate: rateText(line.vatRate),
    net,
    vat,
    gross,
  };
}

const paymentRow = ({ on, number, purpose, contract, amount }: MonthPayment): MonthRow => ({
  ...{ kind: amount > 0n ? 'Оплата' : 'Возврат оплаты', number, on, name: purpose, paid: amount },
  contract: contract && `Договор № ${contract}`,
});

export const monthColumns: Column<MonthRow>[] = [
  { title: 'Вид', kind: 'text', of: (row) => row.kind },
  { title: 'Документ', kind: 'text', of: (row) => row.number ?? null },
  { title: 'Дата', kind: 'day', of: (row) => row.on ?? null },
  { title: 'Договор', kind: 'text', of: (row) => row.contract ?? null },
  { title: 'Наименование', kind: 'text', of: (row) => row.name ?? null },
  { title: 'Артикул', kind: 'text', of: (row) => row.line?.sku ?? null },
  { title: 'Подписка', kind: 'text', of: (row) => row.line?.subscriptionNumber ?? null },
  { title: 'Заказчик', kind: 'text', of: (row) => row.line?.customerName ?? null },
  { title: 'С', kind: 'day', of: (row) => row.line?.from ?? null },
  { title: 'По', kind: 'day', of: (row) => (row.line ? addDays(row.line.to, -1) : null) },
  { title: 'Мест', kind: 'number', of: (row) => row.line?.seats ?? null },
  { title: 'Ставка НДС', kind: 'text', of: (row) => row.rate ?? null },
  { title: 'Без НДС, ₽', kind: 'money', of: (row) => row.net ?? null },
  { title: 'НДС, ₽', kind: 'money', of: (row) => row.vat ?? null },
  { title: 'С НДС, ₽', kind: 'money', of: (row) => row.gross ?? null },
  { title: 'Оплачено, ₽', kind: 'money', of: (row) => row.paid ?? null },
];
