import type pg from 'pg';
import { newClient } from '#src/platform/db/client.ts';

/** A connection that may take its time, with what the statements of the seeding share. */
export interface SeedSession {
  readonly client: pg.Client;
  /** Runs a step and says how long it took. */
  step(name: string, work: () => Promise<unknown>): Promise<void>;
  end(): Promise<void>;
}

/** Nothing waits for the disk: a seeding that was interrupted is begun anew in an empty database. */
const settings = `set timezone = 'UTC'; set synchronous_commit = off; set statement_timeout = 0; set work_mem = '256MB';
  set maintenance_work_mem = '256MB'; set max_parallel_workers_per_gather = 0;`;

/** The same number from the same arguments on every machine: 0 … sides − 1. */
const dice = `create function pg_temp.dice(n int, salt int, sides int) returns int language sql immutable as
  $$ select (((hashint4extended(n, salt) % sides) + sides) % sides)::int $$`;

export async function openSession(databaseUrl: string, say: (line: string) => void): Promise<SeedSession> {
  const client = newClient({ connectionString: databaseUrl, application_name: 'seed' });
  await client.connect();
  await client.query(settings);
  await client.query(dice);
  return {
    client,
    step: async (name, work) => {
      const begun = performance.now();
      await work();
      say(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    },
    end: () => client.end(),
  };
}
