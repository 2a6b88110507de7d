import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

type Answer<Row> = { readonly rows: readonly Row[]; readonly isLast: boolean } | { readonly fault: string };

/** Rows that go over to a thread at once. */
const BATCH = 500;

export interface GivenRows {
  /** Goes to the thread, which reads it with `rowsFrom`. */
  readonly port: MessagePort;
  /** What reading the rows failed with, to be told instead of the thread's own fault; null while nothing did. */
  fault(): unknown;
  /** Gives no more. */
  close(): void;
}

/**
 * Gives rows over to a thread some hundreds at a time, as the thread asks for them: nothing is read before the work begins, and
 * never more than it can take. `signal` ends it when nobody waits for the outcome any more.
 */
export function giveRows<Row>(rows: Iterable<Row> | AsyncIterable<Row>, signal: AbortSignal): GivenRows {
  const { port1, port2 } = new MessageChannel();
  const source = taking(rows);
  let fault: unknown = null;
  const answer = async (): Promise<Answer<Row>> => {
    signal.throwIfAborted();
    const batch: Row[] = [];
    while (batch.length < BATCH) {
      const { value, done } = await source.next();
      if (done) return { rows: batch, isLast: true };
      batch.push(value);
    }
    return { rows: batch, isLast: false };
  };
  port1.on('message', () => {
    answer().then(
      (found) => port1.postMessage(found),
      (error: unknown) => {
        fault ??= error;
        port1.postMessage({ fault: 'the rows could not be read' });
      },
    );
  });
  return { port: port2, fault: () => fault, close: () => port1.close() };
}

async function* taking<Row>(rows: Iterable<Row> | AsyncIterable<Row>): AsyncGenerator<Row, undefined> {
  yield* rows;
  return undefined;
}

/** The rows that `giveRows` gives, in the thread: the next ones are asked for while these are being worked on. */
export async function* rowsFrom<Row>(port: MessagePort): AsyncGenerator<Row> {
  for (let asked = ask<Row>(port); ; ) {
    const found = await asked;
    if ('fault' in found) throw new Error(found.fault);
    if (!found.isLast) asked = ask<Row>(port);
    yield* found.rows;
    if (found.isLast) return;
  }
}

async function ask<Row>(port: MessagePort): Promise<Answer<Row>> {
  const coming = once(port, 'message');
  port.postMessage('more');
  const [found]: [Answer<Row>] = (await coming) as [Answer<Row>]; // only `giveRows` speaks at the other end
  return found;
}
