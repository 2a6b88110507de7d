import { type Credit, decideCost, type HeldReason } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { managedById } from '#src/subscriptions/manage/managed.queries.ts';
import type { AtMonthEnd } from '#src/subscriptions/service/month-end.queries.ts';
import { isToRenew, lateRenewal } from './late-renewals.service.ts';
import { creditFor, creditsAtClose, type Due, parameters, refused, sumsDue } from './renewals-due.queries.ts';

/** What a close will make of a partner's renewals. */
export interface PlannedRenewals {
  readonly partnerId: number;
  readonly renewed: number;
  readonly held: number;
  /** Why some are held. */
  readonly reason: HeldReason | null;
}

/** What the close has done before it renews: those changed since a month that is closed late, and charges cut back, kopecks. */
interface Before {
  readonly changed: readonly AtMonthEnd[];
  readonly cuts: ReadonlyMap<number, bigint>;
}

/**
 * `renewAll` without writing: the same renewals, decided by the same rules in the same order. Reads only, and locks nothing.
 */
export async function planRenewals(sql: Sql, due: Due, { changed, cuts }: Before): Promise<PlannedRenewals[]> {
  const credits = await lowered(sql, due, cuts);
  const values = parameters(
    due,
    changed.map(({ id }) => id),
  );
  const sums = await sumsDue(sql, values);
  const plans = new Map(sums.map(({ partnerId, count }) => [partnerId, { renewed: count, held: 0, reason: null as HeldReason | null }]));
  const held = await refused(sql, values, sums, credits);
  for (const { partnerId, cost } of sums) take(credits, partnerId, cost);
  for (const { partnerId, reason, charge } of held) {
    const plan = plans.get(partnerId);
    if (!plan) continue;
    plans.set(partnerId, { renewed: plan.renewed - 1, held: plan.held + 1, reason });
    take(credits, partnerId, -charge);
  }
  for (const then of changed.filter((one) => isToRenew(one, due.month))) await planLate(sql, then, due.month, credits, plans);
  return [...plans].map(([partnerId, plan]) => ({ partnerId, ...plan }));
}

type Plans = Map<number, { renewed: number; held: number; reason: HeldReason | null }>;

async function planLate(sql: Sql, then: AtMonthEnd, month: Day, credits: Map<number, Credit>, plans: Plans): Promise<void> {
  const s = await managedById(sql, then.partnerId, then.id);
  const late = s && (await lateRenewal(sql, s, then, month));
  if (!late) return;
  const plan = plans.get(then.partnerId) ?? { renewed: 0, held: 0, reason: null };
  const verdict = decideCost(creditFor(credits, then.partnerId), late.change.delta);
  if (verdict.status === 'done') {
    plans.set(then.partnerId, { ...plan, renewed: plan.renewed + 1 });
    take(credits, then.partnerId, late.change.delta);
  } else if (late.mayWait) plans.set(then.partnerId, { ...plan, held: plan.held + 1, reason: verdict.reason });
}

function take(credits: Map<number, Credit>, partnerId: number, cost: bigint): void {
  const credit = creditFor(credits, partnerId);
  credits.set(partnerId, { ...credit, exposure: kopecks(credit.exposure + cost) });
}

/** The credit of the close after the cuts; money paid in advance makes no room for what is charged from the new month on. */
async function lowered(sql: Sql, { partnerIds, month }: Due, cuts: ReadonlyMap<number, bigint>): Promise<Map<number, Credit>> {
  const credits = await creditsAtClose(sql, partnerIds, month);
  if (cuts.size === 0) return credits;
  const begun = await sql<{ partnerId: number; sum: bigint }>(
    'charges_begun',
    `select partner_id as "partnerId", sum(charge)::bigint as sum from service_periods where partner_id = any($1::int[]) and from_on >= $2::date group by 1`,
    [[...cuts.keys()], month],
  );
  const least = new Map(begun.map(({ partnerId, sum }) => [partnerId, sum]));
  for (const [partnerId, cut] of cuts) {
    const credit = creditFor(credits, partnerId);
    const [exposure, floor] = [credit.exposure - cut, least.get(partnerId) ?? 0n];
    credits.set(partnerId, { ...credit, exposure: kopecks(exposure < floor ? floor : exposure) });
  }
  return credits;
}
