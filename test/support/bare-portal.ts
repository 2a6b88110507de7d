import { scopeOf } from '#prisma/seeds/people.ts';
import { shiftedClock, standingClock } from '#src/platform/clock.ts';
import type { Config } from '#src/platform/config.ts';
import { createLogger } from '#src/platform/logger.ts';
import type { Portal, Scope } from '#src/platform/scope.ts';
import { openPortal } from '#src/portal.ts';
import { testConfig } from './config.ts';

const log = createLogger('silent');

export interface BareOptions {
  /** What its clock shows; 22 November 2026 unless said. */
  readonly at?: Date;
  /** Does the clock run on from there? */
  readonly isRunning?: boolean;
  readonly smtpUrl?: string | null;
  readonly config?: Partial<Config>;
}

/** A portal without http over a database that is there, for processes of their own. */
export async function openBarePortal(
  databaseUrl: string,
  { at = new Date('2026-11-22T10:00:00+03:00'), isRunning = false, smtpUrl = null, config = {} }: BareOptions = {},
): Promise<{ portal: Portal; scope: (login: string) => Promise<Scope>; close: () => Promise<void> }> {
  const clock = isRunning ? shiftedClock(at.getTime() - Date.now()) : standingClock(at);
  const { portal, close } = await openPortal({ config: testConfig({ smtpUrl, ...config }), clock, log, databaseUrl });
  await portal.jobs.prepare();
  return { portal, scope: (login) => scopeOf(portal, login), close };
}
