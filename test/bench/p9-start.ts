import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '#src/platform/db/free-port.ts';
import { Client, median } from './load.ts';
import type { Bench } from './results.ts';

const LATER = 3;

/** P9: from `npm start` to the log-on page: in an empty folder with the demo world and all, then again. */
export const bench: Bench = {
  async run({ isShort }) {
    const dataDir = await mkdtemp(join(tmpdir(), 'portal-bench-start-'));
    try {
      const first = await startOnce(dataDir);
      const later: number[] = [];
      for (let run = 0; run < (isShort ? 1 : LATER); run++) later.push(await startOnce(dataDir));
      const again = median(later);
      return [
        { what: 'first start', value: seconds(first), aim: '≤ 20 s', isReached: first <= 20_000 },
        { what: 'later starts', value: seconds(again), aim: '≤ 3 s', isReached: again <= 3_000 },
      ];
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Starts the portal, waits for the log-on page, stops it. @returns milliseconds until the page came */
async function startOnce(dataDir: string): Promise<number> {
  const port = await freePort();
  const begin = performance.now();
  const { DATABASE_URL: _, ...env } = process.env;
  const npm = spawn('npm', ['start'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { ...env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const gone = new Promise<void>((done) => npm.once('exit', () => done()));
  try {
    await logOnPage(port, () => npm.exitCode !== null);
    return performance.now() - begin;
  } finally {
    if (npm.pid) process.kill(-npm.pid, 'SIGTERM');
    await gone;
  }
}

async function logOnPage(port: number, isOver: () => boolean): Promise<void> {
  const client = new Client(port, 1);
  while (!isOver()) {
    const answer = await client.ask('/Account/LogOn').catch(() => null);
    client.close();
    if (answer?.status === 200) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('the portal did not start');
}
