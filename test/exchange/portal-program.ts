// A portal as a process of its own over DATABASE_URL, there to be killed: it takes messages over HTTP and from the folder AX_DIR, and works off jobs.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { createApp } from '#src/app.ts';
import { exchangeFolders } from '#src/exchange/folders/folders.service.ts';
import { standingClock } from '#src/platform/clock.ts';
import { loadAssets } from '#src/platform/http/assets.ts';
import { openPortal } from '#src/portal.ts';
import { testConfig } from '#test/support/config.ts';
import { TOKEN } from './ax.ts';
import { END } from './chaos-world.ts';

/** Between two looks into the folder. */
const LOOK_MS = 200;

const { DATABASE_URL: databaseUrl = '', AX_DIR: axDir = '' } = process.env;
const server = createServer();
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const log = pino({ level: 'error' }, { write: (line: string) => void process.send?.({ error: JSON.parse(line) }) });
const config = testConfig({ axToken: TOKEN, axDir, trustProxy: 1, portalUrl: url });
const { portal, metrics, pulse } = await openPortal({ config, clock: standingClock(END), log, databaseUrl });
await portal.jobs.prepare();
await portal.jobs.start();
const assets = loadAssets(resolve(import.meta.dirname, '../../public'));
server.on('request', createApp({ portal, metrics, assets, pulse, readiness: { isReady: true } }));
process.once('disconnect', () => process.exit(0));
process.send?.({ url });
for (;;) {
  await exchangeFolders(portal).catch(() => undefined); // its connections are cut, too: the next look takes what is left
  await setTimeout(LOOK_MS);
}
