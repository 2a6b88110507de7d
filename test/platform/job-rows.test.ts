import type pg from 'pg';
import PgBoss from 'pg-boss';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPool } from '#src/platform/db/client.ts';
import { poolSql } from '#src/platform/db/sql.ts';
import { createJobs, type Jobs } from '#src/platform/jobs.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

/** The version of the tables of pg-boss that `insertJobs` is written for: with another one, compare it with its `send` again. */
const WRITTEN_FOR = 24;

describe('a job that our statement puts into the table of pg-boss', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let jobs: Jobs<{ note: object }>;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = newPool({ connectionString: database.url, max: 2 });
    jobs = createJobs<{ note: object }>({ databaseUrl: database.url, log: pino({ level: 'silent' }) });
    jobs.define('note', async () => {}, { leaseSeconds: 7, retryLimit: 3 });
    await jobs.prepare();
  });
  afterAll(async () => {
    await jobs.stop();
    await pool.end();
    await database.drop();
  });

  it('is written for the version that is installed', async () => {
    expect((await pool.query('select version from pgboss.version')).rows).toEqual([{ version: WRITTEN_FOR }]);
  });

  it('is the one its own send would put there', async () => {
    await jobs.enqueue(poolSql(pool), 'note', { n: 1 }, { singletonKey: 'ours' });
    const boss = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      ...{ migrate: false, schedule: false, supervise: false, retentionDays: 30, retryDelay: 5, retryBackoff: true },
    });
    await boss.start();
    await boss.send('note', { n: 1 }, { singletonKey: 'theirs' });
    await boss.stop({ graceful: false });
    const { rows } = await pool.query(
      `select to_jsonb(j) - array['id', 'singleton_key', 'created_on', 'start_after', 'keep_until']
         || jsonb_build_object('starts', start_after = created_on, 'kept', keep_until - start_after) as job from pgboss.job j`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual(rows[1]);
  });
});
