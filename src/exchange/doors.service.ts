import type { Portal } from '#src/platform/scope.ts';
import { exchangeFolders } from './folders/folders.service.ts';

/** Every minute: what the portal does at its own doors of the exchange, where they are set up: files (AX_DIR). */
export async function tendDoors(portal: Portal): Promise<void> {
  await exchangeFolders(portal);
}
