import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { customersForOrder, type OrderingCustomer } from '#src/customers/customers.service.ts';
import { type StaleData, staleData } from '#src/exchange/data-age.queries.ts';
import type { Day } from '#src/lib/days.ts';
import { firstDayOfNew } from '#src/orders/orders.rules.ts';
import { Forbidden, NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { termsVersion } from './terms.queries.ts';

/** What the sums of an order are computed from, as of now. */
export interface QuoteFacts {
  readonly today: Day;
  readonly offer: Offer;
  readonly credit: Credit;
}

/** Everything the order form shows. */
export interface OrderFormFacts extends QuoteFacts {
  readonly customers: readonly OrderingCustomer[];
  readonly termsVersion: string;
  /** Where Axapta has a say about the partner, and its data are old. */
  readonly stale: StaleData | null;
}

/** @throws NotFound when there is no such offer. */
export async function quoteFacts(scope: Scope, sku: string): Promise<QuoteFacts> {
  const { sql, clock } = scope.portal;
  const today = clock.today();
  const credit = await creditOf(sql, partnerOf(scope));
  const offer = await offerForOrder(sql, sku, firstDayOfNew(credit, today));
  if (!offer) throw new NotFound();
  return { today, offer, credit };
}

/** The same with the partner's customers and the terms in force; all asked at once. */
export async function orderFormFacts(scope: Scope, sku: string): Promise<OrderFormFacts> {
  const { sql, clock } = scope.portal;
  const [facts, customers, version, stale] = await Promise.all([
    quoteFacts(scope, sku),
    customersForOrder(sql, partnerOf(scope)),
    termsVersion(sql, clock.today()),
    staleData(scope.portal),
  ]);
  const { isByAxapta, holds } = facts.credit;
  const isTold = isByAxapta === true || holds.some(({ reason }) => reason === 'axapta');
  return { ...facts, customers, termsVersion: version, stale: isTold ? stale : null };
}

function partnerOf(scope: Scope): number {
  if (scope.actor.partnerId === null) throw new Forbidden();
  return scope.actor.partnerId;
}
