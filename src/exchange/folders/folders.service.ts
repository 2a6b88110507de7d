import type { Portal } from '#src/platform/scope.ts';
import { Disk } from './disk.ts';
import { type Intake, takeFiles } from './intake.service.ts';
import { Looks } from './looks.ts';

const seen = new WeakMap<Portal, Looks>();

/** One round of the exchange by files (AX_DIR). Without the setting nothing is done. Any number of instances may do it at once. */
export async function exchangeFolders(portal: Portal): Promise<Intake | null> {
  const { axDir } = portal.config;
  if (axDir === null) return null;
  const disk = new Disk(axDir);
  await disk.prepare();
  const looks = seen.get(portal) ?? new Looks();
  seen.set(portal, looks);
  return takeFiles(portal, disk, looks);
}
