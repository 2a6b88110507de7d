import { staff } from '#prisma/seeds/data/staff.ts';
import { seedDemoWorld } from '#prisma/seeds/demo-world.ts';
import { seedStaff } from '#prisma/seeds/people.ts';
import { seedReference } from '#prisma/seeds/reference.ts';
import { markBuilding } from '#prisma/seeds/world/marker.ts';
import { standingClock } from '#src/platform/clock.ts';
import { createLogger } from '#src/platform/logger.ts';
import type { Portal } from '#src/platform/scope.ts';
import { openPortal } from '#src/portal.ts';
import { testConfig } from '#test/support/config.ts';
import { freshDatabase, migrated } from '#test/support/database.ts';

export interface WorldPortal {
  readonly portal: Portal;
  close(): Promise<void>;
}

/** The demo world in a database of its own, built after a start that was killed half-way. */
export async function openWorld(): Promise<WorldPortal> {
  const database = await freshDatabase(migrated);
  const clock = standingClock(new Date('2026-11-22T10:00:00+03:00'));
  const parts = { config: testConfig(), clock, log: createLogger('error'), databaseUrl: database.url };
  const { portal, close } = await openPortal(parts);
  await portal.jobs.prepare();
  await leaveUnfinished(portal);
  await seedDemoWorld(portal);
  return {
    portal,
    close: async () => {
      await portal.jobs.stop();
      await close();
      await database.drop();
    },
  };
}

async function leaveUnfinished(portal: Portal): Promise<void> {
  await markBuilding(portal);
  await seedReference(portal);
  await seedStaff(portal, staff.slice(0, 2));
}
