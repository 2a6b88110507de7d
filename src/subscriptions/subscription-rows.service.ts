import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Part } from '#src/platform/gathering.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { StopCause } from './history/events.rules.ts';
import type { Managed, Subscription } from './manage/changes.rules.ts';
import type { SubscriptionStatus } from './subscriptions.rules.ts';

/** Id and number, drawn before the row is written. */
export interface SubscriptionKey {
  readonly id: number;
  readonly number: string;
}

export interface NewSubscription extends SubscriptionKey {
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

/** Adds a subscription: active when its order is carried out in this transaction (`activate`), else `pending`. */
export function addSubscription(tx: Tx, s: NewSubscription): Managed {
  const { offer, customer } = s;
  const { offerId, sku, productName, vendorName, unitPrice, vatRate, billingRule } = offer;
  const status: SubscriptionStatus = s.startedOn === null ? 'pending' : 'active';
  const { id, number, partnerId, contractId, seats, autoRenew, stopOn } = s;
  tx.gather<object>(ADDED, [
    {
      ...{ id, number, partner_id: partnerId, contract_id: contractId, customer_id: customer.id, offer_id: offerId, seats, status },
      ...{ unit_price: String(unitPrice), vat_rate: vatRate, billing_rule: billingRule, auto_renew: autoRenew, stop_on: stopOn, sku },
      ...{ product_name: productName, vendor_id: offer.vendorId, vendor_name: vendorName, started_on: s.startedOn },
      ...{ customer_name: customer.name, customer_inn: customer.inn, region_code: customer.regionCode },
    },
  ]);
  const own = { id, number, partnerId, contractId, customerId: customer.id, customerName: customer.name, seats, autoRenew, stopOn };
  const ofOffer = { offerId, sku, productName, vendorName, unitPrice, vatRate, billingRule };
  return { ...own, ...ofOffer, status, version: 1, periods: [], openFrom: null };
}

const ADDED: Part<object> = {
  name: 'subscriptions',
  text: (rows) =>
    `insert into subscriptions (id, number, partner_id, contract_id, customer_id, offer_id, seats, unit_price, vat_rate, billing_rule,
       auto_renew, stop_on, product_name, vendor_id, vendor_name, sku, customer_name, customer_inn, region_code, created_at, status, started_on)
     select id, number, partner_id, contract_id, customer_id, offer_id, seats, unit_price, vat_rate, billing_rule::billing_rule,
       auto_renew, stop_on, product_name, vendor_id, vendor_name, sku, customer_name, customer_inn, region_code, $1::timestamptz,
       status::subscription_status, started_on
     from jsonb_to_recordset(${rows}) as s(id int, number text, partner_id int, contract_id int, customer_id int, offer_id int, seats int,
       unit_price bigint, vat_rate int, billing_rule text, auto_renew bool, stop_on date, product_name text, vendor_id int, vendor_name text,
       sku text, customer_name text, customer_inn text, region_code text, status text, started_on date)`,
};

/** What can change of a subscription; a missing column stays as it is. */
export interface Changes {
  readonly status?: SubscriptionStatus;
  readonly seats?: number;
  readonly unitPrice?: bigint;
  readonly vatRate?: number | null;
  readonly autoRenew?: boolean;
  readonly startedOn?: Day;
  readonly stopOn?: Day | null;
  readonly stoppedAt?: Date | null;
  readonly stopCause?: StopCause | null;
  readonly suspendedAt?: Date | null;
  readonly cancelledAt?: Date;
}

/** Column of each, and its type. */
const COLUMNS: Readonly<Record<keyof Changes, readonly [column: string, type: string]>> = {
  status: ['status', 'text'],
  seats: ['seats', 'int'],
  unitPrice: ['unit_price', 'bigint'],
  vatRate: ['vat_rate', 'int'],
  autoRenew: ['auto_renew', 'bool'],
  startedOn: ['started_on', 'date'],
  stopOn: ['stop_on', 'date'],
  stoppedAt: ['stopped_at', 'timestamptz'],
  stopCause: ['stop_cause', 'text'],
  suspendedAt: ['suspended_at', 'timestamptz'],
  cancelledAt: ['cancelled_at', 'timestamptz'],
};

/** Types of the database's own. */
const ENUMS: Readonly<Record<string, string>> = { status: '::subscription_status', stopCause: '::stop_cause' };

/**
 * Writes columns of a subscription, only if it is still the version that was read; kopecks as text.
 * @throws Conflict when it is not, at the latest before the commit
 */
export function writeChanges(tx: Tx, s: Subscription, changes: Changes): void {
  const names = (Object.keys(COLUMNS) as (keyof Changes)[]).filter((name) => changes[name] !== undefined);
  const { unitPrice, ...others } = changes;
  tx.gather<object>(partOf(names), [
    { id: s.id, of_version: s.version, ...others, unitPrice: unitPrice === undefined ? undefined : String(unitPrice) },
  ]);
}

const parts = new Map<string, Part<object>>();

/** The update of these columns. */
function partOf(names: readonly (keyof Changes)[]): Part<object> {
  const name = `changed_${names.join('_')}`;
  const known = parts.get(name);
  if (known) return known;
  const sets = names.map((field) => `${COLUMNS[field][0]} = c."${field}"${ENUMS[field] ?? ''}`);
  const typed = names.map((field) => `"${field}" ${COLUMNS[field][1]}`);
  const part: Part<object> = {
    name,
    text: (rows) =>
      `update subscriptions s set version = s.version + 1, ${sets.join(', ')}
       from jsonb_to_recordset(${rows}) as c(id int, of_version int, ${typed.join(', ')}) where s.id = c.id and s.version = c.of_version returning s.id`,
    mustFind: true,
  };
  parts.set(name, part);
  return part;
}
