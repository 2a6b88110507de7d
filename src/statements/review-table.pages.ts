import type { Column } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import { isDecided } from './review.pages.ts';
import { decidedPart, invoicesOf, sortedPart } from './review.queries.ts';
import { decidedLine, waitingLine } from './review-lines.pages.ts';
import type { Shown } from './statements.forms.ts';
import type { BankPayment } from './statements.queries.ts';

/** A payment of a statement in a file, with what it is for. */
interface FileRow {
  readonly row: BankPayment;
  readonly what: string;
}

export const reviewColumns: readonly Column<FileRow>[] = [
  { title: 'Дата', kind: 'day', of: ({ row }) => row.receivedOn },
  { title: 'Плательщик', kind: 'text', of: ({ row }) => row.payerName },
  { title: 'ИНН плательщика', kind: 'text', of: ({ row }) => row.payerInn },
  { title: 'Счёт плательщика', kind: 'text', of: ({ row }) => row.payerAccount },
  { title: 'Номер документа', kind: 'text', of: ({ row }) => row.docNumber },
  { title: 'Наш счёт', kind: 'text', of: ({ row }) => row.account },
  { title: 'Сумма', kind: 'money', of: ({ row }) => row.amount },
  { title: 'Назначение', kind: 'text', of: ({ row }) => row.purpose },
  { title: 'Решение', kind: 'text', of: ({ what }) => what },
];

/** The payments of a statement, of one kind or all of them: those that wait as they were sorted last, then those that are decided. */
export async function* reviewRows({ portal: { sql } }: Scope, id: number, show: Shown | null): AsyncGenerator<FileRow> {
  const kinds = show === null ? KINDS : isDecided(show) ? [] : [show];
  for (let after: number | null = kinds.length > 0 ? 0 : null; after !== null; ) {
    const { sorted, last }: Awaited<ReturnType<typeof sortedPart>> = await sortedPart(sql, id, kinds, { limit: PART, after });
    const invoices = await invoicesOf(sql, sorted);
    for (const one of sorted) yield { row: one.payment, what: waitingLine(one, invoices, '').what };
    after = last;
  }
  const states = show === null ? (['done', 'foreign', 'agreed'] as const) : isDecided(show) ? ([show] as const) : [];
  for (let after = 0; states.length > 0; ) {
    const part = await decidedPart(sql, id, states, { limit: PART, after });
    for (const row of part) yield { row, what: row.state === 'agreed' ? 'Записывается' : decidedLine(row, '').what };
    if (part.length < PART) break;
    after = part.at(-1)?.id ?? 0;
  }
}

const PART = 500;
const KINDS = ['sure', 'suggested', 'unknown', 'known'] as const;
