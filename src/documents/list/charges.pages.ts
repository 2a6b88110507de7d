import { type Day, formatDayMonth, formatDayShort, formatMonth, lastOfMonth } from '#src/lib/days.ts';
import { formatRub, sum } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { ButtonProps } from '#src/platform/http/components.ts';
import type { ChargeLine, ContractCharges } from './charges.queries.ts';

/** What the invoices of this month's last day will be made of, by contract. */
export interface ChargesBlock {
  readonly title: string;
  /** When the documents will be there. */
  readonly note: string;
  readonly files: ButtonProps[];
  readonly contracts: { readonly name: string; readonly subscriptions: string; readonly vat: string; readonly gross: string }[];
  readonly total: string;
}

/** The month to date; on its last day it may be closed already. */
export function chargesBlock(contracts: readonly ContractCharges[], today: Day, isClosed: boolean): ChargesBlock {
  const [month = ''] = formatMonth(today).split(' ');
  const ahead = `Документы за ${month} появятся ${formatDayMonth(lastOfMonth(today))}: по каждому договору счёт и закрывающие документы. Вы получите письмо.`;
  return {
    title: `Начислено за ${formatMonth(today)}`,
    note: isClosed ? `Месяц закрыт: документы за ${month} выпущены.` : ahead,
    files: [
      { label: 'Начисления, CSV', icon: 'download', size: 'small', href: '/documents/charges.csv' },
      { label: 'Excel', icon: 'download', size: 'small', href: '/documents/charges.xlsx' },
    ],
    contracts: contracts.map((one) => ({
      name: `Договор ${one.contractNumber} от ${formatDayShort(one.signedOn)}`,
      subscriptions: count(one.subscriptions, 'подписка', 'подписки', 'подписок'),
      vat: formatRub(one.vat),
      gross: formatRub(one.gross),
    })),
    total: formatRub(sum(...contracts.map(({ gross }) => gross))),
  };
}

/** The charges of the month as a file, a row per service period. */
export const chargesColumns: Column<ChargeLine>[] = [
  { title: 'Договор', kind: 'text', of: (row) => row.contractNumber },
  { title: 'Подписка', kind: 'text', of: (row) => row.number },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: 'С', kind: 'day', of: (row) => row.from },
  { title: 'По', kind: 'day', of: (row) => row.through },
  { title: 'Мест', kind: 'number', of: (row) => row.seats },
  { title: 'Цена за место в месяц, ₽ с НДС', kind: 'money', of: (row) => row.unitPrice },
  { title: 'Сумма, ₽ с НДС', kind: 'money', of: (row) => row.charge },
  { title: 'В том числе НДС, ₽', kind: 'money', of: (row) => row.vat },
];
