import type { Config } from '#src/platform/config.ts';

/** Is Axapta configured? Without it the portal's own ledger decides (product rule §11). */
export const isExchangeOn = ({ axToken, axDir, axUrl }: Pick<Config, 'axToken' | 'axDir' | 'axUrl'>): boolean =>
  axToken !== null || axDir !== null || axUrl !== null;
