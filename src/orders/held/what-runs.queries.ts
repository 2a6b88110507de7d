import { available, type Credit } from '#src/credit/credit.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks, sum, zero } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';
import { allowancesEndedBy } from '#src/promises/allowances.queries.ts';
import { waitingOrders } from './waiting.queries.ts';
import { type DecidedWaiting, decideWaiting, lackOf, type Waiting, workedOut } from './waiting.rules.ts';

/** What an act is going to do to a partner's credit; what is left out stays as it is. */
export interface Easing {
  /** Kopecks by which the exposure falls: what a payment settles, without the advance that is left of it. */
  readonly freed?: Kopecks;
  /** Kopecks that come in, the advance too: what was added to the limit for a promise that is kept so ends before anything is decided. */
  readonly received?: Kopecks;
  /** The limit it will be, kopecks. */
  readonly limit?: Kopecks;
  /** Holds that the act lifts. */
  readonly liftedHoldIds?: readonly number[];
  /** Invoices that the act pays in full: their holds `overdue` go by themselves. */
  readonly paidInvoiceIds?: readonly number[];
  /** Numbers of held orders that are cancelled with the act. */
  readonly dropped?: readonly string[];
  /** Number of the held order that the act carries out whatever the limit. */
  readonly released?: string;
}

/** A held order as it would come out of the act. */
export interface OutlookOrder {
  readonly placed: Waiting;
  /** Kopecks it would add now; null while it can't be carried out. */
  readonly cost: Kopecks | null;
  readonly verdict: DecidedWaiting['verdict'];
  /** Kopecks it lacks of the limit once the others have run; null where it is not the limit it waits for. */
  readonly lack: Kopecks | null;
}

/** What an act would let run and what it would leave waiting, in the order of their turn; sums in kopecks. */
export interface WaitingOutlook {
  readonly runs: readonly OutlookOrder[];
  readonly waits: readonly OutlookOrder[];
  /** Those cancelled with the act, at what they would have added. */
  readonly dropped: readonly OutlookOrder[];
  /** The one carried out whatever the limit; null where there is none, or it can't be. */
  readonly released: OutlookOrder | null;
  readonly runsCost: Kopecks;
  /** What is left of the limit after all of it; negative when the exposure is over the limit. */
  readonly availableAfter: Kopecks;
}

/**
 * What will run when a partner's credit is eased so, before it is done: for the forms that lift a hold, record a payment, change a
 * limit or release one order (product rule §7). It decides by the same function as the act, only reads, locks nothing and draws no number.
 * Example, a payment form: `whatWillRun(scope, partnerId, { freed: settledNow, paidInvoiceIds })`; show it with `runsBlock`
 * (`runs.parts.ts`, view `orders/runs`), and hand `drop` and `seen` of the form to `agreeToRun` in the command of the act.
 * What the form has ticked comes back as `dropped`, so that whatever fits in its place is seen too.
 * @throws NotFound when there is no such partner
 */
export function whatWillRun({ portal }: Scope, partnerId: number, easing: Easing): Promise<WaitingOutlook> {
  return outlookOf(portal.sql, portal.clock.today(), partnerId, easing);
}

/** The same inside a transaction, as of its day. @throws NotFound */
export async function outlookOf(sql: Sql, today: Day, partnerId: number, easing: Easing): Promise<WaitingOutlook> {
  const [now, waiting] = [await creditOf(sql, partnerId), await waitingOrders(sql, [partnerId])];
  const paid = await holdsOfInvoices(sql, partnerId, easing.paidInvoiceIds ?? []);
  const ended = easing.received ? await allowancesEndedBy(sql, partnerId, easing.received) : zero;
  const credit = eased({ ...now, limit: kopecks(now.limit - ended) }, easing, new Set([...(easing.liftedHoldIds ?? []), ...paid]));
  const placed = waiting.get(partnerId) ?? [];
  const isDropped = ({ number }: Waiting) => easing.dropped?.includes(number) ?? false;
  const decided = decideWaiting(
    credit,
    placed.filter((one) => !isDropped(one)),
    today,
    easing.released,
  );
  const isDone = ({ verdict }: DecidedWaiting) => verdict.status === 'done';
  const [released] = decided.filter((one) => isDone(one) && one.placed.number === easing.released);
  const runs = decided.filter((one) => isDone(one) && one !== released);
  const runsCost = sum(...runs.map(({ cost }) => cost ?? 0n));
  const after = { ...credit, exposure: kopecks(credit.exposure + (released?.cost ?? 0n) + runsCost) };
  const row = ({ placed, cost, verdict }: DecidedWaiting): OutlookOrder => {
    const waitsForLimit = verdict.status === 'held' && verdict.reason === 'credit_limit' && cost !== null;
    return { placed, cost, verdict, lack: waitsForLimit ? lackOf(after, cost) : null };
  };
  return {
    runs: runs.map(row),
    waits: decided.filter((one) => !isDone(one)).map(row),
    dropped: placed.filter(isDropped).map((one) => droppedRow(one, today)),
    released: released ? row(released) : null,
    runsCost,
    availableAfter: available(after),
  };
}

function droppedRow(placed: Waiting, today: Day): OutlookOrder {
  return { placed, cost: workedOut(placed, today).change.delta, verdict: { status: 'done' }, lack: null };
}

/** The numbers a page offers to drop: what would run, and what is dropped already. A person has seen them all. */
export const offeredIn = ({ runs, dropped }: WaitingOutlook): string[] => [...runs, ...dropped].map(({ placed }) => placed.number);

function eased(credit: Credit, { freed, limit }: Easing, lifted: ReadonlySet<number>): Credit {
  return {
    ...credit,
    limit: limit ?? credit.limit,
    exposure: kopecks(credit.exposure - (credit.isByAxapta ? 0n : (freed ?? 0n))),
    holds: credit.holds.filter(({ id }) => !lifted.has(id)),
  };
}

async function holdsOfInvoices(sql: Sql, partnerId: number, invoiceIds: readonly number[]): Promise<number[]> {
  if (invoiceIds.length === 0) return [];
  const rows = await sql<{ id: number }>(
    'holds_of_invoices',
    `select id from holds where partner_id = $1 and reason = 'overdue' and lifted_at is null and invoice_id = any($2::int[])`,
    [partnerId, invoiceIds],
  );
  return rows.map(({ id }) => id);
}
