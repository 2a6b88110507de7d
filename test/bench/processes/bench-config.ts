import { type Config, loadConfig } from '#src/platform/config.ts';

/** The portal's own settings over a database: no demo, letters stay on the portal, one log line per answer. */
export function benchConfig(databaseUrl: string): Config {
  return loadConfig({
    DATABASE_URL: databaseUrl,
    PORTAL_URL: 'http://localhost',
    SESSION_SECRET: 'a secret of benches that is long enough for its purpose',
  });
}
