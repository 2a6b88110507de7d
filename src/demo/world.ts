import { seedDemoWorld } from '#prisma/seeds/demo-world.ts';
import { alone } from '#src/platform/db/alone.ts';
import type { Portal } from '#src/platform/scope.ts';

/**
 * In demo mode sees to it that the demo world is there (`prisma/seeds/`): of processes that start together one builds it. Its past months were
 * before the exchange with Axapta began: what they left is in Axapta's balances, no message tells of it.
 */
export async function prepareDemoWorld(portal: Portal, databaseUrl: string): Promise<void> {
  if (portal.config.isDemo)
    await alone(databaseUrl, 'demoWorld', () =>
      seedDemoWorld({ ...portal, config: { ...portal.config, axToken: null, axDir: null, axUrl: null } }),
    );
}
