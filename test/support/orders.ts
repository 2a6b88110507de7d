import { randomUUID } from 'node:crypto';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { offerForOrder } from '#src/catalog/catalog.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { currentTerms } from '#src/orders/new/terms.queries.ts';
import { quoteNew } from '#src/orders/orders.rules.ts';
import { placeOrder } from '#src/orders/orders.service.ts';
import type { PlacedOrder } from '#src/orders/orders.types.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { TestPortal } from './portal.ts';

export interface OrderWish {
  readonly seats: number;
  readonly sku?: string;
  readonly customerId?: number;
}

/** Places an order as the form would after showing today's price; for the partner's first customer unless one is named. */
export async function orderAs(scope: Scope, wish: OrderWish, token: string = randomUUID()): Promise<PlacedOrder> {
  const { sql, clock, db } = scope.portal;
  const partnerId = scope.actor.partnerId ?? 0;
  const sku = wish.sku ?? CAST_SKU;
  const offer = await offerForOrder(sql, sku, clock.today());
  if (!offer) throw new Error(`no offer ${sku}`);
  const credit = await creditOf(sql, partnerId);
  const { charge } = quoteNew(offer, wish, credit, clock.today());
  const id = wish.customerId ?? (await db.customer.findFirstOrThrow({ where: { partnerId }, orderBy: { id: 'asc' } })).id;
  return placeOrder(
    scope,
    {
      sku,
      customer: { id },
      seats: wish.seats,
      autoRenew: true,
      stopOn: null,
      termsVersion: (await currentTerms(sql, clock.today())).version,
      shown: { unitPrice: offer.unitPrice, charge, creditLimit: credit.limit },
    },
    token,
  );
}

/** The same as one of the cast; the answer is the subscription's number. */
export async function placeNew(p: TestPortal, login: string, wish: OrderWish): Promise<string> {
  return (await orderAs(await p.scope(login), wish)).subscriptionNumber;
}
