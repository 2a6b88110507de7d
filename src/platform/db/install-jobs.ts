import pg from 'pg';
import PgBoss from 'pg-boss';

/** Installs the tables of the job queue, or brings them to the version of pg-boss in use. Safe to call at once from many. */
export async function installJobs(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
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
