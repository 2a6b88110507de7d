import { randomUUID } from 'node:crypto';
import type { Random } from '#prisma/seeds/data/random.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { changeLimit } from '#src/credit/limit.service.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { registerThroughDoorIn } from '#src/payments/doors.service.ts';
import { type NewPayment, reversePayment } from '#src/payments/payments.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { Managing } from '#test/support/managing.ts';
import { orderAs } from '#test/support/orders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { type Books, plusDays } from './books.ts';
import { restOfMonth } from './paper.ts';

/** 214 ₽ a seat and month with VAT. */
const PRICE = 214_00n;

/** A partner that lives, and its books on paper. */
export interface Living {
  readonly code: string;
  readonly id: number;
  readonly termDays: number;
  readonly anna: Managing;
  readonly contracts: readonly number[];
  readonly books: Books;
  limit: bigint;
  manual: number;
}

/** What an operation has at hand. */
export interface Facts {
  readonly one: Living;
  readonly p: TestPortal;
  readonly random: Random;
  readonly today: string;
  readonly manager: Scope;
  readonly cap: number;
  serial(): number;
  /** Kopecks, on paper. */
  exposure(): Promise<bigint>;
  fault(text: string): void;
}

type Act = (facts: Facts) => Promise<string | undefined>;

/** Name, what it does, and up to which of a hundred it is chosen. */
export const ACTS: readonly [readonly [string, Act, number], ...(readonly [string, Act, number])[]] = [
  ['order', order, 18],
  ['seats', seats, 42],
  ['stop', onSubscription('active', ({ one }, number) => one.anna.stop(number)), 48],
  ['start', onSubscription('stopped', ({ one }, number) => one.anna.start(number)), 56],
  ['auto-renewal', onSubscription('active', autoRenewal), 62],
  ['payment', pay, 71],
  ['same payment again', payAgain, 75],
  ['taken back', takeBack, 80],
  ['correction', correct, 84],
  ['hold', hold, 86],
  ['hold lifted', lift, 90],
  ['limit', limit, 94],
  ['order cancelled', cancel, 97],
  ['overdue hold lifted', waive, 100],
];

/** Held while a hold is open, else beyond the limit, else carried out: all three told by the books. */
async function order({ one, p, random, today, cap, exposure, fault }: Facts) {
  if ((await p.portal.db.subscription.count({ where: { partnerId: one.id, status: { in: ['active', 'pending'] } } })) >= cap)
    return 'enough';
  const wanted = random.int(5, 60);
  const { status, heldReason } = await orderAs(one.anna.scope, { seats: wanted });
  const isBlocked = one.manual > 0 || one.books.held.size > 0;
  const after = await exposure();
  const cost = restOfMonth(PRICE, wanted, today);
  if (isBlocked !== (heldReason === 'partner_blocked'))
    fault(`an order is ${heldReason ?? status}, holds are ${isBlocked ? '' : 'not '}open`);
  if (status === 'done' && after > one.limit) fault(`an order ran to ${after} over the limit ${one.limit}`);
  if (heldReason === 'credit_limit' && after + cost <= one.limit) fault(`an order of ${cost} waits at ${after} of ${one.limit}`);
  return heldReason ?? status;
}

async function seats({ one, p, random }: Facts) {
  const found = await pickSubscription(p, one.id, 'active', random);
  if (!found) return 'none';
  const wanted = random.int(5, 90);
  if (wanted === found.seats) return 'same';
  const more = wanted > found.seats ? 'more' : 'fewer';
  await one.anna.seats(found.number, wanted);
  return more;
}

function onSubscription(status: 'active' | 'stopped', act: (facts: Facts, number: string) => Promise<unknown>): Act {
  return async (facts) => {
    const found = await pickSubscription(facts.p, facts.one.id, status, facts.random);
    if (!found) return 'none';
    await act(facts, found.number);
    return undefined;
  };
}

async function pickSubscription(p: TestPortal, partnerId: number, status: 'active' | 'stopped', random: Random) {
  const found = await p.portal.db.subscription.findMany({
    where: { partnerId, status },
    select: { number: true, seats: true },
    orderBy: { id: 'asc' },
  });
  return found.length === 0 ? null : random.pick(found);
}

async function autoRenewal({ one, random, today }: Facts, number: string) {
  const stopOn = random.chance(0.4) ? day(plusDays(today, random.int(0, 40))) : null;
  await one.anna.autoRenewal(number, { autoRenew: stopOn !== null || random.chance(0.6), stopOn });
}

/** Of one invoice, a part of it, all that is open, or any sum; with or without a contract; some days ago. */
async function pay({ one, p, random, today, serial, fault }: Facts) {
  const open = one.books.inForce().filter((invoice) => one.books.openOf(invoice) > 0n);
  const owed = open.reduce((sum, invoice) => sum + one.books.openOf(invoice), 0n);
  const invoice = open.length > 0 && random.chance(0.7) ? random.pick(open) : null;
  const whole = invoice ? one.books.openOf(invoice) : owed;
  const amount = whole > 0n && random.chance(0.7) ? whole : BigInt(random.int(1, 3_000_000));
  const contractId = random.chance(0.4) ? random.pick(one.contracts) : null;
  const n = serial();
  const payment: NewPayment = {
    ...{
      partnerId: one.id,
      receivedOn: day(plusDays(today, -random.int(0, 4))),
      amount: kopecks(amount),
      payerName: one.code,
      payerInn: null,
    },
    ...{ docNumber: String(10_000 + n), purpose: 'Оплата', invoiceIds: invoice ? [invoice.id] : [], contractId },
    ...{ source: random.pick(['hand', 'bank', 'axapta'] as const), sourceKey: null },
  };
  const keyed = payment.source === 'hand' ? payment : { ...payment, sourceKey: `money-${n}` };
  const came = await command(await p.scope('manager'), { action: 'test.pay' }, (tx) => registerThroughDoorIn(tx, keyed));
  if (came.is !== 'new') return void fault(`payment ${n} is ${came.is}, though it is a new one`);
  const { receivedOn } = payment;
  const rest = one.books.pay({ id: came.id, amount, receivedOn, contract: contractId }, payment.invoiceIds, today);
  if (String(rest) !== came.prepayment) fault(`payment ${came.id} leaves ${came.prepayment}, on paper ${rest}`);
  return payment.source;
}

/** What is there comes once more, through this door or another: nothing changes. */
async function payAgain({ one, p, random, serial, fault }: Facts) {
  const payments = one.books.payments.filter(({ takenBackOn }) => takenBackOn === null);
  if (payments.length === 0) return 'none';
  const { id } = random.pick(payments);
  const { source, docNumber, amount, receivedOn } = await p.portal.db.payment.findUniqueOrThrow({ where: { id } });
  const doors = await p.portal.db.paymentDoor.findMany({ where: { paymentId: id } });
  const door = random.pick(['bank', 'axapta'] as const);
  const before = doors.find((one) => one.source === door);
  const came = await command(await p.scope('manager'), { action: 'test.pay' }, (tx) =>
    registerThroughDoorIn(tx, {
      ...{
        partnerId: one.id,
        receivedOn: day(receivedOn.toISOString().slice(0, 10)),
        amount: kopecks(amount),
        payerName: one.code,
        payerInn: null,
      },
      ...{ docNumber, purpose: 'Оплата', source: door, sourceKey: before?.sourceKey ?? `again-${serial()}`, invoiceIds: [] },
    }),
  );
  const due = before ? 'repeated' : 'known';
  if (came.is !== due || !('id' in came) || came.id !== id)
    fault(`payment ${id} of ${source} through ${door} is ${JSON.stringify(came)}, not ${due}`);
  return due;
}

async function takeBack({ one, random, today, manager }: Facts) {
  const payments = one.books.payments.filter(({ takenBackOn }) => takenBackOn === null);
  if (payments.length === 0) return 'none';
  const { id } = random.pick(payments);
  await reversePayment(manager, id, 'Ошибка банка');
  one.books.takeBack(id, today);
  return undefined;
}

async function correct({ one, random, today, manager }: Facts) {
  const invoices = one.books.inForce();
  if (invoices.length === 0) return 'none';
  const { id } = random.pick(invoices);
  const anew = await correctInvoice(manager, id, 'Реквизиты');
  one.books.correct(id, anew.id, today);
  return undefined;
}

async function hold({ one, manager }: Facts) {
  if (one.manual > 0) return 'open already';
  await command(manager, { action: 'test.hold' }, (tx) => placeHold(tx, { partnerId: one.id, reason: 'manual', text: 'Спор по акту.' }));
  one.manual += 1;
  return undefined;
}

async function lift({ one, p, manager }: Facts) {
  const open = await p.portal.db.hold.findFirst({ where: { partnerId: one.id, reason: 'manual', liftedAt: null } });
  if (!open) return 'none';
  await command(manager, { action: 'test.lift' }, (tx) => liftHold(tx, one.id, open.id, 'Спор решён'));
  one.manual -= 1;
  return undefined;
}

/** A person lets an overdue invoice go: the night does not hold for it again. */
async function waive({ one, p, manager }: Facts) {
  const open = await p.portal.db.hold.findFirst({
    where: { partnerId: one.id, reason: 'overdue', liftedAt: null },
    orderBy: { id: 'asc' },
  });
  if (!open?.invoiceId) return 'none';
  const { id, invoiceId } = open;
  await command(manager, { action: 'test.lift' }, (tx) => liftHold(tx, one.id, id, 'Обещали оплатить'));
  one.books.held.delete(invoiceId);
  one.books.waived.add(invoiceId);
  return undefined;
}

async function limit({ one, random, manager }: Facts) {
  const next = BigInt(random.int(2, 15)) * 1_000_000n;
  const input = { limit: kopecks(next), untilOn: null, comment: 'Пересмотр', shown: kopecks(one.limit) };
  await changeLimit(manager, one.id, input, randomUUID());
  one.limit = next;
  return undefined;
}

async function cancel({ one, p, random }: Facts) {
  const held = await p.portal.db.order.findMany({ where: { partnerId: one.id, status: 'held' }, orderBy: { id: 'asc' } });
  if (held.length === 0) return 'none';
  await cancelOrder(one.anna.scope, random.pick(held).number);
  return undefined;
}
