import type { Config } from '#src/platform/config.ts';

/** Is Axapta configured? Without it the portal's own ledger decides (product rule §11). */
export const isExchangeOn = ({ axToken, axDir }: Pick<Config, 'axToken' | 'axDir'>): boolean => axToken !== null || axDir !== null;
