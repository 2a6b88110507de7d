import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DatabaseAccount, databaseAccount } from '#src/platform/db/database-account.ts';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';
import { freePort, isFree } from '#src/platform/db/free-port.ts';
import { type PostgresBinaries, postgresBinaries } from '#src/platform/db/postgres-binaries.ts';

/** A PostgreSQL data folder on this machine, with the programs that serve it. */
export interface Cluster {
  folder: string;
  logFile: string;
  access: { port: number; password: string };
  binaries: PostgresBinaries;
  account: DatabaseAccount;
}

/** What `postmaster.pid` says of the server that holds the folder. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** Russian order of words («ё» beside «е»), everything else independent of the machine's locale. */
const initFlags = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=ru-RU', '--locale=C', '--auth=scram-sha-256'];

/** The password is 24 random bytes: stretching it would only slow down every connection. */
const accessFlags = ['--username=postgres', '--set=scram_iterations=1'];

/** Where the server listens, and nowhere else. */
const HOST = '127.0.0.1';

/** Opens `<dataDir>/postgres`, making it at the first start. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const folder = resolve(dataDir, 'postgres');
  await mkdir(resolve(dataDir), { recursive: true, mode: 0o755 });
  const binaries = await postgresBinaries();
  const account = await databaseAccount(folder, Object.values(binaries));
  const cluster = { folder, logFile: resolve(dataDir, 'postgres.log'), binaries, account };
  const access = (await readAccess(folder)) ?? (await initialise(cluster));
  return { ...cluster, access };
}

/** Starts the server and returns at once; `exited` tells when (and that) it ended. */
export async function spawnServer(cluster: Cluster, settings: Record<string, string>): Promise<{ exited: Promise<void> }> {
  const args = ['-D', cluster.folder, '-p', `${cluster.access.port}`];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const log = await open(cluster.logFile, 'w');
  const { program, args: line, ...who } = cluster.account.wrap(cluster.binaries.postgres, args);
  // A group of its own: Ctrl+C in the terminal must reach the portal only, which then stops the database last.
  const child = spawn(program, line, { ...who, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd] });
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  child.unref();
  await log.close();
  return { exited };
}

/** Stops the server of the folder cleanly, or at once (`immediate`) when it does not answer. */
export async function stopServer(cluster: Cluster, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  const args = ['stop', '-D', cluster.folder, '-m', mode, '-w', '-t', '20', '-s'];
  const { program, args: line, ...who } = cluster.account.wrap(cluster.binaries.pgCtl, args);
  await run(program, line, who).catch(() => undefined);
}

/** Reads who holds the folder. A leftover of a dead server, or of another program's process id, is nobody. */
export async function readPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const file = join(cluster.folder, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!pid) return undefined;
  if (await serves(pid, cluster.folder)) return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  await rm(file, { force: true });
  return undefined;
}

/** Remembers a free port for the cluster: its last one if nobody took it. */
export async function takePort(cluster: Cluster): Promise<void> {
  if (await isFree(cluster.access.port, HOST)) return;
  cluster.access.port = await freePort(HOST);
  await writeAccess(cluster.folder, cluster.access);
}

/** The last lines the server wrote, for the sentence about its failure. */
export async function lastWords(cluster: Cluster): Promise<string> {
  const text = await readFile(cluster.logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-3).join(' / ');
}

async function initialise(cluster: Omit<Cluster, 'access'>): Promise<Cluster['access']> {
  const fresh = `${cluster.folder}.new-${process.pid}-${randomBytes(3).toString('hex')}`;
  await removeUnfinished(cluster.folder);
  await mkdir(fresh, { mode: 0o700 });
  const { owner } = cluster.account;
  if (owner) await chown(fresh, owner.uid, owner.gid);
  const access = { port: await freePort(HOST), password: randomBytes(24).toString('base64url') };
  const passwordFile = `${fresh}.password`;
  try {
    await writeFile(passwordFile, access.password, { mode: 0o600 });
    if (owner) await chown(passwordFile, owner.uid, owner.gid);
    const args = ['-D', fresh, `--pwfile=${passwordFile}`, ...initFlags, ...accessFlags];
    const { program, args: line, ...who } = cluster.account.wrap(cluster.binaries.initdb, args);
    await run(program, line, who);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeAccess(fresh, access);
  // Only a finished folder gets the name: a start killed half-way leaves nothing that looks like a database.
  await rename(fresh, cluster.folder).catch(() => rm(fresh, { recursive: true }));
  return (await readAccess(cluster.folder)) ?? access;
}

async function removeUnfinished(folder: string): Promise<void> {
  const parent = resolve(folder, '..');
  for (const name of await readdir(parent)) {
    const pid = /^postgres\.new-(\d+)/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function run(program: string, args: string[], who: { uid?: number; gid?: number }): Promise<void> {
  const child = spawn(program, args, { ...who, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk) => {
    words += chunk;
  });
  const code = await new Promise((done) => {
    child.once('close', done);
    child.once('error', (error) => done(error.message));
  });
  if (code === 0) return;
  throw new EmbeddedError(`The database folder could not be prepared (${code}): ${words.trim().split('\n').join(' / ')}`);
}

const accessFile = (folder: string) => join(folder, 'access.json');

async function readAccess(folder: string): Promise<Cluster['access'] | undefined> {
  const text = await readFile(accessFile(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new EmbeddedError(`The database in ${folder} belongs to another user. Start the portal as that user or set DATA_DIR.`);
  });
  return text === undefined ? undefined : JSON.parse(text);
}

const writeAccess = (folder: string, access: Cluster['access']) => writeFile(accessFile(folder), JSON.stringify(access), { mode: 0o600 });

/** Is the process a PostgreSQL that serves this folder? Process ids are used again, above all in containers. */
async function serves(pid: number, folder: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (line !== undefined) return line.includes('postgres') && line.includes(folder);
  if (process.platform === 'win32') return true;
  return spawnSync('ps', ['-p', `${pid}`, '-o', 'command='], { encoding: 'utf8' }).stdout.includes('postgres');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
