import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTestPortal, type TestOptions, type TestPortal } from './portal.ts';

/** A test portal that listens, for what needs a real connection: a browser, bytes on the wire. */
export interface ListeningPortal extends TestPortal {
  /** Its address, `http://127.0.0.1:<port>`; the same as PORTAL_URL, so links in letters lead to it. */
  readonly url: string;
}

/** Opens a test portal on a free port. The port is taken first, because the portal must know its own address. */
export async function listen(options: TestOptions = {}): Promise<ListeningPortal> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const portal = await openTestPortal({ ...options, config: { ...options.config, portalUrl: url } });
  server.on('request', portal.app);
  return { ...portal, url, close: () => stopped(server).then(portal.close) };
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
