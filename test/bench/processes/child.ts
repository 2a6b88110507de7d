import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a measured process has used since it started. */
export interface Usage {
  /** Milliseconds of CPU, its own and the system's. */
  readonly cpu: number;
  /** Bytes of memory after a full collection where the process allows one. */
  readonly rss: number;
}

/** Serves on a free port, tells it to the parent, answers its questions, ends when told. */
export function serveToParent(handler: RequestListener, close: () => Promise<void>): void {
  const server: Server = createServer(handler);
  server.keepAliveTimeout = 120_000; // longer than a floor is measured: nobody's connection is closed under its next request
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', (question) => {
    if (question === 'usage') process.send?.({ usage: usage() });
    else if (question === 'stop') void end();
  });
  process.once('disconnect', () => void end());

  async function end(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await close();
    process.exit(0);
  }
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  return { cpu: (user + system) / 1000, rss: process.memoryUsage.rss() };
}
