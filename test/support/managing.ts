import { randomUUID } from 'node:crypto';
import { scopeOf } from '#prisma/seeds/people.ts';
import { offerForOrder } from '#src/catalog/catalog.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import type { Day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import type { ShownTerms } from '#src/orders/orders.types.ts';
import { command } from '#src/platform/command.ts';
import { type Scope, systemScope } from '#src/platform/scope.ts';
import { type ChangeQuote, quoteSeats, quoteStart } from '#src/subscriptions/manage/change.rules.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import { changeAutoRenewal, stopSubscription } from '#src/subscriptions/manage/manage.service.ts';
import { managedByNumber } from '#src/subscriptions/manage/managed.queries.ts';
import { changeSeats, startSubscription } from '#src/subscriptions/manage/seats-and-start.service.ts';

/** A person of a partner who manages subscriptions as the pages let him: at the version, price and sum of now. */
export class Managing {
  readonly scope: Scope;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  get partnerId(): number {
    return this.scope.actor.partnerId ?? 0;
  }

  async find(number: string): Promise<Managed> {
    const found = await managedByNumber(this.scope.portal.sql, this.partnerId, number);
    if (!found) throw new Error(`no subscription ${number}`);
    return found;
  }

  async stop(number: string, comment: string | null = null) {
    return (await this.readyToStop(number, comment))();
  }

  /** The page of the stop is open: the version was seen, the button not pressed yet. */
  async readyToStop(number: string, comment: string | null = null) {
    const { version } = await this.find(number);
    return () => stopSubscription(this.scope, number, { version, comment }, randomUUID());
  }

  async start(number: string, comment: string | null = null) {
    const { s, credit, offer, today } = await this.facts(number);
    const input = { version: s.version, comment, shown: shownOf(quoteStart(s, offer, credit, today), credit.limit) };
    return startSubscription(this.scope, number, input, randomUUID());
  }

  async seats(number: string, seats: number, comment: string | null = null) {
    return (await this.readyForSeats(number, seats, comment))();
  }

  /** The parameters are open, with the sum of now. */
  async readyForSeats(number: string, seats: number, comment: string | null = null) {
    const { s, credit, today } = await this.facts(number);
    const input = { version: s.version, seats, comment, shown: shownOf(quoteSeats(s, seats, credit, today), credit.limit) };
    return () => changeSeats(this.scope, number, input, randomUUID());
  }

  async autoRenewal(number: string, to: { autoRenew: boolean; stopOn?: Day | null }) {
    const { version } = await this.find(number);
    return changeAutoRenewal(this.scope, number, { version, autoRenew: to.autoRenew, stopOn: to.stopOn ?? null }, randomUUID());
  }

  /** What is charged, line by line: `22–30.11 × 10 = 64200`, days as in the table, the end exclusive. */
  async charges(number: string): Promise<string[]> {
    const { periods } = await this.find(number);
    return periods.map(({ from, to, seats, charge }) => `${from}..${to} × ${seats} = ${charge}`);
  }

  /** The history, oldest first. */
  async history(number: string) {
    return this.scope.portal.sql<HistoryRow>(
      'test_history',
      `select e.seq, e.action, e.before, e.after, e.month_delta as "monthDelta", e.full_month_delta as "fullMonthDelta", e.comment,
         e.actor_name as "actorName", e.order_id is not null as "hasOrder", e.at
       from subscription_events e join subscriptions s on s.id = e.subscription_id where s.number = $1 order by e.seq`,
      [number],
    );
  }

  /** Sets the partner's limit, and tells nobody. */
  async setLimit(limit: bigint): Promise<void> {
    await this.scope.portal.db.partner.update({ where: { id: this.partnerId }, data: { creditLimit: limit } });
  }

  /** What a lifted hold, a higher limit or a payment does to orders that wait. */
  async ease(): Promise<void> {
    await command(systemScope(this.scope.portal, 'test'), { action: 'test.ease' }, (tx) =>
      tx.emit('creditEased', { partnerId: this.partnerId }),
    );
  }

  async hold(text = 'Просрочена оплата счёта № 42.'): Promise<number> {
    const { id } = await command(systemScope(this.scope.portal, 'test'), { action: 'test.hold' }, (tx) =>
      placeHold(tx, { partnerId: this.partnerId, reason: 'manual', text }),
    );
    return id;
  }

  async lift(holdId: number): Promise<void> {
    await command(await scopeOf(this.scope.portal, 'manager'), { action: 'test.lift' }, (tx) =>
      liftHold(tx, this.partnerId, holdId, 'оплачено'),
    );
  }

  async facts(number: string) {
    const { sql, clock } = this.scope.portal;
    const today = clock.today();
    const s = await this.find(number);
    const offer = await offerForOrder(sql, s.sku, today);
    if (!offer) throw new Error(`no offer ${s.sku}`);
    return { s, offer, today, credit: await creditOf(sql, this.partnerId) };
  }
}

export interface HistoryRow {
  readonly seq: number;
  readonly action: string;
  readonly before: object;
  readonly after: object;
  readonly monthDelta: bigint;
  readonly fullMonthDelta: bigint;
  readonly comment: string | null;
  readonly actorName: string;
  readonly hasOrder: boolean;
  readonly at: Date;
}

function shownOf({ unitPrice, charge }: ChangeQuote, limit: bigint): ShownTerms {
  return { unitPrice, charge, creditLimit: kopecks(limit) };
}
