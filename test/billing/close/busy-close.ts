import { randomUUID } from 'node:crypto';
import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { closesAt } from '#src/billing/close/close.rules.ts';
import { closeDueMonths, closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { changeLimit } from '#src/credit/limit.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { addDays, type Month, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { type Door, registerThroughDoorIn } from '#src/payments/doors.service.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { command } from '#src/platform/command.ts';
import { NotFound, PortalError } from '#src/platform/errors.ts';
import { type Scope, systemScope } from '#src/platform/scope.ts';
import { Managing } from '#test/support/managing.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

/** How busy it is: people at work at once, and what each of them does. */
export interface Busyness {
  readonly people: number;
  readonly acts: number;
  readonly closes: number;
}

/**
 * One world: two partners with six subscriptions each; November and December are closed at their time by several runs at once while
 * people work. @returns how much was done, and what the audit found
 */
export async function liveBusily(seed: number, how: Busyness): Promise<{ done: number; faults: string[] }> {
  const p = await openTestPortal();
  try {
    for (const login of ['vector', 'orion']) {
      await new Managing(await p.scope(login)).setLimit(5_000_000n);
      for (let n = 0; n < 6; n++) await placeNew(p, login, { seats: 20 + n });
    }
    let done = 0;
    const faults: string[] = [];
    for (const of of ['2026-11', '2026-12'].map(month)) {
      p.clock.setTo(closesAt(of));
      done += await closeBusily(p, of, seed, how);
      const left = await closeDueMonths(p.portal);
      if (left.length > 0) faults.push(`${of} was left ${JSON.stringify(left)}`);
      for (const { code, subject, detail } of await auditPortal(p.portal)) faults.push(`${code} ${subject}: ${detail}`);
    }
    return { done, faults };
  } finally {
    await p.close();
  }
}

/** Runs closes of a month at once, while people order, change, stop and start, pay, correct, hold and lift. @returns how many acts were done */
async function closeBusily(p: TestPortal, of: Month, seed: number, { people, acts, closes }: Busyness): Promise<number> {
  const partners = [new Managing(await p.scope('vector')), new Managing(await p.scope('orion'))];
  const manager = await p.scope('manager');
  let done = 0;
  const work = async (one: number) => {
    const random = createRandom(seed * 100 + one);
    for (let n = 0; n < acts; n++) {
      if (await isDone(() => act(random, random.pick(partners), manager))) done += 1;
    }
  };
  await Promise.all([
    ...Array.from({ length: people }, (_, one) => work(one)),
    ...Array.from({ length: closes }, () => closeMonth(systemScope(p.portal, 'test'), of)),
    remindAndHold(p.portal),
  ]);
  return done;
}

/** Did it take place? What the rules refuse, because somebody was faster for example, did not. */
async function isDone(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof PortalError) return false;
    throw error;
  }
}

function act(random: Random, partner: Managing, manager: Scope): Promise<unknown> {
  const acts = [
    order,
    order,
    seats,
    seats,
    stop,
    start,
    autoRenewal,
    autoRenewal,
    pay,
    allDoors,
    takeBack,
    correct,
    hold,
    lift,
    lift,
    limit,
  ];
  return random.pick(acts)(random, partner, manager);
}

const order = (random: Random, { scope }: Managing) => orderAs(scope, { seats: random.int(5, 40) });

const seats = async (random: Random, partner: Managing) => partner.seats(await someOf(random, partner, 'active'), random.int(5, 60));

const stop = async (random: Random, partner: Managing) => partner.stop(await someOf(random, partner, 'active'));

const start = async (random: Random, partner: Managing) => partner.start(await someOf(random, partner, 'stopped'));

async function autoRenewal(random: Random, partner: Managing) {
  const { clock } = partner.scope.portal;
  const stopOn = random.chance(0.5) ? addDays(clock.today(), random.int(0, 3)) : null;
  return partner.autoRenewal(await someOf(random, partner, 'active'), { autoRenew: random.chance(0.5), stopOn });
}

async function pay(random: Random, { partnerId }: Managing, manager: Scope) {
  const from = { payerName: 'ООО', payerInn: null, docNumber: null, purpose: 'Оплата', source: 'hand', sourceKey: null } as const;
  const amount = kopecks(BigInt(random.int(1, 500_000)));
  return registerPayment(manager, { partnerId, receivedOn: manager.portal.clock.today(), amount, ...from, invoiceIds: [] });
}

/** One payment through its three doors at once: it is there once, and once more for each time a colleague takes it back between two of them. */
async function allDoors(random: Random, { partnerId }: Managing, manager: Scope) {
  const { clock, db } = manager.portal;
  const from = { payerName: 'ООО', payerInn: null, docNumber: randomUUID(), purpose: 'Оплата', invoiceIds: [] } as const;
  const payment = { partnerId, receivedOn: clock.today(), amount: kopecks(BigInt(random.int(1, 500_000))), ...from };
  const came = (source: Door) =>
    command(manager, { action: 'test.door' }, (tx) => registerThroughDoorIn(tx, { ...payment, source, sourceKey: from.docNumber }));
  const found = await Promise.all((['hand', 'bank', 'axapta'] as const).map(came));
  const recorded = await db.payment.findMany({ where: { partnerId, docNumber: from.docNumber, reversesId: null }, select: { id: true } });
  const takenBack = await db.payment.count({ where: { partnerId, reversesId: { in: recorded.map(({ id }) => id) } } });
  const arrivals = found.map(({ is }) => is);
  const fresh = arrivals.filter((is) => is === 'new').length;
  // The last recorded one may be taken back as well, so there is one more than were taken back before it, or just as many.
  if (fresh !== recorded.length || fresh < 1 || fresh > takenBack + 1) throw new Error(`one payment came as ${arrivals.join()}`);
}

async function takeBack(random: Random, { partnerId }: Managing, manager: Scope) {
  const rows = await manager.portal.db.payment.findMany({ where: { partnerId, amount: { gt: 0 } }, select: { id: true } });
  if (rows.length > 0) await reversePayment(manager, random.pick(rows).id, 'Ошибка');
}

async function correct(random: Random, { partnerId }: Managing, manager: Scope) {
  const rows = await manager.portal.db.invoice.findMany({ where: { partnerId, status: 'issued' }, select: { id: true } });
  if (rows.length > 0) await correctInvoice(manager, random.pick(rows).id, 'Другой адрес');
}

async function hold(_: Random, { partnerId, scope }: Managing) {
  await command(systemScope(scope.portal, 'test'), { action: 'test.hold' }, (tx) =>
    placeHold(tx, { partnerId, reason: 'manual', text: 'Сверка' }),
  );
}

async function lift(_: Random, { partnerId }: Managing, manager: Scope) {
  for (const { id } of await manager.portal.db.hold.findMany({ where: { partnerId, liftedAt: null } }))
    await command(manager, { action: 'test.lift' }, (tx) => liftHold(tx, partnerId, id, 'сверено'));
}

async function limit(random: Random, { partnerId, scope }: Managing, manager: Scope) {
  const { creditLimit } = await scope.portal.db.partner.findUniqueOrThrow({ where: { id: partnerId } });
  const to = kopecks(BigInt(random.int(1_000_000, 9_000_000)));
  await changeLimit(manager, partnerId, { limit: to, untilOn: null, comment: 'решение', shown: kopecks(creditLimit) }, crypto.randomUUID());
}

async function someOf(random: Random, { partnerId, scope }: Managing, status: 'active' | 'stopped'): Promise<string> {
  const rows = await scope.portal.db.subscription.findMany({
    where: { partnerId, status },
    select: { number: true },
    orderBy: { id: 'asc' },
  });
  if (rows.length === 0) throw new NotFound();
  return random.pick(rows).number;
}
