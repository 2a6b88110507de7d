import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Sql } from '#src/platform/db/sql.ts';

interface Asked {
  readonly id: number;
  readonly statement: Parameters<Sql>;
}

type Answer = { readonly id: number } & ({ readonly rows: unknown[] } | { readonly fault: string });

export interface LentSql {
  /** Goes to the thread, which speaks through it with `sqlFrom`. */
  readonly port: MessagePort;
  /** What a statement failed with, to be told instead of the thread's own fault; null while none did. */
  fault(): unknown;
  /** Answers no more. */
  close(): void;
}

/** Lends a connection to a thread: its statements are run here, in the transaction that `sql` speaks to, and their rows go over. */
export function lendSql(sql: Sql): LentSql {
  const { port1, port2 } = new MessageChannel();
  let fault: unknown = null;
  port1.on('message', ({ id, statement }: Asked) => {
    sql(...statement).then(
      (rows) => port1.postMessage({ id, rows } satisfies Answer),
      (error: unknown) => {
        fault ??= error;
        port1.postMessage({ id, fault: 'a statement failed' } satisfies Answer);
      },
    );
  });
  return { port: port2, fault: () => fault, close: () => port1.close() };
}

/** The connection that `lendSql` lends, in the thread. The port is open until it is closed. */
export function sqlFrom(port: MessagePort): Sql {
  const waiting = new Map<number, { done: (rows: never[]) => void; failed: (error: Error) => void }>();
  let asked = 0;
  port.on('message', (answer: Answer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('rows' in answer) one?.done(answer.rows as never[]);
    else one?.failed(new Error(answer.fault));
  });
  return (...statement) =>
    new Promise((done, failed) => {
      waiting.set(++asked, { done, failed });
      port.postMessage({ id: asked, statement } satisfies Asked);
    });
}
