import type { Portal } from '#src/platform/scope.ts';
import { isExchangeOn } from './exchange.rules.ts';
import { type Freshness, freshnessOf } from './standing/freshness.rules.ts';
import { dataAge } from './tending/tending.queries.ts';

/** Data of Axapta that are older than fresh: since when, and how old. */
export interface StaleData {
  readonly asOf: Date;
  readonly freshness: Exclude<Freshness, 'fresh'>;
}

/** Axapta's data of debtors where they are no longer fresh; null where they are, where none came yet, and without an exchange. */
export async function staleData({ sql, clock, config }: Pick<Portal, 'sql' | 'clock' | 'config'>): Promise<StaleData | null> {
  if (!isExchangeOn(config)) return null;
  const { asOf } = await dataAge(sql);
  if (asOf === null) return null;
  const freshness = freshnessOf(asOf, clock.now(), { freshHours: config.axFreshHours, staleHours: config.axStaleHours });
  return freshness === 'fresh' ? null : { asOf, freshness };
}
