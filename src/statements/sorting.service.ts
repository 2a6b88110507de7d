import type { Day } from '#src/lib/days.ts';
import { kopecks, zero } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { lendSql } from '#src/platform/workers/lent-sql.ts';
import { type Counted, type ShownTotals, shownTotals, waitingIn } from './review.queries.ts';
import { MANY } from './sorting.rules.ts';
import { sortedRows, statementSorting } from './sorting.work.ts';
import { JOINED, type KeptTotals, STATE, type StatementCard, statementCard } from './statements.queries.ts';
import { type SureTotals, sureTotals } from './sure-outlook.queries.ts';

const SORTING_MS = 60_000;
/** So long the sorting of a large statement is shown although something has changed: elsewhere in the portal money comes all day. */
const RECENT_MS = 60_000;

/** A statement as its page shows it. */
export interface SortedView {
  readonly card: StatementCard;
  readonly totals: ShownTotals;
  /** Of the sure ones; null where they have to be counted anew. */
  readonly sure: SureTotals | null;
  /** A job is going to sort it anew. */
  readonly isComing: boolean;
}

/**
 * A statement sorted as things are now: a small one at once, a large one by a job. While agreed payments are recorded the sorting stays as
 * it is, as each of them would change it. @throws NotFound
 */
export async function sortedView(scope: Scope, id: number): Promise<SortedView> {
  const { portal } = scope;
  const card = await statementCard(scope, id);
  if (card.sortedAsOf === (await standing(portal.sql, id, portal.clock.today()))) return keptView(card);
  const totals = await shownTotals(portal.sql, id);
  const older: SortedView = { card, totals, sure: null, isComing: false };
  if (totals.has('agreed') && card.sortedAt) return older;
  if (waitingIn(totals) <= MANY) {
    await sortAnew(portal, id, scope.requestId);
    return keptView(await statementCard(scope, id));
  }
  if (card.sortedAt && portal.clock.now().getTime() - card.sortedAt.getTime() < RECENT_MS) return older;
  await command(systemScope(portal, scope.requestId), { action: 'statement.sort' }, (tx) =>
    tx.enqueue('sort-statement', { statementId: id }, { singletonKey: String(id) }),
  );
  return { ...older, isComing: true };
}

function keptView(card: StatementCard): SortedView {
  const { totals: kept = [], partners = 0, seen = '' } = card.sortedTotals ?? {};
  const totals: ShownTotals = new Map(kept.map(([show, count, amount]) => [show as Counted, { count, amount: kopecks(BigInt(amount)) }]));
  const [sure, known] = [totals.get('sure'), totals.get('known')];
  return {
    ...{ card, totals, isComing: false },
    sure: { sure: sure?.count ?? 0, known: known?.count ?? 0, amount: sure?.amount ?? zero, partners, seen },
  };
}

/** Sorts what waits of a statement, and keeps that; nothing where things stand as they did. Safe to repeat. */
export async function sortAnew(portal: Portal, statementId: number, requestId: string): Promise<void> {
  await command(systemScope(portal, requestId), { action: 'statement.sort', limitMs: SORTING_MS }, (tx) => sortIn(tx, statementId));
}

/** The same inside of a command. */
export async function sortIn(tx: Tx, statementId: number): Promise<void> {
  const asOf = await standing(tx.sql, statementId, tx.today);
  const statement = await tx.db.statement.findUnique({ where: { id: statementId }, select: { sortedAsOf: true } });
  if (!statement || statement.sortedAsOf === asOf) return;
  const isLarge = waitingIn(await shownTotals(tx.sql, statementId)) > MANY;
  const parts = isLarge ? await inThread(tx, statementId) : await sortedRows(tx.sql, statementId, tx.today);
  for (const part of parts)
    await tx.sql(
      'sorted_payments_keep',
      `insert into sorted_payments (id, statement_id, kind, payer_id, invoice_ids, shares, evidence, known_as)
       select n.id, $1::int, n.kind, n.payer_id, n.invoice_ids, n.shares, n.evidence, n.known_as
       from jsonb_to_recordset($2::jsonb) as n(id int, kind text, payer_id int, invoice_ids int[], shares bigint[], evidence text[], known_as int)
       on conflict (id) do update set kind = excluded.kind, payer_id = excluded.payer_id, invoice_ids = excluded.invoice_ids,
         shares = excluded.shares, evidence = excluded.evidence, known_as = excluded.known_as
       where (sorted_payments.kind, sorted_payments.payer_id, sorted_payments.invoice_ids, sorted_payments.shares, sorted_payments.evidence,
         sorted_payments.known_as) is distinct from (excluded.kind, excluded.payer_id, excluded.invoice_ids, excluded.shares, excluded.evidence,
         excluded.known_as)`,
      [statementId, part],
    );
  await tx.sql(
    'sorted_payments_forget',
    `delete from sorted_payments where statement_id = $1::int
       and id in (select b.id from ${JOINED} where b.statement_id = $1::int and ${STATE} <> 'waiting')`,
    [statementId],
  );
  await tx.sql(
    'statement_sorted',
    'update statements set sorted_as_of = $2, sorted_at = $3::timestamptz, sorted_totals = $4::jsonb where id = $1::int',
    [statementId, asOf, tx.now, await countedNow(tx.sql, statementId)],
  );
}

async function countedNow(sql: Sql, statementId: number): Promise<KeptTotals> {
  const { partners, seen } = await sureTotals(sql, statementId);
  const totals = await shownTotals(sql, statementId);
  return { totals: [...totals].map(([show, { count, amount }]) => [show, count, String(amount)]), partners, seen };
}

async function inThread(tx: Tx, statementId: number): Promise<string[]> {
  const lent = lendSql(tx.sql);
  try {
    return await tx.scope.portal.workers.do(statementSorting, lent.port, statementId, tx.today);
  } catch (error) {
    throw lent.fault() ?? error;
  } finally {
    lent.close();
  }
}

/** Changes with every payment, settlement, invoice, contract and account that tells a payer, and with what became of the statement's own. */
async function standing(sql: Sql, statementId: number, today: Day): Promise<string> {
  const [row] = await sql<{ stand: string }>(
    'review_stand',
    `select concat_ws('|', $2::text, (select max(id) from settlements), (select max(id) from payments), (select max(id) from payment_doors),
       (select max(id) from invoices), (select max(id) from contracts), (select count(*) from payer_accounts), (select max(id) from partners),
       (select concat_ws(':', coalesce(sum(hashint4(id)::bigint) filter (where foreign_at is not null), 0),
          coalesce(sum(hashint4(id)::bigint) filter (where agreed_for is not null), 0), sum(attempt)) from bank_payments where statement_id = $1::int)) as stand`,
    [statementId, today],
  );
  return row?.stand ?? '';
}
