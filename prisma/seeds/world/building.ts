import { staff } from '#prisma/seeds/data/staff.ts';
import { seedStaff } from '#prisma/seeds/people.ts';
import { seedReference } from '#prisma/seeds/reference.ts';
import { standingClock } from '#src/platform/clock.ts';
import type { Portal } from '#src/platform/scope.ts';
import { putLettersAway } from './letters.ts';
import { clearUnfinished, markBuilding, markBuilt } from './marker.ts';
import { play } from './playing.ts';
import { worldScript } from './script.ts';
import { openStage } from './stage.ts';
import { openStorefront } from './storefront.ts';
import { moscow } from './time.ts';

/** Carries the script out from its first act to the last; `isUnfinished` clears first what a killed start left. */
export async function buildWorld(portal: Portal, isUnfinished: boolean): Promise<void> {
  if (isUnfinished) await clearUnfinished(portal);
  await markBuilding(portal);
  const opening: Portal = { ...portal, clock: standingClock(moscow('2026-01-05', '09:00')) };
  await seedReference(opening);
  await seedStaff(opening, staff);
  await play(openStage(portal), worldScript());
  await openStorefront(portal);
  await putLettersAway(portal);
  await markBuilt(portal);
}
