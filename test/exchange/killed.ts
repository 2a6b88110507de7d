import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { dice } from '#test/axapta/faults.ts';

const PROGRAM = resolve(import.meta.dirname, 'portal-program.ts');

/** How processes are killed: so many run, one of them dies at random about so often, and is started again, until so many have died. */
export interface Killing {
  readonly processes: number;
  readonly everyMs: number;
  readonly most: number;
}

/** Portals in processes of their own over one database. */
export interface KilledPortals {
  /** Addresses of those that run now. */
  urls(): readonly string[];
  /** Begins to kill. */
  begin(): void;
  /** Ends all of them, as hard as the others. @returns how many were killed before, and what they logged as errors */
  end(): Promise<{ kills: number; errors: readonly { status?: number }[] }>;
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Starts them and waits until all listen. */
export async function startKilled(
  where: { databaseUrl: string; dir: string },
  { processes, everyMs, most }: Killing,
): Promise<KilledPortals> {
  const roll = dice(5);
  const running: Running[] = [];
  const errors: { status?: number }[] = [];
  const over = new AbortController();
  let kills = 0;
  let killing: Promise<void> = Promise.resolve();

  async function start(): Promise<void> {
    const { PATH, HOME } = process.env;
    const child = fork(PROGRAM, {
      env: { PATH, HOME, DATABASE_URL: where.databaseUrl, AX_DIR: where.dir },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const url = await new Promise<string>((done, fail) => {
      child.once('exit', (code) => fail(new Error(`a portal ended at its start (${code})`)));
      child.on('message', (told: { url?: string; error?: { status?: number } }) => {
        if (told.url) done(told.url);
        if (told.error) errors.push(told.error);
      });
    });
    if (over.signal.aborted) await die(child);
    else running.push({ child, url });
  }

  async function killOnAndOn(): Promise<void> {
    for (; kills < most && !over.signal.aborted; kills++) {
      await setTimeout(Math.floor(roll() * 2 * everyMs), undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      const [victim] = running.splice(Math.floor(roll() * running.length), 1);
      if (!victim) throw new Error('no portal is left to be killed');
      await die(victim.child);
      if (kills + 1 < most) await start();
    }
  }

  await Promise.all(Array.from({ length: processes }, start));
  return {
    urls: () => running.map(({ url }) => url),
    begin: () => {
      killing = killOnAndOn();
    },
    end: async () => {
      over.abort();
      await killing;
      await Promise.all(running.map(({ child }) => die(child)));
      return { kills, errors };
    },
  };
}

async function die(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
