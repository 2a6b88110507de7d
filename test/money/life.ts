import { randomUUID } from 'node:crypto';
import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { changeLimit } from '#src/credit/limit.service.ts';
import { day, month, moscowMidnight } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { registerThroughDoorIn } from '#src/payments/doors.service.ts';
import { type NewPayment, reversePayment } from '#src/payments/payments.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { command } from '#src/platform/command.ts';
import { PortalError } from '#src/platform/errors.ts';
import { type Scope, systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { orderAs } from '#test/support/orders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { Books, payBy, plusDays } from './books.ts';
import { lastOf, monthByContract, nextOf, restOfMonth, type Told, uninvoiced } from './paper.ts';

export interface LifeOptions {
  readonly operations: number;
  readonly perDay: number;
  readonly seed: number;
  /** Subscriptions of a partner at most. */
  readonly subscriptions: number;
}

/** 214 ₽ a seat and month with VAT. */
const PRICE = 214_00n;

/** A partner that lives, and its books on paper. */
interface Living {
  readonly code: string;
  readonly id: number;
  readonly termDays: number;
  readonly anna: Managing;
  readonly contracts: readonly number[];
  readonly books: Books;
  limit: bigint;
  manual: number;
}

/**
 * Lives through days of random operations of three partners: orders, seats, stops, payments through every door, what is taken back,
 * corrections, holds, limits, month closes. What each comes to is worked out on paper and held against the portal; what differs is a fault.
 */
export class Life {
  readonly #p: TestPortal;
  readonly #options: LifeOptions;
  readonly #random: Random;
  readonly #living: Living[] = [];
  readonly faults: string[] = [];
  readonly counts = new Map<string, number>();
  #manager!: Scope;
  #today = '2026-11-22';
  #moment = 0;
  #openMonth = '2026-11';
  #paid = 0;

  constructor(p: TestPortal, options: LifeOptions) {
    this.#p = p;
    this.#options = options;
    this.#random = createRandom(options.seed);
  }

  get days(): readonly string[] {
    const days: string[] = [];
    for (let on = '2026-11-22'; on <= this.#today; on = plusDays(on, 1)) days.push(on);
    return days;
  }

  get living(): readonly { readonly id: number; readonly code: string; readonly books: Books; readonly contracts: readonly number[] }[] {
    return this.#living;
  }

  async live(): Promise<void> {
    await this.#begin();
    for (let done = 0; done < this.#options.operations && this.faults.length < 20; ) {
      for (let n = 0; n < this.#options.perDay && done < this.#options.operations; n++, done++) await this.#operation();
      await this.#evening();
      this.#today = plusDays(this.#today, 1);
      this.#moment = 0;
      await this.#night();
    }
  }

  async #begin(): Promise<void> {
    const { db } = this.#p.portal;
    this.#manager = await this.#p.scope('manager');
    this.#tick();
    for (const { id, partnerId } of await db.hold.findMany({ where: { liftedAt: null } }))
      await command(this.#manager, { action: 'test.lift' }, (tx) => liftHold(tx, partnerId, id, 'Начало'));
    for (const code of ['vector', 'orion', 'meridian']) {
      const partner = await db.partner.findUniqueOrThrow({ where: { code }, include: { contracts: { orderBy: { id: 'asc' } } } });
      const roots = new Map(partner.contracts.map(({ id, baseContractId }) => [id, baseContractId ?? id]));
      this.#living.push({
        ...{ code, id: partner.id, termDays: partner.paymentTermDays, limit: partner.creditLimit, manual: 0 },
        anna: new Managing(await this.#p.scope(code)),
        contracts: partner.contracts.map(({ id }) => id),
        books: new Books((contract) => roots.get(contract) ?? contract),
      });
    }
  }

  /** Every operation has an instant of its own. */
  #tick(): void {
    this.#moment += 1;
    this.#p.clock.setTo(new Date(moscowMidnight(day(this.#today)).getTime() + 9 * 3_600_000 + this.#moment * 20_000));
  }

  async #operation(): Promise<void> {
    this.#tick();
    const one = this.#random.pick(this.#living);
    const roll = this.#random.int(1, 100);
    const [name, act] = ACTS.find(([, , upTo]) => roll <= upTo) ?? ACTS[0];
    const outcome = await act(this.#facts(one)).catch((error: unknown) => {
      if (error instanceof PortalError) return 'refused';
      throw error;
    });
    const key = `${name}${outcome === undefined ? '' : `: ${outcome}`}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  #facts(one: Living): Facts {
    return {
      ...{ one, p: this.#p, random: this.#random, today: this.#today, manager: this.#manager, cap: this.#options.subscriptions },
      serial: () => ++this.#paid,
      exposure: () => this.#exposure(one),
      fault: (text) => this.#fault(one, text),
    };
  }

  async #told(partnerId: number): Promise<Told[]> {
    const found = await this.#p.portal.db.subscription.findMany({
      where: { partnerId },
      select: { number: true, contractId: true, events: { orderBy: { seq: 'asc' }, select: { at: true, action: true, after: true } } },
    });
    return found.map(({ number, contractId, events }) => ({ number, contract: contractId, events: events as unknown as Told['events'] }));
  }

  /** On paper: what is open, and what is charged and in no invoice. */
  async #exposure({ id, books }: Living): Promise<bigint> {
    const open = books.inForce().reduce((sum, invoice) => sum + books.openOf(invoice), 0n);
    return open + uninvoiced(await this.#told(id), this.#openMonth);
  }

  #fault(one: Living, text: string): void {
    this.faults.push(`${this.#today} ${one.code}: ${text}`);
  }

  #same(one: Living, what: string, found: unknown, paper: unknown): void {
    if (String(found) !== String(paper)) this.#fault(one, `${what} ${String(found)}, on paper ${String(paper)}`);
  }

  /** The close of a month that ends, then the portal is held against paper. */
  async #evening(): Promise<void> {
    if (this.#today === lastOf(this.#openMonth)) await this.#close();
    for (const one of this.#living) {
      const [row] = await this.#p.portal.sql<{ exposure: bigint; held: string }>(
        'test_money_state',
        `select e.exposure, coalesce((select string_agg(invoice_id::text, ',' order by invoice_id) from holds
           where partner_id = $1 and reason = 'overdue' and lifted_at is null), '') as held from partner_exposures e where e.partner_id = $1`,
        [one.id],
      );
      this.#same(one, 'owes', row?.exposure, await this.#exposure(one));
      this.#same(one, 'held for', row?.held, [...one.books.held].sort((a, b) => a - b).join(','));
    }
  }

  async #close(): Promise<void> {
    const of = this.#openMonth;
    const due = new Map<number, Map<number, bigint>>();
    this.#p.clock.setTo(new Date(moscowMidnight(day(this.#today)).getTime() + 21 * 3_600_000));
    const { state } = await closeMonth(systemScope(this.#p.portal, 'money'), month(of));
    if (state !== 'done') throw new Error(`${of} was closed ${state}`);
    for (const one of this.#living) due.set(one.id, monthByContract(await this.#told(one.id), of));
    const issued = await this.#p.portal.db.invoice.findMany({ where: { period: new Date(`${of}-01`) }, orderBy: { id: 'asc' } });
    for (const one of this.#living) {
      const own = issued.filter(({ partnerId }) => partnerId === one.id);
      const text = (rows: readonly (readonly [number, bigint])[]) =>
        rows
          .map(([contract, gross]) => `${contract}: ${gross}`)
          .sort()
          .join(', ');
      this.#same(one, `${of} is billed`, text(own.map(({ contractId, gross }) => [contractId, gross])), text([...(due.get(one.id) ?? [])]));
      const [issuedOn, dueOn] = [lastOf(of), payBy(lastOf(of), one.termDays)];
      for (const invoice of own) this.#same(one, `${invoice.number} is due`, invoice.dueOn.toISOString().slice(0, 10), dueOn);
      const paper = own.map(({ id, contractId }) => ({
        id,
        contract: contractId,
        gross: due.get(one.id)?.get(contractId) ?? 0n,
        issuedOn,
        dueOn,
      }));
      one.books.issue(paper, this.#today);
    }
    this.#openMonth = nextOf(of);
    this.counts.set('close', (this.counts.get('close') ?? 0) + 1);
  }

  async #night(): Promise<void> {
    this.#p.clock.setTo(new Date(moscowMidnight(day(this.#today)).getTime() + 300_000));
    await runDailyTick(this.#p.portal);
    this.#p.clock.setTo(new Date(moscowMidnight(day(this.#today)).getTime() + 900_000));
    await remindAndHold(this.#p.portal);
    for (const { books } of this.#living) books.night(this.#today);
  }
}

/** What an operation has at hand. */
interface Facts {
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
const ACTS: readonly [readonly [string, Act, number], ...(readonly [string, Act, number])[]] = [
  ['order', order, 12],
  ['seats', seats, 34],
  ['stop', onSubscription('active', ({ one }, number) => one.anna.stop(number)), 40],
  ['start', onSubscription('stopped', ({ one }, number) => one.anna.start(number)), 47],
  ['auto-renewal', onSubscription('active', autoRenewal), 53],
  ['payment', pay, 75],
  ['same payment again', payAgain, 79],
  ['taken back', takeBack, 83],
  ['correction', correct, 86],
  ['hold', hold, 88],
  ['hold lifted', lift, 92],
  ['limit', limit, 96],
  ['order cancelled', cancel, 98],
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
  const next = BigInt(random.int(20, 200)) * 1_000_000n;
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
