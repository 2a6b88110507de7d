import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newClient } from '#src/platform/db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#src/platform/db/embedded.ts';
import { migrated } from '#test/support/database.ts';
import { asAdmin } from '#test/support/test-server.ts';
import { faultsAfter, startProcess, unkilled } from './killed-close.ts';
import { large } from './killed-world.ts';

const KILLS = 8;

/** PostgreSQL with all its processes ends by SIGKILL under a close and is started again: the close waits for it, or is run again. */
it(`a close whose PostgreSQL is killed is whole afterwards, ${KILLS} times`, async () => {
  const expected = await unkilled(large);
  const dataDir = await mkdtemp(join(tmpdir(), 'killed-server-'));
  // The machine lives on, so what the server had written is there: nothing has to wait for the disk.
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off', full_page_writes: 'off' } });
  try {
    await migrated.fill(server.url);
    await large.fill(server.url);
    let survived = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const url = await copyOf(server, kill);
      const closing = startProcess(url, 'close');
      const ended = closing.ended.then(
        () => true,
        () => false,
      );
      await closing.begun;
      await busySince(server, 50 + kill * 60);
      await killServer(server);
      await answering(server);
      if (await ended) survived += 1;
      expect(await faultsAfter(url, expected), `kill ${kill}`).toEqual([]);
    }
    console.log(`PostgreSQL killed ${KILLS} times under a close: ${survived} of the closes came to their end by themselves`);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

async function copyOf({ adminUrl, url }: EmbeddedDatabase, no: number): Promise<string> {
  await asAdmin(adminUrl, (client) => client.query(`create database copy_${no} owner portal template portal strategy file_copy`));
  const copy = new URL(url);
  copy.pathname = `/copy_${no}`;
  return copy.href;
}

/** Resolves when the close has worked on its batches for so long, in milliseconds of its transactions. */
async function busySince({ adminUrl }: EmbeddedDatabase, ms: number): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    const asked = `select 1 from pg_stat_activity where datname like 'copy%' and application_name = 'portal commands'
      and xact_start < clock_timestamp() - make_interval(secs => $1) and query not like '%close_begin%'`;
    while ((await client.query(asked, [ms / 1000])).rowCount === 0) {
      const { rowCount } = await client.query(`select 1 from pg_stat_activity where datname like 'copy%'`);
      if (rowCount === 0) return;
    }
  });
}

/** Resolves when the server is there again. */
function answering({ adminUrl }: EmbeddedDatabase): Promise<void> {
  return expect.poll(() => asAdmin(adminUrl, async () => true).catch(() => false), { timeout: 60_000, interval: 100 }).toBe(true);
}

async function killServer({ adminUrl }: EmbeddedDatabase): Promise<void> {
  const client = newClient({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()');
  const { rows: own } = await client.query<{ pid: number; postmaster: string }>(
    `select pg_backend_pid() as pid, split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as postmaster`,
  );
  for (const pid of [Number(own[0]?.postmaster), ...rows.map((row) => row.pid), Number(own[0]?.pid)]) process.kill(pid, 'SIGKILL');
}
