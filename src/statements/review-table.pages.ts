import type { Column } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import { isDecided } from './review.pages.ts';
import { reviewOf } from './review.queries.ts';
import { decidedLine, waitingLine } from './review-lines.pages.ts';
import type { Shown } from './statements.forms.ts';
import { type BankPayment, bankPayments, bankPaymentsOf } from './statements.queries.ts';

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

/** The payments of a statement: of one kind, or all of them. */
export async function reviewRows({ portal }: Scope, id: number, show: Shown | null): Promise<FileRow[]> {
  const states = show === null ? (['done', 'foreign', 'agreed'] as const) : isDecided(show) ? ([show] as const) : [];
  const decided = states.length > 0 ? await bankPayments(portal.sql, id, states) : [];
  const review = show === null || !isDecided(show) ? await reviewOf(portal.sql, id, portal.clock.today()) : null;
  const waiting = (review?.sorted ?? []).filter(({ kind }) => show === null || kind === show);
  const rows = await bankPaymentsOf(
    portal.sql,
    id,
    waiting.map(({ payment }) => payment.id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [
    ...waiting.flatMap((one) => {
      const row = byId.get(one.payment.id);
      return row ? [{ row, what: waitingLine({ ...one, payment: row }, review?.invoices ?? new Map(), '').what }] : [];
    }),
    ...decided.map((row) => ({ row, what: row.state === 'agreed' ? 'Записывается' : decidedLine(row, '').what })),
  ];
}
