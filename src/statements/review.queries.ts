import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Evidence } from '#src/payments/matching.rules.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Kind, PartnersInvoice, Sorted } from './sorting.rules.ts';
import type { Shown } from './statements.forms.ts';
import { type BankPayment, JOINED, ROW, ROWS, STATE, type State, WITH_STATE } from './statements.queries.ts';

/** What of a statement's payments is shown; `agreed` and `unsorted` are shown nowhere. */
export type Counted = Shown | 'agreed' | 'unsorted';

/** Counts and sums, kopecks. */
export type ShownTotals = ReadonlyMap<Counted, { readonly count: number; readonly amount: Kopecks }>;

export async function shownTotals(sql: Sql, statementId: number): Promise<ShownTotals> {
  const rows = await sql<{ show: Counted; count: number; amount: bigint }>(
    'bank_payment_totals',
    `select show, count(*)::int as count, sum(amount)::bigint as amount from (
       select case when ${STATE} = 'waiting' then coalesce(s.kind, 'unsorted') else ${STATE} end as show, b.amount
       from ${JOINED} left join sorted_payments s on s.id = b.id where b.statement_id = $1::int) all_of_it group by show`,
    [statementId],
  );
  return new Map(rows.map(({ show, count, amount }) => [show, { count, amount: kopecks(amount) }]));
}

/** How many wait, sorted or not. */
export const waitingIn = (totals: ShownTotals): number =>
  (['sure', 'suggested', 'unknown', 'known', 'unsorted'] as const).reduce((all, show) => all + (totals.get(show)?.count ?? 0), 0);

/** A part of a list: so many behind the first ones, or behind a payment. */
export interface Part {
  readonly limit: number;
  readonly offset?: number;
  readonly after?: number;
}

/** Some of those that are in a state, in the order of the file. */
export async function decidedPart(
  sql: Sql,
  statementId: number,
  states: readonly State[],
  { limit, offset = 0, after = 0 }: Part,
): Promise<BankPayment[]> {
  const rows = await sql<BankPayment>(
    'bank_payments_decided',
    `select ${ROW} from ${ROWS} where b.statement_id = $1::int and b.id > $5::int and ${STATE} = any($2::text[])
     order by b.id limit $3::int offset $4::int`,
    [statementId, states, limit, offset, after],
  );
  return rows.map((row) => ({ ...row, amount: kopecks(row.amount) }));
}

interface SortedBankPayment extends BankPayment {
  readonly kind: Kind;
  readonly payerId: number | null;
  readonly invoiceIds: readonly number[];
  readonly evidence: readonly Evidence[];
  readonly knownAs: number | null;
}

/** Those of so many that still wait, as they were sorted, in the order of the file; and the last of all of them, null where there is none behind. */
export async function sortedPart(
  sql: Sql,
  statementId: number,
  kinds: readonly Kind[],
  { limit, offset = 0, after = 0 }: Part,
): Promise<{ readonly sorted: readonly Sorted<BankPayment>[]; readonly last: number | null }> {
  const rows = await sql<SortedBankPayment>(
    'bank_payments_sorted',
    `select ${ROW}, so.kind, so.payer_id as "payerId", coalesce(so.invoice_ids, '{}') as "invoiceIds", coalesce(so.evidence, '{}') as evidence, so.known_as as "knownAs"
     from (select * from sorted_payments where statement_id = $1::int and id > $5::int and kind = any($2::text[])
       order by id limit $3::int offset $4::int) so join bank_payments b on b.id = so.id ${WITH_STATE} left join partners r on r.id = p.partner_id order by so.id`,
    [statementId, kinds, limit, offset, after],
  );
  const waiting = rows.filter(({ state }) => state === 'waiting');
  const sorted = waiting.map(
    ({ kind, payerId, invoiceIds, evidence, knownAs, ...payment }): Sorted<BankPayment> => ({
      ...{ payment: { ...payment, amount: kopecks(payment.amount) }, kind, partnerId: payerId, paymentId: knownAs, shares: [] },
      suggestions: invoiceIds.length > 0 ? [{ invoiceIds, evidence }] : [],
    }),
  );
  return { sorted, last: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
}

/** An invoice as a line names it; `open` in kopecks. */
export type NamedInvoice = Pick<PartnersInvoice, 'number' | 'issuedOn' | 'open'>;

/** The invoices these are for. */
export async function invoicesOf(sql: Sql, sorted: readonly Sorted<unknown>[]): Promise<Map<number, NamedInvoice>> {
  const ids = sorted.flatMap(({ suggestions }) => suggestions.flatMap(({ invoiceIds }) => invoiceIds));
  const rows = await sql<Omit<NamedInvoice, 'open'> & { id: number; open: bigint }>(
    'invoices_of_sorted',
    `select i.id, i.number, i.issued_on::text as "issuedOn", (i.gross - paid.amount)::bigint as open from invoices i
     cross join lateral (select coalesce(sum(amount), 0) as amount from settlements s where s.partner_id = i.partner_id and s.invoice_id = i.id) paid
     where i.id = any($1::int[])`,
    [ids],
  );
  return new Map(rows.map(({ id, open, ...invoice }) => [id, { ...invoice, open: kopecks(open) }]));
}
