import { type Day, formatDayMonth, formatDayShort, formatMonth, lastOfMonth } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Table } from '#src/lib/table.ts';
import type { ButtonProps, EmptyProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ChargeLine, ContractCharges } from './charges.queries.ts';

export interface DocumentsPage extends Page {
  readonly head: PageHeadProps;
  readonly empty: EmptyProps;
  readonly monthTitle: string;
  readonly contracts: { readonly name: string; readonly subscriptions: string; readonly vat: string; readonly gross: string }[];
  readonly total: string;
}

/** «Документы» while the month runs: what the invoices of its last day will be made of. */
export function documentsPage(contracts: readonly ContractCharges[], today: Day): DocumentsPage {
  const [month = ''] = formatMonth(today).split(' ');
  return {
    title: 'Документы',
    section: 'documents',
    head: { title: 'Документы', sub: 'Счета и закрывающие документы по месяцам', actions: files },
    empty: {
      icon: 'file-invoice',
      title: `Документы за ${month} появятся ${formatDayMonth(lastOfMonth(today))}`,
      text: 'В последний день месяца по каждому договору формируется счёт и закрывающие документы. Вы получите письмо.',
    },
    monthTitle: `Начислено за ${formatMonth(today)}`,
    contracts: contracts.map((one) => ({
      name: `Договор ${one.contractNumber} от ${formatDayShort(one.signedOn)}`,
      subscriptions: count(one.subscriptions, 'подписка', 'подписки', 'подписок'),
      vat: formatRub(one.vat),
      gross: formatRub(one.gross),
    })),
    total: formatRub(sum(...contracts.map(({ gross }) => gross))),
  };
}

const files: ButtonProps[] = [
  { label: 'Начисления, CSV', icon: 'download', href: '/documents.csv', isDownload: true },
  { label: 'Excel', icon: 'download', href: '/documents.xlsx', isDownload: true },
];

/** The charges of the month as a file, a row per service period. */
export function chargesTable(rows: readonly ChargeLine[]): Table<Record<keyof ChargeLine, string | number | bigint>> {
  return {
    columns: [
      { key: 'contractNumber', title: 'Договор', kind: 'text' },
      { key: 'number', title: 'Подписка', kind: 'text' },
      { key: 'productName', title: 'Продукт', kind: 'text' },
      { key: 'customerName', title: 'Заказчик', kind: 'text' },
      { key: 'from', title: 'С', kind: 'day' },
      { key: 'through', title: 'По', kind: 'day' },
      { key: 'seats', title: 'Мест', kind: 'number' },
      { key: 'unitPrice', title: 'Цена за место в месяц, ₽ с НДС', kind: 'money' },
      { key: 'charge', title: 'Сумма, ₽ с НДС', kind: 'money' },
      { key: 'vat', title: 'В том числе НДС, ₽', kind: 'money' },
    ],
    rows: [...rows],
  };
}
