import { randomUUID } from 'node:crypto';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { offerForOrder } from '#src/catalog/catalog.service.ts';
import { creditOf } from '#src/credit/credit.queries.ts';
import type { Day } from '#src/lib/days.ts';
import { currentTerms } from '#src/orders/new/terms.queries.ts';
import { quoteNew } from '#src/orders/orders.rules.ts';
import { placeOrder } from '#src/orders/orders.service.ts';
import type { PlacedOrder } from '#src/orders/orders.types.ts';
import { changeAutoRenewal, stopSubscription } from '#src/subscriptions/manage/manage.service.ts';
import type { TestPortal } from '#test/support/portal.ts';

export interface Wish {
  /** A customer of the partner, by a part of its name. */
  readonly customer: string;
  readonly sku?: string;
  readonly seats?: number;
  readonly autoRenew?: boolean;
  readonly stopOn?: Day;
}

/** Orders a subscription as the person would, through the service, at the terms of now. */
export async function order(test: TestPortal, login: string, wish: Wish): Promise<PlacedOrder> {
  const scope = await test.scope(login);
  const { sql, clock, db } = test.portal;
  const today = clock.today();
  const partnerId = partnerOf(scope);
  const sku = wish.sku ?? CAST_SKU;
  const offer = await offerForOrder(sql, sku, today);
  if (!offer) throw new Error(`no offer ${sku}`);
  const seats = wish.seats ?? offer.minSeats;
  const credit = await creditOf(sql, partnerId);
  const customer = await db.customer.findFirstOrThrow({ where: { partnerId, name: { contains: wish.customer } } });
  const { version } = await currentTerms(sql, today);
  const shown = { unitPrice: offer.unitPrice, charge: quoteNew(offer, { seats }, credit, today).charge, creditLimit: credit.limit };
  const { autoRenew = true, stopOn = null } = wish;
  const input = { sku, customer: { id: customer.id }, seats, autoRenew, stopOn, termsVersion: version, shown };
  return placeOrder(scope, input, randomUUID());
}

/** «Стоп» as the person would press it now. */
export async function stop(test: TestPortal, login: string, number: string, comment: string | null = null): Promise<void> {
  const { version } = await test.portal.db.subscription.findUniqueOrThrow({ where: { number } });
  await stopSubscription(await test.scope(login), number, { version, comment }, randomUUID());
}

/** «Автопродление» as the person would save it now. */
export async function setAutoRenewal(
  test: TestPortal,
  login: string,
  number: string,
  to: { autoRenew: boolean; stopOn: Day | null },
): Promise<void> {
  const { version } = await test.portal.db.subscription.findUniqueOrThrow({ where: { number } });
  await changeAutoRenewal(await test.scope(login), number, { version, ...to }, randomUUID());
}

/** Counts the statements that pages send to the database from now on; writes are told apart. */
export function countStatements(test: TestPortal): { take(): { all: string[]; writes: string[] } } {
  const seen: { name: string; text: string }[] = [];
  const inner = test.portal.sql;
  Object.assign(test.portal, {
    sql: (name: string, text: string, values?: readonly unknown[]) => {
      seen.push({ name, text });
      return inner(name, text, values);
    },
  });
  return {
    take: () => {
      const taken = seen.splice(0);
      const writes = taken.filter(({ text }) => /^\s*(insert|update|delete|with\b.*\b(insert|update|delete)\b)/is.test(text));
      return { all: taken.map(({ name }) => name), writes: writes.map(({ name }) => name) };
    },
  };
}
