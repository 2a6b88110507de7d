import { type ChildProcess, fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { devNull } from 'node:os';
import { resolve } from 'node:path';
import settings from '../../package.json' with { type: 'json' };
import type { Usage } from './processes/child.ts';

/** A measured server in a process of its own. */
export interface Served {
  readonly port: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** What `npm start` gives Node: the portal is measured as it is run. */
const START_FLAGS = settings.scripts.start.split(' ').filter((word) => word.startsWith('--max'));

/** Starts `processes/<name>.ts` and waits until it listens. Its log lines are written, to nowhere. */
export async function spawnServer(name: string, env: Record<string, string>, flags: readonly string[] = []): Promise<Served> {
  const child = fork(resolve(import.meta.dirname, 'processes', `${name}.ts`), {
    env: { ...process.env, ...env },
    execArgv: [...(name === 'portal' ? START_FLAGS : []), '--import', 'tsx', ...flags],
    stdio: ['ignore', openSync(devNull, 'w'), 'inherit', 'ipc'],
  });
  const { port } = await answer<{ port: number }>(child);
  return {
    port,
    usage: async () => {
      child.send('usage');
      return (await answer<{ usage: Usage }>(child)).usage;
    },
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done));
      child.send('stop');
      await gone;
    },
  };
}

/** Runs `processes/<name>.ts` to its end. @returns what it told */
export async function runProcess<T>(name: string, env: Record<string, string>, flags: readonly string[] = []): Promise<T> {
  const child = fork(resolve(import.meta.dirname, 'processes', `${name}.ts`), {
    env: { ...process.env, ...env },
    execArgv: ['--import', 'tsx', ...flags],
  });
  const gone = new Promise((done) => child.once('exit', done));
  const told = await answer<T>(child);
  await gone;
  return told;
}

function answer<T>(child: ChildProcess): Promise<T> {
  return new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`a measured process ended (${code})`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      done(message as T);
    });
  });
}
