import PgBoss from 'pg-boss';
import { alone } from '#src/platform/db/alone.ts';
import { newClient } from '#src/platform/db/client.ts';

/** Installs the tables of the job queue, or brings them to the version of pg-boss in use. Safe to call at once from many. */
export function installJobs(databaseUrl: string): Promise<void> {
  return alone(databaseUrl, 'shape', () => install(databaseUrl));
}

async function install(databaseUrl: string): Promise<void> {
  const client = newClient({ connectionString: databaseUrl });
  await client.connect();
  try {
    const db = { executeSql: (text: string, values: unknown[]) => client.query(text, values) };
    const boss = new PgBoss({ db, migrate: true, supervise: false, schedule: false });
    await boss.start();
    await boss.stop({ graceful: false });
  } finally {
    await client.end();
  }
}
