import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The real program in a process of its own, without the demo world. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Until the port is taken, which is the first thing of a start. @throws when the process ended first */
  listening(): Promise<void>;
  /** Status of a page; waits as long as the portal takes to start. */
  status(path: string): Promise<number>;
  /** What it has written so far, both outputs. */
  words(): string;
  /** Sends the signal and answers with the exit code, null after a kill. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** @param settings over the usual ones */
export function startServer(dataDir: string, port: number, settings: Record<string, string> = {}): ServerProcess {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATA_DIR: dataDir, PORT: String(port), DEMO: 'off', LOG_LEVEL: 'warn', ...settings };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk));
  return {
    child,
    listening: () => accepts(port, child),
    status: async (path) => {
      await accepts(port, child);
      const { status } = await fetch(`http://localhost:${port}${path}`);
      return status;
    },
    words: () => words,
    end: async (signal) => {
      const ended = once(child, 'exit');
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error('the portal ended before it listened');
    await setTimeout(20);
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, 'localhost');
  const isOpen = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}
