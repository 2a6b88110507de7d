import { scopeOf } from '#prisma/seeds/people.ts';
import { standingClock } from '#src/platform/clock.ts';
import { createLogger } from '#src/platform/logger.ts';
import type { Portal, Scope } from '#src/platform/scope.ts';
import { openPortal } from '#src/portal.ts';
import { testConfig } from './config.ts';

/** A portal without http over a database that is there, for processes of their own. The clock stands at 22 November 2026. */
export async function openBarePortal(
  databaseUrl: string,
): Promise<{ portal: Portal; scope: (login: string) => Promise<Scope>; close: () => Promise<void> }> {
  const clock = standingClock(new Date('2026-11-22T10:00:00+03:00'));
  const { portal, close } = await openPortal({ config: testConfig(), clock, log: createLogger('silent'), databaseUrl });
  await portal.jobs.prepare();
  return { portal, scope: (login) => scopeOf(portal, login), close };
}
