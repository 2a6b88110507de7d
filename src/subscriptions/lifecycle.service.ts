import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { fullMonthCharge } from './charge.rules.ts';
import { recordEvent } from './history.service.ts';
import type { PeriodChange } from './period.rules.ts';
import { writePeriods } from './periods.service.ts';

export interface NewSubscription {
  readonly partnerId: number;
  readonly contractId: number;
  readonly customer: { readonly id: number; readonly name: string; readonly inn: string; readonly regionCode: string };
  readonly offer: Offer;
  readonly seats: number;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
}

/** Adds a subscription that waits for its order (`pending`), with a number of its own. */
export async function addSubscription(tx: Tx, s: NewSubscription): Promise<{ id: number; number: string }> {
  const [row] = await tx.sql<{ id: number; number: string }>(
    'add_subscription',
    `insert into subscriptions (number, partner_id, contract_id, customer_id, offer_id, status, seats, unit_price, vat_rate, billing_rule,
       auto_renew, stop_on, product_name, vendor_id, vendor_name, sku, customer_name, customer_inn, region_code, created_at)
     values ('S-' || nextval('subscription_numbers'), $1, $2, $3, $4, 'pending', $5, $6::bigint, $7::int, $8::billing_rule,
       $9, $10::date, $11, $12, $13, $14, $15, $16, $17, $18::timestamptz)
     returning id, number`,
    [
      s.partnerId,
      s.contractId,
      s.customer.id,
      s.offer.offerId,
      s.seats,
      s.offer.unitPrice,
      s.offer.vatRate,
      s.offer.billingRule,
      s.autoRenew,
      s.stopOn,
      s.offer.productName,
      s.offer.vendorId,
      s.offer.vendorName,
      s.offer.sku,
      s.customer.name,
      s.customer.inn,
      s.customer.regionCode,
      tx.now,
    ],
  );
  if (!row) throw new Error('no subscription was written');
  return row;
}

export interface PendingSubscription {
  readonly id: number;
  readonly partnerId: number;
  readonly contractId: number;
  readonly seats: number;
  readonly unitPrice: Kopecks;
}

/**
 * Starts a pending subscription: its first periods, the state, the journal row.
 * @throws Conflict when it is not pending any more.
 */
export async function activate(tx: Tx, s: PendingSubscription, change: PeriodChange, orderId: number): Promise<void> {
  const started = await tx.sql<{ id: number }>(
    'activate_subscription',
    `update subscriptions set status = 'active', started_on = $3::date, version = version + 1
     where id = $1 and partner_id = $2 and status = 'pending' returning id`,
    [s.id, s.partnerId, change.periods[0]?.from ?? tx.today],
  );
  if (started.length === 0) throw new Conflict();
  await writePeriods(tx, { subscriptionId: s.id, partnerId: s.partnerId, contractId: s.contractId }, change);
  await recordEvent(tx, {
    subscriptionId: s.id,
    partnerId: s.partnerId,
    action: 'activated',
    before: { status: 'pending' },
    after: { status: 'active', seats: s.seats },
    monthDelta: change.delta,
    fullMonthDelta: fullMonthCharge(s),
    orderId,
  });
}

/** Cancels a subscription whose order was cancelled or rejected before it ever ran. @throws Conflict when it is not pending. */
export async function cancelPending(tx: Tx, partnerId: number, subscriptionId: number, orderId: number): Promise<void> {
  const cancelled = await tx.sql<{ id: number }>(
    'cancel_subscription',
    `update subscriptions set status = 'cancelled', cancelled_at = $3::timestamptz, version = version + 1
     where id = $1 and partner_id = $2 and status = 'pending' returning id`,
    [subscriptionId, partnerId, tx.now],
  );
  if (cancelled.length === 0) throw new Conflict();
  await recordEvent(tx, {
    subscriptionId,
    partnerId,
    action: 'cancelled',
    before: { status: 'pending' },
    after: { status: 'cancelled' },
    monthDelta: 0n,
    fullMonthDelta: 0n,
    orderId,
  });
}
