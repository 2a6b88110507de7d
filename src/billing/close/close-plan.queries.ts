import type { HeldReason } from '#src/credit/credit.rules.ts';
import { moscowDay } from '#src/lib/days.ts';
import { type Kopecks, kopecks, zero } from '#src/lib/money.ts';
import { type PlannedRenewals, planRenewals } from '#src/orders/renewals/renewals.service.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { endChange, stopDateChange } from '#src/subscriptions/manage/changes.rules.ts';
import { managedById } from '#src/subscriptions/manage/managed.queries.ts';
import { changedSince } from '#src/subscriptions/service/month-end.queries.ts';
import { type CloseDays, closesAt } from './close.rules.ts';
import { type CloseCheck, faultyPartners } from './close-checks.queries.ts';
import { endOf, isRunningOn, type StopsDue, stopsDue } from './stops-due.queries.ts';

/** What a month's close would come to at a partner; sums in kopecks. */
export interface PlannedClose {
  readonly partnerId: number;
  readonly name: string;
  readonly inn: string;
  readonly gross: Kopecks;
  readonly invoices: number;
  readonly stopped: number;
  readonly renewed: number;
  readonly held: number;
  /** Why some renewals are held. */
  readonly reason: HeldReason | null;
  /** Why it can't be closed, and by which check. */
  readonly fault: string | null;
  readonly check: CloseCheck | null;
}

/**
 * The close of these partners as it would be at its time, by what the close itself asks: the same checks, stops and verdicts, in
 * statements by set. It reads only and locks nothing. Partners the month is closed for are left out.
 * @param now before the month's last evening it is worked out as of the close
 * @param isDespiteFaults also what can't be closed is worked out, as if its check were passed
 */
export async function planClose(
  sql: Sql,
  now: Date,
  days: CloseDays,
  partnerIds: readonly number[],
  isDespiteFaults = false,
): Promise<PlannedClose[]> {
  const at = { sql, now: now < closesAt(days.month) ? closesAt(days.month) : now };
  const open = await openPartners(sql, days, partnerIds);
  const ids = open.map(({ partnerId }) => partnerId);
  const faulty = new Map((await faultyPartners({ sql, today: moscowDay(at.now) }, days, ids)).map((one) => [one.partnerId, one]));
  const good = ids.filter((id) => isDespiteFaults || !faulty.has(id));
  const changed = await changedSince(at, good, days.next);
  const ends = await endsOf(sql, moscowDay(at.now), days, await stopsDue(sql, days, good, changed));
  const renewals = await planRenewals(sql, { partnerIds: good, month: days.next }, { changed, cuts: sumsOf(ends.cuts) });
  const invoices = await invoicesOf(sql, days, good, ends.cuts);
  const renewalsOf = new Map(renewals.map((one) => [one.partnerId, one]));
  return open.map((partner): PlannedClose => {
    const { partnerId } = partner;
    const { renewed, held, reason }: Omit<PlannedRenewals, 'partnerId'> = renewalsOf.get(partnerId) ?? {
      renewed: 0,
      held: 0,
      reason: null,
    };
    const { fault = null, check = null } = faulty.get(partnerId) ?? {};
    const invoiced = invoices.get(partnerId) ?? { gross: zero, invoices: 0 };
    return { ...partner, ...invoiced, stopped: ends.stopped.get(partnerId) ?? 0, renewed, held, reason, fault, check };
  });
}

function openPartners(sql: Sql, days: CloseDays, partnerIds: readonly number[]) {
  return sql<Pick<PlannedClose, 'partnerId' | 'name' | 'inn'>>(
    'plan_partners',
    `select id as "partnerId", name, inn from partners
      where id = any($1::int[]) and coalesce(open_from, '-infinity'::date) <= $2::date order by name, id`,
    [partnerIds, days.first],
  );
}

/** A charge cut back by an end of service that comes late, kopecks. */
interface Cut {
  readonly partnerId: number;
  readonly contractId: number;
  readonly sum: Kopecks;
}

interface Ends {
  readonly stopped: ReadonlyMap<number, number>;
  readonly cuts: readonly Cut[];
}

async function endsOf(sql: Sql, today: ReturnType<typeof moscowDay>, days: CloseDays, { whole, odd }: StopsDue): Promise<Ends> {
  const stopped = new Map<number, number>();
  const add = (partnerId: number) => stopped.set(partnerId, (stopped.get(partnerId) ?? 0) + 1);
  for (const { partnerId } of whole) add(partnerId);
  const cuts: Cut[] = [];
  for (const { partnerId, id, stopOn } of odd) {
    const s = await managedById(sql, partnerId, id);
    if (!s) continue;
    const { lastDay } = endOf(stopOn, days);
    if (isRunningOn(s, days)) add(partnerId);
    const change = (isRunningOn(s, days) ? stopDateChange : endChange)(s, today, lastDay);
    if (change.delta !== 0n) cuts.push({ partnerId, contractId: s.contractId, sum: kopecks(-change.delta) });
  }
  return { stopped, cuts };
}

function sumsOf(cuts: readonly Cut[]): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { partnerId, sum } of cuts) sums.set(partnerId, (sums.get(partnerId) ?? 0n) + sum);
  return sums;
}

/** The invoices there will be, after the cuts: one per contract with something to bill. */
async function invoicesOf(sql: Sql, days: CloseDays, partnerIds: readonly number[], cuts: readonly Cut[]) {
  const charged = await sql<{ partnerId: number; contractId: number; gross: bigint }>(
    'plan_invoices',
    `select partner_id as "partnerId", contract_id as "contractId", sum(charge)::bigint as gross
       from service_periods where partner_id = any($1::int[]) and from_on >= $2::date and from_on < $3::date group by 1, 2`,
    [partnerIds, days.first, days.next],
  );
  const invoices = new Map<number, { gross: Kopecks; invoices: number }>();
  for (const { partnerId, contractId, gross } of charged) {
    const cut = cuts.filter((one) => one.partnerId === partnerId && one.contractId === contractId);
    const rest = cut.reduce((left, { sum }) => left - sum, gross);
    const before = invoices.get(partnerId) ?? { gross: zero, invoices: 0 };
    if (rest > 0n) invoices.set(partnerId, { gross: kopecks(before.gross + rest), invoices: before.invoices + 1 });
  }
  return invoices;
}
