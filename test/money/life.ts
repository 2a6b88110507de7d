import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { liftHold } from '#src/credit/holds.service.ts';
import { day, month, moscowMidnight } from '#src/lib/days.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { command } from '#src/platform/command.ts';
import { PortalError } from '#src/platform/errors.ts';
import { type Scope, systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { ACTS, type Facts, type Living } from './acts.ts';
import { Books, payBy, plusDays } from './books.ts';
import { lastOf, monthByContract, nextOf, type Told, uninvoiced } from './paper.ts';

export interface LifeOptions {
  readonly operations: number;
  readonly perDay: number;
  readonly seed: number;
  /** Subscriptions of a partner at most. */
  readonly subscriptions: number;
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
