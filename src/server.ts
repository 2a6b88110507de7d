import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import { seedDemoWorld } from '#prisma/seeds/demo-world.ts';
import { createApp } from '#src/app.ts';
import { startClock } from '#src/demo-clock.ts';
import { loadConfig } from '#src/platform/config.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { loadAssets } from '#src/platform/http/assets.ts';
import { createLogger } from '#src/platform/logger.ts';
import { openPortal } from '#src/portal.ts';
import { startSchedule } from '#src/schedule.ts';

/** Starts: config → database → jobs → http; ends the same way back. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLogger(config.logLevel);
  const embedded = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir, warn: (text) => log.warn(text) });
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  await prepareDatabase(databaseUrl);
  const clock = await startClock(config, databaseUrl);
  const { portal, metrics, close } = await openPortal({ config, clock, log, databaseUrl });
  await portal.jobs.prepare();
  if (config.isDemo) await seedDemoWorld(portal);

  const readiness = { isReady: false };
  const app = createApp({ portal, metrics, readiness, assets: loadAssets(resolve(import.meta.dirname, '../public')) });
  const server = await listen(createServer(app), config.port);
  await portal.jobs.start();
  const stopSchedule = startSchedule(portal);
  readiness.isReady = true;
  process.stdout.write(`\n  Портал работает: ${config.portalUrl}\n\n`);

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping');
    readiness.isReady = false;
    setTimeout(() => process.exit(1), 25_000).unref();
    await stopSchedule();
    await drain(server);
    await portal.jobs.stop(10_000);
    await close();
    await embedded?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

/** @throws Error with a sentence when the port is taken. */
function listen(server: Server, port: number): Promise<Server> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      fail(error.code === 'EADDRINUSE' ? new StartError(`Port ${port} is already in use. Stop the other program or set PORT.`) : error);
    });
    server.listen(port, () => done(server));
  });
}

/** Lets running requests end; sockets that only wait are closed. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await closed;
}

/** Thrown when the portal can't start; the message is a sentence for the person who starts it. */
class StartError extends Error {}

main().catch((error: Error) => {
  const isExpected = ['StartError', 'ConfigError', 'EmbeddedError', 'MigrationError'].includes(error.constructor.name);
  process.stderr.write(`\n  The portal could not start: ${isExpected ? error.message : (error.stack ?? error.message)}\n\n`);
  process.exit(1);
});
