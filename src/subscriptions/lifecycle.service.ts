import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks, zero } from '#src/lib/money.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type Managed, stopOnGoneBy } from './changes.rules.ts';
import { fullMonthCharge } from './charge.rules.ts';
import { type StopCause, stoppedEvent, suspendedEvent } from './events.rules.ts';
import { type NewEvent, type Particulars, recordEvent } from './history.service.ts';
import type { PeriodChange } from './period.rules.ts';
import { writePeriods } from './periods.service.ts';
import { type Move, type SubscriptionStatus, statusAfter } from './subscriptions.rules.ts';

export interface NewSubscription {
  readonly partnerId: number;
  readonly contractId: number;
  readonly customer: { readonly id: number; readonly name: string; readonly inn: string; readonly regionCode: string };
  readonly offer: Offer;
  readonly seats: number;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
  /** First day of service when its order is carried out at once; null while it has to wait. */
  readonly startedOn: Day | null;
}

/** Adds a subscription with a number of its own: active when its order is carried out in this transaction (`activate`), else `pending`. */
export async function addSubscription(tx: Tx, s: NewSubscription): Promise<Managed> {
  const { offer, customer } = s;
  const { offerId, sku, productName, vendorName, unitPrice, vatRate, billingRule } = offer;
  const status: SubscriptionStatus = s.startedOn === null ? 'pending' : 'active';
  const [row] = await tx.sql<{ id: number; number: string }>(
    'add_subscription',
    `insert into subscriptions (number, partner_id, contract_id, customer_id, offer_id, seats, unit_price, vat_rate, billing_rule,
       auto_renew, stop_on, product_name, vendor_id, vendor_name, sku, customer_name, customer_inn, region_code, created_at, status, started_on)
     values ('S-' || nextval('subscription_numbers'), $1, $2, $3, $4, $5, $6::bigint, $7::int, $8::billing_rule,
       $9, $10::date, $11, $12, $13, $14, $15, $16, $17, $18::timestamptz, $19::subscription_status, $20::date)
     returning id, number`,
    [
      ...[s.partnerId, s.contractId, customer.id, offerId, s.seats, unitPrice, vatRate, billingRule, s.autoRenew, s.stopOn],
      ...[productName, offer.vendorId, vendorName, sku, customer.name, customer.inn, customer.regionCode, tx.now],
      ...[status, s.startedOn],
    ],
  );
  if (!row) throw new Error('no subscription was written');
  const { partnerId, contractId, seats, autoRenew, stopOn } = s;
  const own = { partnerId, contractId, customerId: customer.id, customerName: customer.name, seats, autoRenew, stopOn };
  const ofOffer = { offerId, sku, productName, vendorName, unitPrice, vatRate, billingRule };
  return { ...row, ...own, ...ofOffer, status, version: 1, periods: [], openFrom: null };
}

export interface Cause {
  readonly orderId?: number | null;
  readonly comment?: string | null | undefined;
}

/** What is charged from now on. */
export interface Terms {
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
}

/**
 * The order of a new subscription was carried out: its first periods, the state (unless it was added with it), the journal row.
 * A stop date that went by while the order waited is forgotten.
 */
export async function activate(tx: Tx, s: Managed, change: PeriodChange, orderId: number): Promise<void> {
  const goneBy = stopOnGoneBy(s, tx.today);
  if (s.status !== 'active')
    await move(tx, s, 'activate', { startedOn: change.periods[0]?.from ?? tx.today, ...(goneBy ? { stopOn: null } : {}) });
  writePeriods(tx, s, change);
  const before: Particulars = goneBy ? { status: 'pending', stopOn: goneBy } : { status: 'pending' };
  const now: Particulars = { status: 'active', seats: s.seats };
  const after: Particulars = goneBy ? { ...now, stopOn: null } : now;
  record(tx, s, { action: 'activated', before, after, monthDelta: change.delta, fullMonthDelta: fullMonthCharge(s), orderId });
}

/** «Старт»: service from today at the terms of its order; a stop date gone by is forgotten. */
export async function start(tx: Tx, s: Managed, terms: Terms, change: PeriodChange, cause: Cause): Promise<void> {
  const goneBy = stopOnGoneBy(s, tx.today);
  await move(tx, s, 'start', { stoppedAt: null, stopCause: null, ...(goneBy ? { stopOn: null } : {}) }, terms);
  writePeriods(tx, s, change);
  const before: Particulars = goneBy ? { status: s.status, stopOn: goneBy } : { status: s.status };
  const now: Particulars = { status: 'active', seats: terms.seats, unitPrice: String(terms.unitPrice) };
  const after: Particulars = goneBy ? { ...now, stopOn: null } : now;
  record(tx, s, { action: 'started', before, after, monthDelta: change.delta, fullMonthDelta: fullMonthCharge(terms), ...cause });
}

/**
 * «Стоп», a stop date that came, or auto-renewal off at the month's end. Settings stay as they are.
 * `lastDay` goes into the journal where it is not the day of the stop.
 */
export async function stop(
  tx: Tx,
  s: Managed,
  stopCause: StopCause,
  change: PeriodChange,
  cause: Cause & { readonly lastDay?: Day },
): Promise<void> {
  const { lastDay, ...why } = cause;
  await move(tx, s, 'stop', { stoppedAt: tx.now, stopCause, suspendedAt: null });
  writePeriods(tx, s, change);
  recordEvent(tx, { ...stoppedEvent(s, { cause: stopCause, monthDelta: change.delta, lastDay }), ...why });
}

/** Its renewal is held. */
export async function suspend(tx: Tx, s: Managed, orderId: number): Promise<void> {
  await move(tx, s, 'suspend', { suspendedAt: tx.now });
  recordEvent(tx, suspendedEvent(s, orderId));
}

/** The month close renewed it: the next month's period at the price valid then. One stopped since, before a late close, stays stopped. */
export async function renew(tx: Tx, s: Managed, terms: Terms, change: PeriodChange, month: Day): Promise<void> {
  const isRepriced = s.unitPrice !== terms.unitPrice || s.vatRate !== terms.vatRate;
  if (isRepriced) await write(tx, s, { unitPrice: terms.unitPrice, vatRate: terms.vatRate });
  writePeriods(tx, s, change);
  const after = { unitPrice: String(terms.unitPrice), period: month };
  const fullMonthDelta = kopecks(s.status === 'active' ? fullMonthCharge(terms) - fullMonthCharge(s) : 0n);
  record(tx, s, { action: 'renewed', before: { unitPrice: String(s.unitPrice) }, after, monthDelta: change.delta, fullMonthDelta });
}

/**
 * A late close renewed it for a month, and it was begun again since: the terms of that start stay, the row tells the price of the
 * month in kopecks.
 */
export async function renewBegunAgain(tx: Tx, s: Managed, monthPrice: bigint, change: PeriodChange, month: Day): Promise<void> {
  writePeriods(tx, s, change);
  const after = { monthPrice: String(monthPrice), period: month };
  record(tx, s, { action: 'renewed', before: {}, after, monthDelta: change.delta, fullMonthDelta: zero });
}

/** Its held renewal was released: service from today. */
export async function resume(tx: Tx, s: Managed, terms: Terms, change: PeriodChange, orderId: number): Promise<void> {
  await move(tx, s, 'resume', { suspendedAt: null }, terms);
  writePeriods(tx, s, change);
  const after = { status: 'active', seats: terms.seats, unitPrice: String(terms.unitPrice) };
  const before = { status: s.status, unitPrice: String(s.unitPrice) };
  record(tx, s, { action: 'resumed', before, after, monthDelta: change.delta, fullMonthDelta: fullMonthCharge(terms), orderId });
}

/** Its order was cancelled or rejected before it ever ran. */
export async function cancelPending(tx: Tx, s: Managed, orderId: number): Promise<void> {
  await move(tx, s, 'cancel', { cancelledAt: tx.now });
  const after = { status: 'cancelled' };
  record(tx, s, { action: 'cancelled', before: { status: s.status }, after, monthDelta: zero, fullMonthDelta: zero, orderId });
}

/** Columns a move may write besides the state and the terms; a missing one stays as it is. */
interface Marks {
  readonly startedOn?: Day;
  readonly stopOn?: null;
  readonly stoppedAt?: Date | null;
  readonly stopCause?: StopCause | null;
  readonly suspendedAt?: Date | null;
  readonly cancelledAt?: Date;
}

type Changes = Marks & Partial<Terms> & { readonly status?: SubscriptionStatus };

/** Column and type of what can change. */
const columns: Readonly<Record<keyof Changes, readonly [column: string, type: string]>> = {
  status: ['status', 'subscription_status'],
  seats: ['seats', 'int'],
  unitPrice: ['unit_price', 'bigint'],
  vatRate: ['vat_rate', 'int'],
  startedOn: ['started_on', 'date'],
  stopOn: ['stop_on', 'date'],
  stoppedAt: ['stopped_at', 'timestamptz'],
  stopCause: ['stop_cause', 'stop_cause'],
  suspendedAt: ['suspended_at', 'timestamptz'],
  cancelledAt: ['cancelled_at', 'timestamptz'],
};

/** Names of statements have room for 63 signs: columns stand in them by their places. */
const order = Object.keys(columns);

/**
 * Moves the state by the table, only from the state and version the caller saw.
 * @throws Conflict when somebody was faster.
 */
async function move(tx: Tx, s: Managed, by: Move, marks: Marks, { seats, unitPrice, vatRate }: Terms = s): Promise<void> {
  await write(tx, s, { status: statusAfter(s.status, by), seats, unitPrice, vatRate, ...marks });
}

/** Writes columns of a subscription, only if it is still the version that was read. @throws Conflict */
async function write(tx: Tx, s: Managed, changes: Changes): Promise<void> {
  const names = Object.keys(changes) as (keyof Changes)[];
  const sets = names.map((name, at) => `${columns[name][0]} = $${at + 3}::${columns[name][1]}`);
  const written = await tx.sql(
    `change_subscription.${names.map((name) => order.indexOf(name)).join('.')}`,
    `update subscriptions set version = version + 1, ${sets.join(', ')} where id = $1 and version = $2 returning id`,
    [s.id, s.version, ...names.map((name) => changes[name])],
  );
  if (written.length === 0) throw new Conflict();
}

function record(tx: Tx, s: Managed, event: Omit<NewEvent, 'subscriptionId' | 'partnerId'>): void {
  recordEvent(tx, { subscriptionId: s.id, partnerId: s.partnerId, ...event });
}
