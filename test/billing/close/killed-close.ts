import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { auditDatabase } from '#src/invariants/audit.ts';
import { day } from '#src/lib/days.ts';
import type { Portal } from '#src/platform/scope.ts';
import { runTask } from '#src/schedule.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { freshDatabase, type Template } from '#test/support/database.ts';
import type { Death } from '#test/support/kill-at-write.ts';
import { closedRows } from './closed-rows.ts';
import { AFTER } from './killed-world.ts';

const script = fileURLToPath(new URL('./close-process.ts', import.meta.url));

/** A process at work, to be killed. */
export interface Doomed {
  /** Settles when the work begins. */
  readonly begun: Promise<unknown>;
  /** How often it wrote, null when it was killed. */
  readonly ended: Promise<number | null>;
  kill(): void;
  /** Wakes it where it is frozen. */
  wake(): void;
}

export function startProcess(
  url: string,
  work: 'close' | 'jobs',
  { at, when, by = 'SIGKILL' }: Death = NEVER,
  smtpUrl: string | null = null,
): Doomed {
  const args = ['--import', 'tsx', script, url, work, String(at), when, by, ...(smtpUrl ? [smtpUrl] : [])];
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
  return { begun: Promise.race([once(lines, 'line'), ended]), ended, kill: () => child.kill('SIGKILL'), wake: () => child.kill('SIGCONT') };
}

export const NEVER: Death = { at: 0, when: 'before' };

/** What was found after a kill and the run that mended it: nothing, when all is well. */
export interface Aftermath {
  readonly isKilled: boolean;
  readonly faults: string[];
}

/** What is done about the work at the next start, and what is looked at besides the audit and the rows. */
export interface Mending {
  readonly smtpUrl?: string;
  finish(portal: Portal): Promise<void>;
  look?(portal: Portal): Promise<string[]>;
}

/** The next start takes up the close. */
const closing: Mending = {
  finish: async (portal) => {
    const fault = await runTask(portal, 'month-close');
    if (fault) throw new Error(fault);
  },
};

/** What the work leaves when nobody is killed. */
export function unkilled(world: Template, mending: Mending = closing): Promise<string[]> {
  return inCopy(world, (url) => after(url, mending, async (portal) => closedRows(portal.sql)));
}

/**
 * Lets processes work on a copy of the world until they end or are killed, has the work finished as at the next start, and
 * looks: the audit, and that the rows, as far as they count, are those of a close nobody killed.
 */
export function aftermath(
  world: Template,
  expected: readonly string[],
  ordeal: (url: string) => Promise<boolean>,
  mending: Mending = closing,
  counts: (row: string) => boolean = () => true,
): Promise<Aftermath> {
  return inCopy(world, async (url) => {
    const isKilled = await ordeal(url);
    return { isKilled, faults: await faultsAfter(url, expected, mending, counts) };
  });
}

/** Has the work finished, and looks at what is there. */
export function faultsAfter(
  url: string,
  expected: readonly string[],
  mending: Mending = closing,
  counts: (row: string) => boolean = () => true,
): Promise<string[]> {
  return after(url, mending, async (portal) => {
    const { sql } = portal;
    const violations = await auditDatabase(sql, day('2026-12-01'));
    const rows = (await closedRows(sql)).filter(counts);
    const told = violations.map(({ code, subject, detail }) => `${code} ${subject}: ${detail}`);
    const besides = (await mending.look?.(portal)) ?? [];
    const lacking = without(expected, rows).map((row) => `missing ${row}`);
    return [...told, ...besides, ...lacking, ...without(rows, expected).map((row) => `too much ${row}`)];
  });
}

/** The rows that are left when the others are taken away, one for one. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const times = left.get(row) ?? 0;
    left.set(row, times - 1);
    return times <= 0;
  });
}

async function after<T>(url: string, { finish, smtpUrl }: Mending, look: (portal: Portal) => Promise<T>): Promise<T> {
  const { portal, close } = await openBarePortal(url, { at: AFTER, ...(smtpUrl ? { smtpUrl } : {}) });
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

/**
 * A close frozen at one of its writes, with its transactions and locks, while another one does the work: longer than the server lets
 * it hold them. Woken when the other is through, it must find out that it was late. @returns whether it was frozen at all
 */
export async function frozenClose(url: string, at: number): Promise<boolean> {
  const { portal, close } = await openBarePortal(url, { at: AFTER });
  const frozen = startProcess(url, 'close', { at, when: 'after', by: 'SIGSTOP' });
  try {
    const isOver = frozen.ended.then(() => true);
    while (!(await isAsleep(portal))) if (await Promise.race([isOver, false])) return false;
    await closing.finish(portal);
    return !(await Promise.race([isOver, false]));
  } finally {
    frozen.wake();
    await frozen.ended;
    await portal.jobs.stop();
    await close();
  }
}

/** Has a connection been asleep in a transaction for longer than a living process leaves it? */
async function isAsleep({ sql }: Portal): Promise<boolean> {
  const asleep = await sql(
    'test_asleep',
    `select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and state_change < now() - interval '1 second'`,
  );
  return asleep.length > 0;
}
