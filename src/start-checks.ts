import { demoTraces } from '#src/demo/traces.ts';
import { type Config, ConfigError } from '#src/platform/config.ts';
import { newClient } from '#src/platform/db/client.ts';
import { type DatabaseFacts, databaseFaults, refusal } from '#src/platform/start-checks.rules.ts';

/**
 * Production does not start on a database that is not fit for it; the settings were checked when they were read.
 * @throws ConfigError with a sentence for each fault
 */
export async function checkDatabase(config: Config, databaseUrl: string): Promise<void> {
  if (!config.isProduction) return;
  const found = databaseFaults(await databaseFacts(databaseUrl));
  if (found.length > 0) throw new ConfigError(refusal(found));
}

interface Row {
  readonly version: number;
  readonly isSuperuser: boolean;
  /** Have the tables been made? */
  readonly isMade: boolean;
}

async function databaseFacts(databaseUrl: string): Promise<DatabaseFacts> {
  const client = newClient({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `select current_setting('server_version_num')::int / 10000 as version,
         (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser", to_regclass('users') is not null as "isMade"`,
    );
    const { version = 0, isSuperuser = false, isMade = false } = rows[0] ?? {};
    if (!isMade) return { version, isSuperuser, hasDemoWorld: false, demoLogOns: [] };
    return { version, isSuperuser, ...(await demoTraces(client)) };
  } finally {
    await client.end();
  }
}
