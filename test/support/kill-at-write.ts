import { Socket } from 'node:net';

/** Where a process dies: at which of its outgoing writes, and on which side of it. */
export interface Death {
  /** 1 is the first write after the call; one that is never reached kills nobody. */
  readonly at: number;
  readonly when: 'before' | 'after';
  /** It is killed, or frozen until somebody wakes it. */
  readonly by?: 'SIGKILL' | 'SIGSTOP';
}

type Write = (this: Socket, ...args: unknown[]) => void;

/**
 * Counts from now on what this process hands to its connections, and ends it by SIGKILL at one of these writes: nothing is
 * cleaned up, as when the machine loses its power. Killed after a write, the other side has what was written. Frozen by SIGSTOP
 * it keeps its connections, transactions and locks, and answers nobody.
 */
export function dieAtWrite({ at, when, by = 'SIGKILL' }: Death): { readonly count: number } {
  const written = { count: 0 };
  const sockets = Socket.prototype as unknown as Record<'_write' | '_writev', Write>;
  for (const name of ['_write', '_writev'] as const) {
    const write = sockets[name];
    sockets[name] = function (...args) {
      const isDue = ++written.count === at;
      if (isDue && when === 'before') process.kill(process.pid, by);
      write.apply(this, args);
      if (isDue && when === 'after') process.kill(process.pid, by);
    };
  }
  return written;
}
