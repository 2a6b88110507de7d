import type { Kopecks } from '#src/lib/money.ts';
import { ALLOWED, type Freshness } from './freshness.rules.ts';

/** What Axapta says of a partner and how the portal stands to it. Sums in kopecks. */
export interface Standing {
  readonly isBlocked: boolean;
  readonly blockReason: string | null;
  readonly isByPayer: boolean;
  /** Since when, as far as the portal has heard. */
  readonly blockedSince: Date | null;
  /** The open hold `axapta`. */
  readonly holdId: number | null;
  /** When a person has last lifted one. */
  readonly liftedByHandAt: Date | null;
  readonly freshness: Freshness;
}

/**
 * What is to be done about the hold `axapta`. A person who lifts it overrules the block that was told by then: only another one is placed again.
 */
export function holdToDo({ isBlocked, blockedSince, holdId, liftedByHandAt, freshness }: Standing): 'place' | 'lift' | null {
  if (isBlocked) {
    const isOverruled = liftedByHandAt !== null && blockedSince !== null && blockedSince <= liftedByHandAt;
    return holdId === null && !isOverruled ? 'place' : null;
  }
  return holdId !== null && ALLOWED[freshness].lifts ? 'lift' : null;
}

/** What the partner reads of its block. */
export function holdText({ blockReason, isByPayer }: Pick<Standing, 'blockReason' | 'isByPayer'>): string {
  const who = isByPayer
    ? 'Плательщик по вашему договору заблокирован в учётной системе MONT'
    : 'Отгрузки вам закрыты в учётной системе MONT';
  return `${who}${blockReason ? `: ${blockReason.replace(/\.+$/, '')}` : ''}. Обратитесь к вашему менеджеру.`;
}

/** The limit Axapta has told, and the portal's own from before it had one. Kopecks. */
export interface LimitTold {
  readonly creditMax: Kopecks | null;
  readonly own: Kopecks;
}

/**
 * The limit to be set: the one that is told anew, or the portal's own where Axapta has none any more. null: nothing new is said, and what
 * a person has set meanwhile stays.
 * @param now the portal's limit
 */
export function limitToSet(told: Kopecks | null, before: LimitTold | null, now: Kopecks): Kopecks | null {
  const last = before?.creditMax ?? null;
  if (told === last) return null;
  if (told !== null) return told;
  return before && now === last ? before.own : null;
}
