import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';

/** How to start a program so that PostgreSQL, which refuses to run as root, accepts it. */
export interface DatabaseAccount {
  /** Owner of the data folder; undefined when we aren't root and everything is ours anyway. */
  owner?: { uid: number; gid: number };
  /** The command line to spawn in place of the given one. */
  wrap(program: string, args: readonly string[]): { program: string; args: string[]; uid?: number; gid?: number };
}

const setpriv = '/usr/bin/setpriv';

/**
 * As an ordinary user: everything as ourselves. As root: the owner of an existing data folder, otherwise the
 * account `postgres` or `nobody`. Where that account may not enter the folders (a clone under /root), `setpriv`
 * lends it the right to, instead of us changing modes of folders that aren't ours.
 */
export async function databaseAccount(dataFolder: string, programs: readonly string[]): Promise<DatabaseAccount> {
  if (process.getuid?.() !== 0) return { wrap: (program, args) => ({ program, args: [...args] }) };
  const owner = (await ownerOf(dataFolder)) ?? (await systemAccount());
  const closed = await firstClosed(owner, [dataFolder, ...programs]);
  if (!closed) return { owner, wrap: (program, args) => ({ program, args: [...args], ...owner }) };
  if (!(await exists(setpriv))) throw new EmbeddedError(closedText(closed));
  const lend = ['--reuid', `${owner.uid}`, '--regid', `${owner.gid}`, '--clear-groups'];
  lend.push('--inh-caps', '+dac_override', '--ambient-caps', '+dac_override', '--securebits', '+no_setuid_fixup');
  return { owner, wrap: (program, args) => ({ program: setpriv, args: [...lend, program, ...args] }) };
}

interface Owner {
  uid: number;
  gid: number;
}

async function ownerOf(folder: string): Promise<Owner | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

async function systemAccount(): Promise<Owner> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const line = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (!line)
    throw new EmbeddedError('PostgreSQL refuses to run as root and there is no account for it. Start the portal as an ordinary user.');
  return { uid: Number(line[2]), gid: Number(line[3]) };
}

/** The first folder on the way to the given paths that the account may not enter. */
async function firstClosed(owner: Owner, paths: readonly string[]): Promise<string | undefined> {
  const folders = new Set(paths.flatMap(ancestors));
  for (const folder of folders) {
    const found = await stat(folder).catch(() => undefined);
    if (!found) continue;
    const bit = found.uid === owner.uid ? 0o100 : found.gid === owner.gid ? 0o010 : 0o001;
    if ((found.mode & bit) === 0) return folder;
  }
  return undefined;
}

function ancestors(path: string): string[] {
  const parent = dirname(resolve(path));
  return parent === path ? [] : [parent, ...ancestors(parent)];
}

const closedText = (folder: string) =>
  `PostgreSQL refuses to run as root, and the account it would run as may not enter ${folder}. ` +
  `Start the portal as an ordinary user, or set DATA_DIR and put the program where others may enter.`;

const exists = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
