import type { Portal } from '#src/platform/scope.ts';
import { callAxapta } from './client/client.service.ts';
import { exchangeFolders } from './folders/folders.service.ts';

/** Every minute: what the portal itself does for the exchange, where it is set up: files (AX_DIR), and calling Axapta (AX_URL). */
export async function tendDoors(portal: Portal): Promise<void> {
  const done = await Promise.allSettled([exchangeFolders(portal), callAxapta(portal)]);
  const faults = done.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults, 'neither files nor calls went through');
}
