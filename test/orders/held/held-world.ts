import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { scopeOf } from '#prisma/seeds/people.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { liftHold } from '#src/credit/holds.service.ts';
import { changeLimit } from '#src/credit/limit.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { addDays, lastOfMonth, month, monthOf, moscowMidnight } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { decideAllHeld } from '#src/orders/held/held-orders.service.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import { systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

/** Something a person or the clock does; `n` picks a subscription or an order, `size` says how much. */
export interface Act {
  readonly what: 'order' | 'more' | 'fewer' | 'stop' | 'start' | 'cancel' | 'pay' | 'limit' | 'hold' | 'lift' | 'day' | 'close';
  readonly n: number;
  readonly size: number;
}

const WEIGHTS: readonly [Act['what'], number][] = [
  ['order', 6],
  ['more', 4],
  ['fewer', 4],
  ['stop', 3],
  ['start', 2],
  ['cancel', 2],
  ['pay', 3],
  ['limit', 3],
  ['hold', 1],
  ['lift', 3],
  ['day', 2],
  ['close', 1],
];

export const acts = (most: number): fc.Arbitrary<Act[]> =>
  fc.array(
    fc.record({
      what: fc.oneof(...WEIGHTS.map(([what, weight]) => ({ weight, arbitrary: fc.constant(what) }))),
      n: fc.nat(50),
      size: fc.integer({ min: 5, max: 60 }),
    }),
    { minLength: 8, maxLength: most },
  );

interface OrderRow {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly reason: string | null;
  readonly charge: bigint;
  readonly exposure: bigint;
  readonly limit: bigint;
}

/** A partner with a tight limit, an invoice to pay and some subscriptions; acts done to it, and what must hold after each. */
export class HeldWorld {
  readonly anna: Managing;
  readonly p: TestPortal;

  private constructor(p: TestPortal, anna: Managing) {
    this.p = p;
    this.anna = anna;
  }

  static async open(): Promise<HeldWorld> {
    const p = await openTestPortal();
    const world = new HeldWorld(p, new Managing(await p.scope('vector')));
    for (const seats of [10, 20, 30]) await orderAs(world.anna.scope, { seats });
    await world.act({ what: 'close', n: 0, size: 0 });
    await world.#limit(20_000_00n);
    return world;
  }

  /** Does it as the pages would; what a person is refused is refused. */
  async act(act: Act): Promise<void> {
    try {
      await this.#do(act);
    } catch (error) {
      if (![Conflict, Forbidden, Invalid, NotFound].some((kind) => error instanceof kind)) throw error;
    }
  }

  async #do({ what, n, size }: Act): Promise<void> {
    const { p, anna } = this;
    const manager = await scopeOf(p.portal, 'manager');
    if (what === 'order') await orderAs(anna.scope, { seats: size });
    else if (what === 'limit') await this.#limit(BigInt(size) * 1_000_00n);
    else if (what === 'hold') await anna.hold();
    else if (what === 'day') await this.#nextDay();
    else if (what === 'close') await this.#close();
    else if (what === 'pay') await this.#pay(BigInt(size) * 200_00n);
    else if (what === 'lift') {
      const open = await p.portal.db.hold.findFirst({ where: { partnerId: anna.partnerId, liftedAt: null } });
      if (open) await command(manager, { action: 'test.lift' }, (tx) => liftHold(tx, anna.partnerId, open.id, 'решено'));
    } else if (what === 'cancel') {
      const held = (await this.orders()).filter(({ status }) => status === 'held');
      const one = held[n % Math.max(held.length, 1)];
      if (one) await cancelOrder(anna.scope, one.number);
    } else await this.#change(what, n, size);
  }

  async #change(what: 'more' | 'fewer' | 'stop' | 'start', n: number, size: number): Promise<void> {
    const found = await this.p.portal.db.subscription.findMany({ where: { partnerId: this.anna.partnerId }, orderBy: { id: 'asc' } });
    const one = found[n % Math.max(found.length, 1)];
    if (!one) return;
    if (what === 'stop') await this.anna.stop(one.number);
    else if (what === 'start') await this.anna.start(one.number);
    else await this.anna.seats(one.number, what === 'more' ? one.seats + size : Math.max(5, one.seats - size));
  }

  async #limit(limit: bigint): Promise<void> {
    const { partnerId } = this.anna;
    const { creditLimit } = await this.p.portal.db.partner.findUniqueOrThrow({ where: { id: partnerId } });
    const input = { limit: kopecks(limit), untilOn: null, comment: 'решение', shown: kopecks(creditLimit) };
    await changeLimit(await scopeOf(this.p.portal, 'manager'), partnerId, input, randomUUID());
  }

  async #pay(amount: bigint): Promise<void> {
    const { partnerId, scope } = this.anna;
    const payer = {
      payerName: 'ООО «Вектор»',
      payerInn: null,
      docNumber: null,
      purpose: 'Оплата',
      source: 'hand',
      sourceKey: null,
    } as const;
    const receivedOn = scope.portal.clock.today();
    await registerPayment(await scopeOf(scope.portal, 'manager'), {
      partnerId,
      receivedOn,
      amount: kopecks(amount),
      ...payer,
      invoiceIds: [],
    });
  }

  async #nextDay(): Promise<void> {
    const { clock } = this.p;
    const next = addDays(this.p.portal.clock.today(), 1);
    if (next === lastOfMonth(monthOf(next))) return this.#close();
    clock.setTo(new Date(moscowMidnight(next).getTime() + 20 * 60_000));
    await runDailyTick(this.p.portal);
    await decideAllHeld(this.p.portal);
    clock.setTo(new Date(moscowMidnight(next).getTime() + 10 * 3_600_000));
  }

  /** The month ends: closed in the evening, gone on with on the morning after. */
  async #close(): Promise<void> {
    const { portal, clock } = this.p;
    const of = monthOf(portal.clock.today());
    const last = lastOfMonth(of);
    clock.setTo(new Date(moscowMidnight(last).getTime() + 21 * 3_600_000));
    await closeMonth(systemScope(portal, 'test'), month(of));
    clock.setTo(new Date(moscowMidnight(addDays(last, 1)).getTime() + 20 * 60_000));
    await runDailyTick(portal);
    await decideAllHeld(portal);
  }

  /** The partner's orders, oldest first, with its credit beside each. */
  orders(): Promise<OrderRow[]> {
    return this.p.portal.sql<OrderRow>(
      'test_orders',
      `select o.id, o.number, o.status::text as status, o.held_reason::text as reason, o.charge, partner_exposure(p.id) as exposure, p.credit_limit as "limit"
       from orders o join partners p on p.id = o.partner_id where p.id = $1 order by o.placed_at, o.id`,
      [this.anna.partnerId],
    );
  }

  /** What waits though it fits, and every other invariant that the audit reads. */
  violations() {
    return auditPortal(this.p.portal);
  }

  /** Acts one after the other. @returns what went wrong, in words: an order that waits though it fits, or one that was overtaken */
  async live(script: readonly Act[]): Promise<string[]> {
    const faults: string[] = [];
    for (const [at, act] of script.entries()) {
      const before = new Map((await this.orders()).map(({ id, status }) => [id, status]));
      await this.act(act);
      const after = await this.orders();
      const isBlocked = (await this.p.portal.db.hold.count({ where: { partnerId: this.anna.partnerId, liftedAt: null } })) > 0;
      const isNew = ({ id, status }: OrderRow) => status === 'done' && before.get(id) !== 'done';
      for (const [place, held] of after.entries()) {
        if (held.status !== 'held' || held.reason !== 'credit_limit' || isBlocked) continue;
        const said = `${at} ${act.what}: ${held.number} adds ${held.charge} to ${held.exposure} of ${held.limit}`;
        if (held.charge === 0n || held.exposure + held.charge <= held.limit) faults.push(`${said}, waits though it fits`);
        const younger = after.slice(place + 1).filter(isNew);
        const earlier = held.exposure - younger.reduce((sum, { charge }) => sum + charge, 0n);
        if (act.what !== 'close' && younger.length > 0 && earlier + held.charge <= held.limit) faults.push(`${said}, was overtaken`);
      }
    }
    return faults;
  }
}

/** One world, lived through and closed. */
export async function faultsOf(script: readonly Act[]): Promise<string[]> {
  const world = await HeldWorld.open();
  try {
    const faults = await world.live(script);
    return [...faults, ...(await world.violations()).map(({ says, detail }) => `${says}: ${detail}`)];
  } finally {
    await world.p.close();
  }
}

/** The same acts, all at once in `lanes`: what holds at the end, whatever came first. */
export async function faultsOfRace(script: readonly Act[], lanes: number): Promise<string[]> {
  const world = await HeldWorld.open();
  try {
    const still = script.filter(({ what }) => what !== 'day' && what !== 'close');
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        for (const act of still.filter((_act, at) => at % lanes === lane)) await world.act(act);
      }),
    );
    return (await world.violations()).map(({ says, detail }) => `${says}: ${detail}`);
  } finally {
    await world.p.close();
  }
}
