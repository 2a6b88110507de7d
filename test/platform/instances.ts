import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '#src/platform/db/free-port.ts';
import { Client } from '#test/bench/load.ts';
import { until } from '#test/support/waiting.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const holding = new URL('./hold-loop.ts', import.meta.url).href;

/** Far more than the portal allows itself: 5 s for an answer, 25 s for its end; a start makes the demo world. */
const ANSWER_MS = 30_000;
const START_MS = 120_000;
const END_MS = 40_000;

/** The real program in a process of its own, on a database of somebody else's, with the clock of the demo. */
export interface Instance {
  readonly port: number;
  readonly client: Client;
  isAlive(): boolean;
  /** Its event loop stands still for a quarter of a second. */
  hold(): void;
  /** Is it ready? A machine that can't be asked is not. */
  isReady(): Promise<boolean>;
  /** What it has written so far. */
  words(): string;
  end(): Promise<void>;
}

export async function startInstance(databaseUrl: string): Promise<Instance> {
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const settings = {
    DATABASE_URL: databaseUrl,
    DEMO: 'on',
    CLOCK: '2026-11-22T10:00+03:00',
    SESSION_SECRET: 'a secret that all instances share',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', holding, 'src/server.ts'], {
    cwd: root,
    env: { PATH, HOME, PORT: String(port), LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk));
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const client = new Client(port, 8, ANSWER_MS);
  const isReady = () =>
    client.ask('/health/ready').then(
      ({ status }) => status === 200,
      () => false,
    );
  await until(
    START_MS,
    () => `an instance to start: ${words}`,
    async () => {
      if (!isAlive()) throw new Error(`an instance did not start: ${words}`);
      return isReady();
    },
  );
  return {
    port,
    client,
    isAlive,
    hold: () => void child.kill('SIGUSR2'),
    isReady,
    words: () => words,
    end: async () => {
      client.close();
      if (!isAlive()) return;
      const ended = once(child, 'exit');
      const patience = setTimeout(() => child.kill('SIGKILL'), END_MS);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(patience);
    },
  };
}
