import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Systems give ports from 32,768 on (Linux; others from 49,152) to whoever connects or asks for any port. A server that is lost and
 * comes back must find its own free, so it has one from below, where nobody comes to stand by accident.
 */
const GIVEN_TO_ANYBODY = 32_768;
const LOWEST = 20_000;

/** A port below those given to anybody that nobody listens on at `host` (all addresses unless said). */
export async function freePort(host?: string): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, GIVEN_TO_ANYBODY);
    if (await isFree(port, host)) return port;
  }
}

export function isFree(port: number, host?: string): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer().once('error', () => done(false));
    server.listen(port, host, () => server.close(() => done(true)));
  });
}
