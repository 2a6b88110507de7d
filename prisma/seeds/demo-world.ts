import type { Portal } from '#src/platform/scope.ts';
import { worldState } from './world/marker.ts';

/**
 * Builds the demo world (product rule §15) in an empty database, through the same services as real use with a clock moved
 * from act to act. Does nothing when the world is there, or when the database holds somebody's own data. What a killed
 * start left is cleared and built anew. One process at a time (`src/demo/world.ts` sees to it); the portal's clock is not touched.
 */
export async function seedDemoWorld(portal: Portal): Promise<void> {
  const state = await worldState(portal);
  if (state === 'built' || state === 'foreign') return;
  const { buildWorld } = await import('./world/building.ts'); // a start that finds the world needs none of its data
  await buildWorld(portal, state === 'building');
}
