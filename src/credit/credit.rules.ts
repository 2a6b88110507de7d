import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { kopecks } from '#src/lib/money.ts';

export type HoldReason = 'overdue' | 'manual' | 'axapta';

/** What a hold was lifted for. */
export type LiftCause = 'person' | 'settled' | 'promise' | 'axapta';

/** A hold that is open now. */
export interface OpenHold {
  readonly id: number;
  readonly reason: HoldReason;
  readonly text: string;
  readonly placedAt: Date;
  /** Kopecks to pay, where known. */
  readonly amount: Kopecks | null;
}

/** A partner's credit at one moment: kopecks. */
export interface Credit {
  readonly partnerId: number;
  readonly limit: Kopecks;
  /** Open part of issued invoices + charges not yet invoiced. */
  readonly exposure: Kopecks;
  /** Is the exposure counted from the debt in Axapta? Then money lowers it when Axapta has booked it. */
  readonly isByAxapta?: boolean;
  readonly holds: readonly OpenHold[];
  /** First day not closed yet: a cost taken on later in a closed month is of the next one. null before the first close. */
  readonly openFrom: Day | null;
}

/** `renewal_first`: more seats of a suspended subscription, which wait for its renewal whatever the limit. */
export type HeldReason = 'partner_blocked' | 'credit_limit' | 'renewal_first';
export type Verdict = { readonly status: 'done' } | { readonly status: 'held'; readonly reason: HeldReason };

/** What may still be taken on; negative when the limit was lowered below the exposure. */
export function available(credit: Credit): Kopecks {
  return kopecks(credit.limit - credit.exposure);
}

/**
 * May this cost be taken on? The one decision for every order and renewal (product rule §7):
 * an open hold first, then the limit. A cost of 0 still waits for a hold.
 * Example: limit 100 ₽, exposure 90 ₽ → 10 ₽ is done, 10,01 ₽ is held by the limit.
 */
export function decideCost(credit: Credit, cost: Kopecks): Verdict {
  if (credit.holds.length > 0) return { status: 'held', reason: 'partner_blocked' };
  if (cost > 0n && credit.exposure + cost > credit.limit) return { status: 'held', reason: 'credit_limit' };
  return { status: 'done' };
}

/** Why management of subscriptions is disabled now, or null; told beside every disabled button. */
export function holdSentence(credit: Pick<Credit, 'holds'>): string | null {
  const [hold] = credit.holds;
  return hold ? `Управление подписками заблокировано: ${hold.text}` : null;
}

/** The kinds of holds, as people name them. */
export const holdWords: Record<HoldReason, string> = {
  overdue: 'Просрочена оплата',
  manual: 'Решение MONT',
  axapta: 'Блокировка в учётной системе',
};

/** What holds were lifted for, as people name it. */
export const liftWords: Record<LiftCause, string> = {
  person: 'Решение MONT',
  settled: 'Долга больше нет',
  promise: 'Обещанный платёж',
  axapta: 'Снята в учётной системе',
};

/**
 * May a hold be lifted? Staff may lift any; the portal itself lifts only what is of its own kind: a payment never lifts
 * what a person has placed (product rule §7).
 */
export function mayLift(hold: HoldReason, by: { readonly isStaff: boolean; readonly kind: HoldReason | null }): boolean {
  return by.isStaff || by.kind === hold;
}
