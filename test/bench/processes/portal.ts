// The portal as a process of its own over DATABASE_URL; with BENCH_JOBS=1 it also works off the job queue.
import { resolve } from 'node:path';
import { createApp } from '#src/app.ts';
import { systemClock } from '#src/platform/clock.ts';
import { loadAssets } from '#src/platform/http/assets.ts';
import { createLogger } from '#src/platform/logger.ts';
import { openPortal } from '#src/portal.ts';
import { benchConfig } from './bench-config.ts';
import { serveToParent } from './child.ts';

const { DATABASE_URL: databaseUrl = '', BENCH_JOBS: hasJobs } = process.env;
const config = benchConfig(databaseUrl);
const log = createLogger(config.logLevel);
const { portal, metrics, pulse, close } = await openPortal({ config, clock: systemClock(), log, databaseUrl });
await portal.jobs.prepare();
if (hasJobs === '1') await portal.jobs.start();
const assets = loadAssets(resolve(import.meta.dirname, '../../../public'));
const app = createApp({ portal, metrics, assets, pulse, readiness: { isReady: true } });
serveToParent(app, async () => {
  await portal.jobs.stop();
  await close();
});
