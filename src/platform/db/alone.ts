import { newClient } from '#src/platform/db/client.ts';

/** Advisory locks of work that only one process of a database may do at a time. */
const locks = {
  /** Everything that changes the shape of the database: migrations, the tables of the job queue, its queues. */
  shape: 5_201_001,
  demoWorld: 5_201_004,
} as const;

/** Runs `work` while no other process runs it on this database; the others wait for their turn. */
export async function alone<T>(databaseUrl: string, name: keyof typeof locks, work: () => Promise<T>): Promise<T> {
  const client = newClient({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [locks[name]]);
    return await work();
  } finally {
    await client.end();
  }
}
