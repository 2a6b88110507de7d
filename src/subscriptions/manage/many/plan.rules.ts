import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks, zero } from '#src/lib/money.ts';
import { seatsFault } from '#src/orders/orders.rules.ts';
import { quoteSeats, quoteStart } from '#src/subscriptions/manage/change.rules.ts';
import { type Managed, stopChange } from '#src/subscriptions/manage/changes.rules.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import type { BulkAction, BulkLine } from './bulk.types.ts';

/** One line with what is known of it now; no subscription when the partner has none of that number. */
export interface BulkItem {
  readonly line: BulkLine;
  readonly subscription: Managed | null;
  readonly offer: Offer | null;
  readonly heldOrder: string | null;
}

/** What a change of one does: kopecks on this month's and on a full month's sum. */
interface Effect {
  readonly charge: Kopecks;
  readonly fullMonth: Kopecks;
  /** It has these settings already: nothing is done and nothing is written. */
  readonly isUnchanged?: boolean;
}

export interface PlannedChange extends Effect {
  readonly item: BulkItem;
  /** It won't fit into the limit and will wait as an order. */
  readonly isHeld: boolean;
  /** Why it can't be done at all. */
  readonly fault: string | null;
}

export interface BulkPlan {
  readonly changes: readonly PlannedChange[];
  /** Of what is done at once, kopecks. */
  readonly charge: Kopecks;
  readonly fullMonth: Kopecks;
  readonly faults: number;
  readonly held: number;
  readonly availableAfter: Kopecks;
}

/**
 * Every change worked out in the order it will be done: those that free money first, so that they make room for the others.
 * The preview and the doing use this one function.
 */
export function planOf(action: BulkAction, items: readonly BulkItem[], credit: Credit, today: Day): BulkPlan {
  let now = credit;
  const inOrder = [...items].sort((a, b) => freed(b, action) - freed(a, action));
  const planned = new Map<BulkItem, PlannedChange>();
  for (const item of inOrder) {
    const change = plannedOf(action, item, now, today);
    planned.set(item, change);
    if (!change.fault && !change.isHeld) now = { ...now, exposure: kopecks(now.exposure + change.charge) };
  }
  const changes = items.flatMap((item) => planned.get(item) ?? []);
  const done = changes.filter(({ fault, isHeld }) => !fault && !isHeld);
  return {
    changes,
    charge: kopecks(done.reduce((all, { charge }) => all + charge, 0n)),
    fullMonth: kopecks(done.reduce((all, { fullMonth }) => all + fullMonth, 0n)),
    faults: changes.filter(({ fault }) => fault).length,
    held: changes.filter(({ isHeld }) => isHeld).length,
    availableAfter: kopecks(now.limit - now.exposure),
  };
}

/** The lines in the order they are to be done. */
export function inOrderOfDoing(action: BulkAction, plan: BulkPlan): PlannedChange[] {
  return [...plan.changes].sort((a, b) => freed(b.item, action) - freed(a.item, action));
}

/** 1 for a change that frees money, else 0; a stable sort keeps the rest as it was given. */
function freed({ line, subscription }: BulkItem, action: BulkAction): number {
  return action === 'seats' && subscription && line.seats !== null && line.seats < subscription.seats ? 1 : 0;
}

function plannedOf(action: BulkAction, item: BulkItem, credit: Credit, today: Day): PlannedChange {
  const { subscription: s, offer } = item;
  if (!s || !offer) return faulty(item, 'У вас нет подписки с таким номером');
  const fault = faultOf(action, item, s, offer);
  if (fault) return faulty(item, fault);
  const effect = effectOf(action, item, s, offer, today, credit);
  const isCostly = (action === 'start' || action === 'seats') && effect.charge > 0n;
  return { item, ...effect, isHeld: isCostly && credit.exposure + effect.charge > credit.limit, fault: null };
}

const faulty = (item: BulkItem, fault: string): PlannedChange => ({ item, charge: zero, fullMonth: zero, isHeld: false, fault });

function faultOf(action: BulkAction, { line, heldOrder }: BulkItem, s: Managed, offer: Offer): string | null {
  if (action === 'stop') return canMove(s.status, 'stop') ? null : 'Остановить можно только действующую или приостановленную';
  if (action === 'start' && !canMove(s.status, 'start')) return 'Запустить можно только остановленную';
  if (action !== 'start' && !canChange(s.status)) return 'Изменить можно только действующую';
  if (action === 'start' && offer.isDiscontinued) return 'Продукт снят с продажи';
  if ((action === 'start' || action === 'seats') && heldOrder) return `Уже ждёт заказ ${heldOrder}`;
  return action === 'seats' ? seatsFault(offer, line.seats ?? 0) : null;
}

function effectOf(action: BulkAction, { line }: BulkItem, s: Managed, offer: Offer, today: Day, credit: Credit): Effect {
  if (action === 'stop') {
    const fullMonth = s.status === 'active' ? kopecks(-fullMonthCharge(s)) : zero;
    return { charge: stopChange(s, today).delta, fullMonth };
  }
  if (action === 'start') {
    const { charge, fullMonth } = quoteStart(s, offer, credit, today);
    return { charge, fullMonth };
  }
  if (action === 'seats') {
    if (line.seats === s.seats) return { charge: zero, fullMonth: zero, isUnchanged: true };
    const { charge, fullMonth, fullMonthBefore } = quoteSeats(s, line.seats ?? s.seats, credit, today);
    return { charge, fullMonth: kopecks(fullMonth - fullMonthBefore) };
  }
  return { charge: zero, fullMonth: zero, isUnchanged: s.stopOn === null && s.autoRenew === (action === 'renewal-on') };
}
