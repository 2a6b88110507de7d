import type { Socket } from 'node:net';
import pg from 'pg';

/**
 * A connection that never ends the process. pg tells of a lost connection by an `error` event, also between two statements of
 * whoever holds it: when answer and farewell come in one read, nobody listens yet or any more. So every connection listens from
 * its birth; what is lost is told by the statement under way, or the next one.
 */
class LastingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/** A connection of its own, still to be connected. The only maker of one: `test/site/connections.test.ts` sees to it. */
export const newClient = (config: pg.ClientConfig): pg.Client => new LastingClient(config);

/** A pool of such connections, without limits: `createPool` is for the work of the portal. */
export function newPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, Client: LastingClient });
  pool.on('error', () => {});
  return pool;
}

/**
 * How long a statement sent on this connection from now on may be without its answer, in ms; 0: as long as it takes. Past it the
 * statement fails and the connection is given up: the server, or the way to it, is silent.
 */
export function limitSilence(client: pg.ClientBase, ms: number): void {
  // pg reads the limit from here with every statement; its types leave that out.
  (client as unknown as { connectionParameters: { query_timeout: number } }).connectionParameters.query_timeout = ms;
}

/** Lets everything sent on this connection until the work at hand waits for something go out in one write. */
export function sentTogether(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
