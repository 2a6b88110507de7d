import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Portal } from '#src/platform/scope.ts';
import { type Review, reviewOf } from './review.queries.ts';

/** So long a sorting is shown again while nothing it depends on has changed. */
const FRESH_MS = 60_000;

interface Kept {
  readonly statementId: number;
  readonly key: string;
  readonly review: Review;
}

/** The last sorting of each portal: page after page of one statement is not sorted anew. */
const last = new WeakMap<Portal, Kept>();

/**
 * Sorts what waits of a statement, for its pages; the last sorting is shown again while payments, invoices and the statement stand as they did.
 * What is confirmed is sorted anew, and refused where that is not what was shown. @param state of the statement's own payments
 */
export async function recentReview(portal: Portal, statementId: number, today: Day, state: unknown): Promise<Review> {
  const key = JSON.stringify([today, state, await stand(portal.sql)]);
  const kept = last.get(portal);
  if (kept?.statementId === statementId && kept.key === key) return kept.review;
  const review = await reviewOf(portal.sql, statementId, today);
  const own: Kept = { statementId, key, review };
  last.set(portal, own);
  setTimeout(() => {
    if (last.get(portal) === own) last.delete(portal);
  }, FRESH_MS).unref();
  return review;
}

/** Changes with every payment, settlement, invoice and account that tells a payer. */
async function stand(sql: Sql): Promise<string> {
  const [row] = await sql<{ stand: string }>(
    'review_stand',
    `select concat_ws('|', (select max(id) from settlements), (select max(id) from payments), (select max(id) from payment_doors),
       (select max(id) from invoices), (select max(id) from contracts), (select count(*) from payer_accounts), (select max(id) from partners)) as stand`,
  );
  return row?.stand ?? '';
}
