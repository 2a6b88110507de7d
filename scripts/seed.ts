// npm run seed -- --partners 5000 --subscriptions 1000000 [--products 10000]: an empty database filled for measuring.
import { startClock } from '#src/demo/clock.ts';
import { ConfigError, loadConfig } from '#src/platform/config.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';
import { MigrationError } from '#src/platform/db/migrate.ts';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { createLogger } from '#src/platform/logger.ts';
import { openPortal } from '#src/portal.ts';
import { seedLoad } from './seed/load.ts';
import { readSize, SeedError } from './seed/options.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(args: string[]): Promise<void> {
  const size = readSize(args);
  const config = loadConfig(process.env);
  if (config.isProduction) throw new SeedError('In production nothing is made up.');
  const embedded = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir, settings: { max_wal_size: '4GB' } });
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await prepareDatabase(databaseUrl);
    const clock = await startClock(config, databaseUrl);
    const { portal, close } = await openPortal({ config, clock, log: createLogger('warn'), databaseUrl });
    try {
      await seedLoad(portal, databaseUrl, size, say);
    } finally {
      await portal.jobs.stop();
      await close();
    }
  } finally {
    await embedded?.stop();
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  const isSentence = [SeedError, ConfigError, EmbeddedError, MigrationError].some((kind) => error instanceof kind);
  process.stderr.write(`${isSentence ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
