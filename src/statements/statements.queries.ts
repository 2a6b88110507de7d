import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Door } from '#src/payments/doors.queries.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { Turnover } from './statement.types.ts';

/** Where a payment of a statement is. */
export type State = 'waiting' | 'agreed' | 'done' | 'foreign';

/** Whether it is recorded now is told by the payment itself: taken back there, it waits again. */
const JOINED = `bank_payments b
  left join payment_doors d on d.partner_id = b.partner_id and d.source = 'bank' and d.source_key = b.key || '~' || b.attempt
  left join payments p on p.partner_id = b.partner_id and p.id = d.payment_id
  left join payments back on back.partner_id = p.partner_id and back.reverses_id = p.id`;
const STATE = `case when b.foreign_at is not null then 'foreign' when p.id is not null and back.id is null then 'done'
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
  /** How many wait for a decision. */
  readonly waiting: number;
}

const CARD = `select s.id, s.file_name as "fileName", s.format, coalesce(s.accounts, '{}') as accounts, s.from_on::text as "from", s.to_on::text as "to", s.turnover, coalesce(s.warnings, '{}') as warnings,
    s.added, s.known, s.agreed, s.uploaded_by as "uploadedBy", s.uploaded_at as "uploadedAt",
    (select count(*)::int from ${JOINED} where b.statement_id = s.id and ${STATE} in ('waiting', 'agreed')) as waiting
  from statements s`;

/** The latest statements. */
export const recentStatements = ({ portal }: Scope): Promise<StatementCard[]> =>
  portal.sql<StatementCard>('recent_statements', `${CARD} order by s.id desc limit 30`);

/** @throws NotFound */
export async function statementCard({ portal }: Scope, id: number): Promise<StatementCard> {
  const [row] = await portal.sql<StatementCard>('statement_card', `${CARD} where s.id = $1::int`, [id]);
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

const ROW = `select b.id, b.statement_id as "statementId", ${STATE} as state, b.account, b.payer_account as "payerAccount", b.payer_name as "payerName",
    b.payer_inn as "payerInn", b.doc_number as "docNumber", b.received_on::text as "receivedOn", b.amount, b.purpose, b.key, b.attempt,
    b.foreign_by as "foreignBy", p.id as "paymentId", p.partner_id as "partnerId", r.name as "partnerName", p.registered_by as "registeredBy", p.source as first,
    coalesce((select string_agg(distinct i.number, ', ') from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id
      where s.partner_id = p.partner_id and s.payment_id = p.id), '') as invoices,
    case when b.agreed_for is not null then jsonb_build_object('for', b.agreed_for, 'from', b.agreed_from, 'by', b.agreed_by) end as agreed
  from ${JOINED} left join partners r on r.id = p.partner_id`;

/** All of a statement that are in these states, in the order of the file. */
export async function bankPayments(sql: Sql, statementId: number, states: readonly State[]): Promise<BankPayment[]> {
  const rows = await sql<BankPayment>(
    'bank_payments',
    `${ROW} where b.statement_id = $1::int and ${STATE} = any($2::text[]) order by b.id`,
    [statementId, states],
  );
  return rows.map((row) => ({ ...row, amount: kopecks(row.amount) }));
}

/** Some of those that wait, in the order of the file, behind `after`. */
export async function waitingPart(
  sql: Sql,
  statementId: number,
  { after, limit }: { after: number; limit: number },
): Promise<BankPayment[]> {
  const rows = await sql<BankPayment>(
    'bank_payments_waiting',
    `${ROW} where b.statement_id = $1::int and b.id > $2::int and ${STATE} = 'waiting' order by b.id limit $3::int`,
    [statementId, after, limit],
  );
  return rows.map((row) => ({ ...row, amount: kopecks(row.amount) }));
}

/** Some of those that are in this state. */
export async function decidedPart(
  sql: Sql,
  statementId: number,
  state: State,
  { limit, offset }: { limit: number; offset: number },
): Promise<BankPayment[]> {
  const rows = await sql<BankPayment>(
    'bank_payments_decided',
    `${ROW} where b.statement_id = $1::int and ${STATE} = $2 order by b.id limit $3::int offset $4::int`,
    [statementId, state, limit, offset],
  );
  return rows.map((row) => ({ ...row, amount: kopecks(row.amount) }));
}

/** These of a statement. */
export async function bankPaymentsOf(sql: Sql, statementId: number, ids: readonly number[]): Promise<BankPayment[]> {
  const rows = await sql<BankPayment>('bank_payments_of', `${ROW} where b.statement_id = $1::int and b.id = any($2::int[]) order by b.id`, [
    statementId,
    ids,
  ]);
  return rows.map((row) => ({ ...row, amount: kopecks(row.amount) }));
}

/** The key it will be recorded by: taken back, it has the next number. */
export const nextKey = ({ key, attempt }: Pick<BankPayment, 'key' | 'attempt'>): string => `${key}~${attempt + 1}`;

/** One of them. @throws NotFound for another statement's, or none */
export async function bankPayment(sql: Sql, statementId: number, id: number): Promise<BankPayment> {
  const [row] = await sql<BankPayment>('bank_payment', `${ROW} where b.statement_id = $1::int and b.id = $2::int`, [statementId, id]);
  if (!row) throw new NotFound();
  return { ...row, amount: kopecks(row.amount) };
}

/** Counts and sums of a statement's payments by state, kopecks. */
export async function stateTotals(sql: Sql, statementId: number): Promise<Map<State, { count: number; amount: Kopecks }>> {
  const rows = await sql<{ state: State; count: number; amount: bigint }>(
    'bank_payment_totals',
    `select state, count(*)::int as count, sum(amount)::bigint as amount from (select ${STATE} as state, b.amount from ${JOINED} where b.statement_id = $1::int) all_of_it group by state`,
    [statementId],
  );
  return new Map(rows.map(({ state, count, amount }) => [state, { count, amount: kopecks(amount) }]));
}

/** Our accounts: that of the requisites, and those that were added. */
export async function ourAccounts(sql: Sql): Promise<string[]> {
  const rows = await sql<{ account: string }>(
    'our_accounts',
    `select value #>> '{bank,account}' as account from settings where key = 'seller' union select account from own_accounts`,
  );
  return rows.map(({ account }) => account);
}
