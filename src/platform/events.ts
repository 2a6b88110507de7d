import type { Day } from '#src/lib/days.ts';
import type { Tx } from './scope.ts';

/** What happened, by name, and what is told about it. */
export interface EventMap {
  /** Credit may have become free, whatever freed it: held orders are decided again. */
  creditEased: { partnerId: number };
  /** The same of many partners at a month's end. */
  creditsEased: { partnerIds: readonly number[] };
  /** A month is being closed: active subscriptions get the next one, `month` is its first day. */
  renewalsDue: { partnerIds: readonly number[]; month: Day };
  /** New invoices stand open: money that came before settles them. */
  invoicesIssued: { partnerIds: readonly number[] };
  /** An invoice was cancelled and issued anew: holds of the old one go, the new one may be overdue at once. */
  invoiceCorrected: { partnerId: number };
  /** A partner was made: months closed before are none of its own. */
  partnerCreated: { partnerId: number };
  /** An order that waited was carried out, cancelled or rejected. */
  orderDecided: { partnerId: number; number: string; outcome: 'done' | 'cancelled' | 'rejected' };
  /** A subscription was stopped: orders that wait for it have lost their purpose. `isToldTogether` when one letter tells of many stops. */
  subscriptionStopped: { partnerId: number; subscriptionId: number; isToldTogether?: boolean };
  /** The same of very many at a month's end. */
  subscriptionsStopped: { partnerIds: readonly number[]; subscriptionIds: readonly number[] };
}

type Reaction<K extends keyof EventMap> = (tx: Tx, event: EventMap[K]) => Promise<void>;

/** Reactions by event; registered once in `src/reactions.ts`, run inside the transaction of the cause. */
export class Events {
  readonly #reactions = new Map<string, Reaction<never>[]>();

  on<K extends keyof EventMap>(name: K, reaction: Reaction<K>): void {
    this.#reactions.set(name, [...(this.#reactions.get(name) ?? []), reaction as Reaction<never>]);
  }

  async emit<K extends keyof EventMap>(tx: Tx, name: K, event: EventMap[K]): Promise<void> {
    for (const reaction of this.#reactions.get(name) ?? []) await (reaction as Reaction<K>)(tx, event);
  }
}
