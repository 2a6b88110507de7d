import { resolve } from 'node:path';
import { tellSeals } from '#src/accounts/second-factor/seals.service.ts';
import { createApp } from '#src/app.ts';
import { type DemoAxapta, startAxapta } from '#src/demo/axapta.ts';
import { startClock } from '#src/demo/clock.ts';
import { prepareDemoWorld } from '#src/demo/world.ts';
import { loadConfig } from '#src/platform/config.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { loadAssets } from '#src/platform/http/assets.ts';
import { openPort } from '#src/platform/http/port.ts';
import { createLogger, type Logger } from '#src/platform/logger.ts';
import { openPortal } from '#src/portal.ts';
import { startSchedule } from '#src/schedule.ts';
import { checkDatabase } from '#src/start-checks.ts';

/** A step of the way back. */
type Undo = () => Promise<void>;

/** Starts: config → port → database → jobs → http. Every step says how it ends; `ends` is the same way back. */
async function start(ends: Undo[]): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLogger(config.logLevel);
  const port = await openPort(config.port);
  const databaseUrl = config.databaseUrl ?? (await ownDatabase(config.dataDir, (text) => log.warn(text), ends));
  await checkDatabase(config, databaseUrl);
  await prepareDatabase(databaseUrl);
  const clock = await startClock(config, databaseUrl);
  const { portal, metrics, pulse, stopRendering, close } = await openPortal({ config, clock, log, databaseUrl });
  ends.push(close);
  await pulse.beat();
  await portal.jobs.prepare();
  await tellSeals(portal);
  await prepareDemoWorld(portal, databaseUrl);

  const readiness = { isReady: true };
  const assets = loadAssets(resolve(import.meta.dirname, '../public'));
  await portal.jobs.start();
  // What is being drawn is drawn again at the next start; other work of the moment is waited for.
  ends.push(async () => void (await Promise.all([portal.jobs.stop(10_000), stopRendering()])));
  port.serve(createApp({ portal, metrics, readiness, pulse, assets }));
  ends.push(port.close, startSchedule(portal, pulse), async () => {
    readiness.isReady = false;
  });
  if (config.hasDemoAxapta) ends.push(endOf(startAxapta(portal, config.port), log));
  process.stdout.write(`\n  Портал работает: ${config.portalUrl}\n\n`);
}

/** The portal does not wait for the stand-in, and does without one that does not start. */
function endOf(starting: Promise<DemoAxapta>, log: Logger): Undo {
  const started = starting.catch((err: unknown) => log.warn({ err }, 'the stand-in of Axapta did not start'));
  return async () => (await started)?.stop();
}

async function ownDatabase(dataDir: string, warn: (text: string) => void, ends: Undo[]): Promise<string> {
  const embedded = await startEmbedded({ dataDir, warn });
  ends.push(embedded.stop);
  return embedded.url;
}

/** Ends what was started, last things first, within 25 seconds. */
async function stop(ends: Undo[], exitCode: number): Promise<void> {
  setTimeout(() => process.exit(1), 25_000).unref();
  for (const end of ends.splice(0).reverse()) await end().catch(() => undefined);
  process.exit(exitCode);
}

/** Faults that people can mend: their message is a sentence and needs no stack. */
const sentences = ['ConfigError', 'PortError', 'EmbeddedError', 'MigrationError'];

function tell(error: Error): void {
  const text = sentences.includes(error.constructor.name) ? error.message : (error.stack ?? error.message);
  process.stderr.write(`\n  The portal could not start: ${text}\n\n`);
}

const ends: Undo[] = [];
let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    isStopping = true;
    void stop(ends, 0);
  });
}
start(ends).catch((error: Error) => {
  if (isStopping) return;
  tell(error);
  void stop(ends, 1);
});
