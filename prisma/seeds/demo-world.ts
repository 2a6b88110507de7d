import { standingClock } from '#src/platform/clock.ts';
import type { Portal } from '#src/platform/scope.ts';
import { staff } from './data/staff.ts';
import { seedStaff } from './people.ts';
import { seedReference } from './reference.ts';
import { clearUnfinished, markBuilding, markBuilt, worldState } from './world/marker.ts';
import { perform } from './world/performing.ts';
import { worldScript } from './world/script.ts';
import { openStage } from './world/stage.ts';
import { moscow } from './world/time.ts';

/**
 * Builds the demo world (product rule §15) in an empty database, through the same services as real use with a clock moved
 * from act to act. Does nothing when the world is there, or when the database holds somebody's own data. What a killed
 * start left is cleared and built anew. One process at a time (`src/server.ts` sees to it); the portal's clock is not touched.
 */
export async function seedDemoWorld(portal: Portal): Promise<void> {
  const state = await worldState(portal);
  if (state === 'built' || state === 'foreign') return;
  if (state === 'building') await clearUnfinished(portal);
  await markBuilding(portal);
  const opening: Portal = { ...portal, clock: standingClock(moscow('2026-01-05', '09:00')) };
  await seedReference(opening);
  await seedStaff(opening, staff);
  const stage = openStage(portal);
  for (const act of worldScript()) await perform(stage, act);
  await markBuilt(portal);
}
