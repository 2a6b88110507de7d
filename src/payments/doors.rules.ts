import type { Door, SimilarPayment } from './doors.queries.ts';

/** What a payment that comes through a door is beside those that are there. */
export interface Doorstep {
  /** It is this one, which came through another door before. */
  readonly same: SimilarPayment | null;
  /** Where a number is missing it may be one of these: a person decides. */
  readonly twins: readonly SimilarPayment[];
}

/**
 * Two payments are one where partner, sum and document number are the same within five days, and the one that is there has not come
 * through this door: of equal ones the k-th of one door is the k-th of another. A payment whose number is missing on either side may be one.
 * Example: two equal payments of Axapta and one of the bank are two payments; the second line of the bank is the second of them.
 * @param similar the nearest first
 */
export function atTheDoor(door: Door, similar: readonly SimilarPayment[]): Doorstep {
  const others = similar.filter(({ doors }) => !doors.includes(door));
  return { same: others.find(({ isSameNumber }) => isSameNumber) ?? null, twins: others.filter(({ isSameNumber }) => !isSameNumber) };
}

/**
 * Which of many each is: in their order, each payment once.
 * @param found candidates of each `n`, the best first · @param taken payments that are taken already; those found now are added
 */
export function pairUp(found: readonly { readonly n: number; readonly id: number }[], taken: Set<number> = new Set()): Map<number, number> {
  const pairs = new Map<number, number>();
  for (const { n, id } of found) {
    if (pairs.has(n) || taken.has(id)) continue;
    pairs.set(n, id);
    taken.add(id);
  }
  return pairs;
}
