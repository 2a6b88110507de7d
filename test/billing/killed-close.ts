import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { auditDatabase } from '#src/audit/audit.ts';
import { day } from '#src/lib/days.ts';
import type { Portal } from '#src/platform/scope.ts';
import { runTask } from '#src/schedule.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { freshDatabase, type Template } from '#test/support/database.ts';
import type { Death } from '#test/support/kill-at-write.ts';
import { closedRows } from './closed-rows.ts';
import { AFTER } from './killed-world.ts';

const script = fileURLToPath(new URL('./closing-process.ts', import.meta.url));

/** A process at work, to be killed. */
export interface Doomed {
  /** Settles when the work begins. */
  readonly begun: Promise<unknown>;
  /** How often it wrote, null when it was killed. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

export function startProcess(url: string, work: 'close' | 'jobs', { at, when }: Death = NEVER, smtpUrl: string | null = null): Doomed {
  const args = ['--import', 'tsx', script, url, work, String(at), when, ...(smtpUrl ? [smtpUrl] : [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  let last = '';
  lines.on('line', (line) => {
    last = line;
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    if (signal === 'SIGKILL') return null;
    if (code !== 0) throw new Error(`the process ended with ${code ?? signal}`);
    return Number(last);
  });
  return { begun: Promise.race([once(lines, 'line'), ended]), ended, kill: () => child.kill('SIGKILL') };
}

export const NEVER: Death = { at: 0, when: 'before' };

/** What was found after a kill and the run that mended it: nothing, when all is well. */
export interface Aftermath {
  readonly isKilled: boolean;
  readonly faults: string[];
}

/** What a close leaves when nobody kills it. */
export function unkilled(world: Template, finish: Finish = finishClose): Promise<string[]> {
  return inCopy(world, (url) => after(url, finish, async (portal) => closedRows(portal.sql)));
}

/**
 * Lets processes work on a copy of the world until they end or are killed, has the work finished as at the next start, and
 * looks: the audit, and that the rows are those of a close nobody killed.
 */
export function aftermath(
  world: Template,
  expected: readonly string[],
  ordeal: (url: string) => Promise<boolean>,
  finish: Finish = finishClose,
): Promise<Aftermath> {
  return inCopy(world, async (url) => {
    const isKilled = await ordeal(url);
    return after(url, finish, async ({ sql }) => {
      const violations = await auditDatabase(sql, day('2026-12-01'));
      const rows = new Set(await closedRows(sql));
      const missing = expected.filter((row) => !rows.delete(row)).map((row) => `missing ${row}`);
      const told = violations.map(({ code, subject, detail }) => `${code} ${subject}: ${detail}`);
      return { isKilled, faults: [...told, ...missing, ...[...rows].map((row) => `too much ${row}`)] };
    });
  });
}

type Finish = (portal: Portal) => Promise<void>;

/** What a start after the kill does about the close. */
export async function finishClose(portal: Portal): Promise<void> {
  const fault = await runTask(portal, 'month-close');
  if (fault) throw new Error(fault);
}

async function after<T>(url: string, finish: Finish, look: (portal: Portal) => Promise<T>): Promise<T> {
  const { portal, close } = await openBarePortal(url, { at: AFTER });
  try {
    await finish(portal);
    return await look(portal);
  } finally {
    await portal.jobs.stop();
    await close();
  }
}

async function inCopy<T>(world: Template, work: (url: string) => Promise<T>): Promise<T> {
  const database = await freshDatabase(world);
  try {
    return await work(database.url);
  } finally {
    await database.drop();
  }
}

/** Runs `work` on 0, 1, 2 … two at a time, until one of them answers false. */
export async function twoAtATime(work: (index: number) => Promise<boolean>): Promise<void> {
  let next = 0;
  let isOver = false;
  const run = async () => {
    while (!isOver) if (!(await work(next++))) isOver = true;
  };
  await Promise.all([run(), run()]);
}
