import type { Day } from '#src/lib/days.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { type Kopecks, sum, zero } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { ledgerFrom } from './ledger.rules.ts';
import type { EntryKind, Ledger, LedgerContract, LedgerDays, LedgerEntry } from './ledger.types.ts';

export type { BalancedEntry, EntryKind, Ledger, LedgerContract, LedgerDays, LedgerEntry } from './ledger.types.ts';

const moscowDay = (instant: string) => `(${instant} at time zone 'Europe/Moscow')::date`;

/**
 * Invoices as the ledger has them: of a month on its date; cancelled, and issued anew, on the day of the correction, whatever date
 * the new one bears, so that a balance once told stays.
 */
const invoiced = (whose: string) => `
  select 'shipment' as kind, 0 as rank, i.partner_id, i.contract_id, i.id, i.number, i.issued_on as document_on, i.issued_on as day, null as other, i.doc_mode::text as doc_mode, i.gross as amount
    from invoices i where ${whose} and i.replaces_id is null
  union all
  select 'cancellation', 1, i.partner_id, i.contract_id, i.id, i.number, i.issued_on, ${moscowDay('i.cancelled_at')}, n.number, i.doc_mode::text, -i.gross
    from invoices i left join invoices n on n.partner_id = i.partner_id and n.replaces_id = i.id where ${whose} and i.status = 'cancelled'
  union all
  select 'replacement', 2, i.partner_id, i.contract_id, i.id, i.number, i.issued_on, ${moscowDay('o.cancelled_at')}, o.number, i.doc_mode::text, i.gross
    from invoices i join invoices o on o.partner_id = i.partner_id and o.id = i.replaces_id where ${whose}`;

const PAID = `case when p.amount > 0 then 'payment' else 'reversal' end, case when p.amount > 0 then 3 else 4 end, p.partner_id`;

/** Payments, whole. */
const paid = (whose: string) =>
  `select ${PAID}, p.contract_id, p.id, p.doc_number, p.received_on, p.received_on, null, null, -p.amount from payments p where ${whose}`;

/**
 * What money without a contract settled, by the contract of the invoice. `row_id`: the payment or reversal it was written with; what
 * was written later has none, but a day of its own.
 */
const SHARES = `
  select p.partner_id, p.id, p.doc_number, p.received_on, i.contract_id, w.row_id, w.day, sum(s.amount) as amount
    from settlements s join payments p on p.partner_id = s.partner_id and p.id = s.payment_id and p.contract_id is null
      join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id
      left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id
      cross join lateral (select case s.at when p.registered_at then p.id when back.registered_at then back.id end as row_id,
        case when s.at <> p.registered_at and s.at is distinct from back.registered_at then greatest(p.received_on, ${moscowDay('s.at')}) end as day) w
   where s.partner_id = $1 group by p.id, i.contract_id, w.row_id, w.day having sum(s.amount) <> 0`;

/** Payments by contract: of their own, else of the contracts whose invoices they settled, and of none with the rest (README). */
const SHARED = `
  select ${PAID}, p.contract_id, p.id, p.doc_number, p.received_on, p.received_on, null, null,
      -p.amount + coalesce((select sum(s.amount) from shares s where s.row_id = p.id), 0)
    from payments p where p.partner_id = $1
  union all
  select ${PAID}, s.contract_id, p.id, p.doc_number, p.received_on, p.received_on, null, null, -s.amount
    from shares s join payments p on p.partner_id = s.partner_id and p.id = s.row_id
  union all
  select 'offset', 5, s.partner_id, side.contract_id, s.id, s.doc_number, s.received_on, s.day, null, null, side.amount
    from shares s cross join lateral (values (s.contract_id, -s.amount), (null, s.amount)) side (contract_id, amount) where s.day is not null`;

/** $1 partner · $2 first day or null · $3 last day. A row without a kind is the balance of a contract before the first day. */
const ROWS = `
  select kind, id, day as "on", number, document_on as "documentOn", contract_id as "contractId", other, doc_mode as "docMode", amount from (
    select null as kind, 0 as rank, 0 as id, null::date as day, null as number, null::date as document_on, contract_id, null as other, null as doc_mode, sum(amount)::bigint as amount
      from entries where day < $2::date group by contract_id
    union all
    select kind, rank, id, day, number, document_on, contract_id, other, doc_mode, amount::bigint from entries
     where amount <> 0 and day <= $3::date and ($2::date is null or day >= $2::date)) found
  order by day nulls first, rank, length(number), number, id`;

interface Row extends Omit<LedgerEntry, 'kind' | 'on' | 'documentOn'> {
  readonly kind: EntryKind | null;
  readonly on: Day | null;
  readonly documentOn: Day | null;
}

/**
 * The operations of a partner: of all its contracts, of one, or of none («без договора»). Order: day, then shipments before
 * payments, then number (formats §7). Opening = Σ before `from`, closing = opening + Σ.
 */
export async function ledgerOf(sql: Sql, partnerId: number, days: LedgerDays, contract: LedgerContract = 'all'): Promise<Ledger> {
  if (contract === 'all') return ledgerOfRows(await wholeRows(sql, partnerId, days));
  const id = contract === 'none' ? null : contract;
  return ledgerOfRows((await sharedRows(sql, partnerId, days)).filter(({ contractId }) => contractId === id));
}

/** The same contract by contract, where there is anything to tell; null is «без договора». Their sums are those of the whole ledger. */
export async function ledgersByContract(sql: Sql, partnerId: number, days: LedgerDays): Promise<Map<number | null, Ledger>> {
  const byContract = groupedBy(await sharedRows(sql, partnerId, days), ({ contractId }) => contractId);
  return new Map([...byContract].map(([contractId, rows]) => [contractId, ledgerOfRows(rows)]));
}

/**
 * What every partner owes at the end of the day $1 by the ledger, as SQL: `partner_id`, `balance` in kopecks, negative where MONT owes.
 * Partners without an operation are left out.
 */
export const LEDGER_BALANCES = `select partner_id, sum(amount)::bigint as balance from (${invoiced('true')} union all ${paid('true')}) entries
   where day <= $1::date group by partner_id`;

/** The same, read. */
export async function balancesAsOf(sql: Sql, on: Day): Promise<Map<number, Kopecks>> {
  const rows = await sql<{ partnerId: number; balance: Kopecks }>(
    'ledger_balances',
    `select partner_id as "partnerId", balance from (${LEDGER_BALANCES}) balances`,
    [on],
  );
  return new Map(rows.map(({ partnerId, balance }) => [partnerId, balance]));
}

/** What some partners owe together at the end of a day; negative: MONT owes. */
export async function balanceOf(sql: Sql, partnerIds: readonly number[], on: Day): Promise<Kopecks> {
  const [row] = await sql<{ balance: Kopecks }>(
    'ledger_balance_of',
    `select coalesce(sum(amount), 0)::bigint as balance
     from (${invoiced('i.partner_id = any($2::int[])')} union all ${paid('p.partner_id = any($2::int[])')}) entries where day <= $1::date`,
    [on, partnerIds],
  );
  return row?.balance ?? zero;
}

const wholeRows = (sql: Sql, partnerId: number, { from, to }: LedgerDays): Promise<Row[]> =>
  sql<Row>('ledger_rows', `with entries as (${invoiced('i.partner_id = $1')} union all ${paid('p.partner_id = $1')}) ${ROWS}`, [
    partnerId,
    from,
    to,
  ]);

const sharedRows = (sql: Sql, partnerId: number, { from, to }: LedgerDays): Promise<Row[]> =>
  sql<Row>(
    'ledger_rows_by_contract',
    `with shares as (${SHARES}), entries as (${invoiced('i.partner_id = $1')} union all ${SHARED}) ${ROWS}`,
    [partnerId, from, to],
  );

function ledgerOfRows(rows: readonly Row[]): Ledger {
  const before = rows.filter(({ kind }) => kind === null);
  const entries = rows.flatMap(({ kind, on, documentOn, ...rest }) =>
    kind && on && documentOn ? [{ ...rest, kind, on, documentOn }] : [],
  );
  return ledgerFrom(sum(...before.map(({ amount }) => amount)), entries);
}
