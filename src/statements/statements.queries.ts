import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Door } from '#src/payments/doors.queries.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { WaitingPayment } from './sorting.rules.ts';
import type { Turnover } from './statement.types.ts';

/** Where a payment of a statement is. */
export type State = 'waiting' | 'agreed' | 'done' | 'foreign';

/** Whether it is recorded now is told by the payment itself: taken back there, it waits again. */
/** What the state of a bank payment `b` is told from. */
export const WITH_STATE = `left join payment_doors d on d.partner_id = b.partner_id and d.source = 'bank' and d.source_key = b.key || '~' || b.attempt
  left join payments p on p.partner_id = b.partner_id and p.id = d.payment_id
  left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id`;
export const JOINED = `bank_payments b ${WITH_STATE}`;
export const STATE = `case when b.foreign_at is not null then 'foreign' when p.id is not null and back.id is null then 'done'
  when b.agreed_for is not null then 'agreed' else 'waiting' end`;

/** A statement that was loaded. */
export interface StatementCard {
  readonly id: number;
  readonly fileName: string;
  readonly format: string;
  readonly accounts: readonly string[];
  readonly from: Day | null;
  readonly to: Day | null;
  readonly turnover: { readonly incoming: Turnover; readonly outgoing: Turnover; readonly transfers: Turnover };
  readonly warnings: readonly string[];
  readonly added: number;
  readonly known: number;
  /** Payments agreed to together last. */
  readonly agreed: number;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  /** How things stood when it was sorted last, and when that was; null for one that never was. */
  readonly sortedAsOf: string | null;
  readonly sortedAt: Date | null;
  readonly sortedTotals: KeptTotals | null;
}

/** What was counted when a statement was sorted last; sums as text of kopecks. */
export interface KeptTotals {
  readonly totals: readonly (readonly [show: string, count: number, amount: string])[];
  /** Partners of the sure ones, and what stands for those. */
  readonly partners: number;
  readonly seen: string;
}

/** One in the list. */
export interface RecentStatement extends StatementCard {
  /** How many wait for a decision. */
  readonly waiting: number;
}

const CARD = `s.id, s.file_name as "fileName", s.format, coalesce(s.accounts, '{}') as accounts, s.from_on::text as "from", s.to_on::text as "to", s.turnover, coalesce(s.warnings, '{}') as warnings,
    s.added, s.known, s.agreed, s.uploaded_by as "uploadedBy", s.uploaded_at as "uploadedAt", s.sorted_as_of as "sortedAsOf", s.sorted_at as "sortedAt", s.sorted_totals as "sortedTotals"`;

/** The latest statements. */
export const recentStatements = ({ portal }: Scope): Promise<RecentStatement[]> =>
  portal.sql<RecentStatement>(
    'recent_statements',
    `select ${CARD}, (select count(*)::int from ${JOINED} where b.statement_id = s.id and ${STATE} in ('waiting', 'agreed')) as waiting
     from statements s order by s.id desc limit 30`,
  );

/** @throws NotFound */
export async function statementCard({ portal }: Scope, id: number): Promise<StatementCard> {
  const [row] = await portal.sql<StatementCard>('statement_card', `select ${CARD} from statements s where s.id = $1::int`, [id]);
  if (!row) throw new NotFound();
  return row;
}

/** A payment of a statement; sum in kopecks. */
export interface BankPayment {
  readonly id: number;
  readonly statementId: number;
  readonly state: State;
  readonly account: string;
  readonly payerAccount: string;
  readonly payerName: string;
  readonly payerInn: string | null;
  readonly docNumber: string | null;
  readonly receivedOn: Day;
  readonly amount: Kopecks;
  readonly purpose: string;
  readonly key: string;
  readonly attempt: number;
  /** Who said that it is not ours. */
  readonly foreignBy: string | null;
  /** The payment it is recorded as, whose, and what that settles; null while it is not. */
  readonly paymentId: number | null;
  readonly partnerId: number | null;
  readonly partnerName: string | null;
  readonly registeredBy: string | null;
  /** The door it came through first. */
  readonly first: Door | null;
  readonly invoices: string;
  /** Agreed to with others: whose it is, for which invoices, by whom. */
  readonly agreed: { readonly for: number; readonly from: readonly number[]; readonly by: string } | null;
}

export const ROW = `b.id, b.statement_id as "statementId", ${STATE} as state, b.account, b.payer_account as "payerAccount", b.payer_name as "payerName",
    b.payer_inn as "payerInn", b.doc_number as "docNumber", b.received_on::text as "receivedOn", b.amount, b.purpose, b.key, b.attempt,
    b.foreign_by as "foreignBy", p.id as "paymentId", p.partner_id as "partnerId", r.name as "partnerName", p.registered_by as "registeredBy", p.source as first,
    coalesce((select string_agg(distinct i.number, ', ') from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id
      where s.partner_id = p.partner_id and s.payment_id = p.id), '') as invoices,
    case when b.agreed_for is not null then jsonb_build_object('for', b.agreed_for, 'from', b.agreed_from, 'by', b.agreed_by) end as agreed`;
export const ROWS = `${JOINED} left join partners r on r.id = p.partner_id`;

const WAITING = `b.id, b.amount, b.payer_inn as "payerInn", b.payer_account as "payerAccount", b.purpose, b.doc_number as "docNumber",
    b.received_on::text as "receivedOn"`;

/** A piece of a statement: what waits in it, and the last payment of it, null where there is none behind. */
export interface WaitingPart {
  readonly waiting: readonly WaitingPayment[];
  readonly last: number | null;
}

/**
 * The next so many payments of a statement behind `after`, of which those that wait, as much of each as it is sorted by. They are counted off
 * before they are looked at: else each part would look at all that is left.
 */
export async function waitingPart(sql: Sql, statementId: number, { after, limit }: { after: number; limit: number }): Promise<WaitingPart> {
  const rows = await sql<WaitingPayment & { state: State }>(
    'bank_payments_waiting',
    `select ${WAITING}, ${STATE} as state from (
       select * from bank_payments where statement_id = $1::int and id > $2::int order by id limit $3::int) b ${WITH_STATE} order by b.id`,
    [statementId, after, limit],
  );
  return {
    waiting: rows.flatMap(({ state, ...row }) => (state === 'waiting' ? [{ ...row, amount: kopecks(row.amount) }] : [])),
    last: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
  };
}

/** A payment that waits, with what its key is made of. */
export type KeyedPayment = WaitingPayment & Pick<BankPayment, 'key' | 'attempt'>;

/** Those that may be recorded already: a payment of the same sum came from whom ИНН or account tell. */
export async function maybeKnown(sql: Sql, statementId: number): Promise<KeyedPayment[]> {
  const rows = await sql<KeyedPayment>(
    'bank_payments_maybe_known',
    `select ${WAITING}, b.key, b.attempt from ${JOINED} where b.statement_id = $1::int and ${STATE} = 'waiting' and b.doc_number is not null and exists (
       select 1 from payments same where same.amount = b.amount and same.partner_id in (
         select r.id from partners r where r.inn = b.payer_inn
         union all select a.partner_id from payer_accounts a where a.account = b.payer_account))
     order by b.id`,
    [statementId],
  );
  return rows.map((row) => ({ ...row, amount: kopecks(row.amount) }));
}

/** The key it will be recorded by: taken back, it has the next number. */
export const nextKey = ({ key, attempt }: Pick<BankPayment, 'key' | 'attempt'>): string => `${key}~${attempt + 1}`;

/** Ids of some of those that are agreed to, behind `after`. */
export async function agreedPart(sql: Sql, statementId: number, after: number): Promise<number[]> {
  const rows = await sql<{ id: number }>(
    'bank_payments_agreed',
    `select b.id from ${JOINED} where b.statement_id = $1::int and b.id > $2::int and ${STATE} = 'agreed' order by b.id limit 500`,
    [statementId, after],
  );
  return rows.map(({ id }) => id);
}

/** One of them. @throws NotFound for another statement's, or none */
export async function bankPayment(sql: Sql, statementId: number, id: number): Promise<BankPayment> {
  const [row] = await sql<BankPayment>('bank_payment', `select ${ROW} from ${ROWS} where b.statement_id = $1::int and b.id = $2::int`, [
    statementId,
    id,
  ]);
  if (!row) throw new NotFound();
  return { ...row, amount: kopecks(row.amount) };
}

/** Our accounts: that of the requisites, and those that were added. */
export async function ourAccounts(sql: Sql): Promise<string[]> {
  const rows = await sql<{ account: string }>(
    'our_accounts',
    `select value #>> '{bank,account}' as account from settings where key = 'seller' union select account from own_accounts`,
  );
  return rows.map(({ account }) => account);
}
