import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { day } from '#src/lib/days.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { poolSql } from '#src/platform/db/sql.ts';
import { payableInvoices } from '../statement/payable.ts';
import { statementOf } from '../statement/statement-of.ts';

/** A demo portal of its own in a folder that goes with it. */
export interface Demo {
  readonly url: string;
  /** Path of a bank statement over its open invoices. */
  readonly statement: string;
  stop(): Promise<void>;
}

/** Starts it on a free port, its clock at the start of the demo; about half a minute. */
export async function startDemo(): Promise<Demo> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guide-pictures-'));
  const { url: databaseUrl, stop } = await startEmbedded({ dataDir });
  const url = `http://localhost:${await freePort()}`;
  const settings = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, DEMO: 'on', DEMO_AXAPTA: 'off', LOG_LEVEL: 'error' };
  const env = { ...process.env, ...settings, PORT: new URL(url).port, PORTAL_URL: url };
  const server = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = async () => {
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await started(server);
    return { url, statement: await writeStatement(databaseUrl, dataDir), stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The portal tells its address when it answers. */
async function started(server: ChildProcess): Promise<void> {
  for await (const chunk of server.stdout ?? []) if (String(chunk).includes('http://')) return;
  throw new Error('the demo did not start');
}

async function writeStatement(databaseUrl: string, dir: string): Promise<string> {
  const pool = createPool({ url: databaseUrl, max: 1, name: 'statement', timeouts: { statement: 0, lock: 0, idleInTransaction: 0 } });
  try {
    const { invoices, ours } = await payableInvoices(poolSql(pool));
    const { text } = statementOf(invoices, { rows: 8, seed: 1, ours, day: day('2026-11-20') });
    const path = join(dir, 'kl_to_1c.txt');
    await writeFile(path, iconv.encode(text, 'win1251'));
    return path;
  } finally {
    await pool.end();
  }
}
