/** From which age on data are old, and very old: hours (`AX_FRESH_HOURS`, `AX_STALE_HOURS`). */
export interface AgeLimits {
  readonly freshHours: number;
  readonly staleHours: number;
}

export type Freshness = 'fresh' | 'old' | 'very-old';

const HOUR_MS = 3_600_000;

/** How fresh data as of `asOf` are at `now`. Exactly at a limit they still are. */
export function freshnessOf(asOf: Date, now: Date, { freshHours, staleHours }: AgeLimits): Freshness {
  const hours = (now.getTime() - asOf.getTime()) / HOUR_MS;
  if (hours <= freshHours) return 'fresh';
  return hours <= staleHours ? 'old' : 'very-old';
}

/**
 * What data of an age allow. A block that Axapta has told is always placed. Only fresh data lift one: nobody is unblocked by what may
 * be over. Credit is counted from the debt in Axapta while data are fresh or old: it lacks payments since, never purchases, which the portal
 * knows itself. From very old data the greater debt of the two ledgers counts.
 */
export const ALLOWED: Readonly<Record<Freshness, { readonly lifts: boolean; readonly counts: 'axapta' | 'the greater' }>> = {
  fresh: { lifts: true, counts: 'axapta' },
  old: { lifts: false, counts: 'axapta' },
  'very-old': { lifts: false, counts: 'the greater' },
};
