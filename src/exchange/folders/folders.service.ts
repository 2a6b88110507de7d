import type { Portal } from '#src/platform/scope.ts';
import { Disk } from './disk.ts';
import { type Intake, takeFiles } from './intake.service.ts';
import { Looks } from './looks.ts';
import { type Written, writeFiles } from './outgoing.service.ts';

interface Seen {
  readonly looks: Looks;
  readonly written: Written;
}

const seen = new WeakMap<Portal, Seen>();

/** How a round went. */
export interface FolderRound extends Intake {
  readonly written: number;
}

/** One round of the exchange by files (AX_DIR), both ways. Without the setting nothing is done. Any number of instances may do it at once. */
export async function exchangeFolders(portal: Portal): Promise<FolderRound | null> {
  const { axDir } = portal.config;
  if (axDir === null) return null;
  const disk = new Disk(axDir);
  await disk.prepare();
  const { looks, written } = seen.get(portal) ?? { looks: new Looks(), written: { after: null } };
  seen.set(portal, { looks, written });
  const intake = await takeFiles(portal, disk, looks);
  return { ...intake, written: await writeFiles(portal, disk, written) };
}
