import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClient } from '#src/platform/db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#src/platform/db/embedded.ts';

const holder = fileURLToPath(new URL('../support/embedded-holder.ts', import.meta.url));
const settings = { shared_buffers: '16MB', max_connections: '20' };

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'embedded-'));
  await (await startEmbedded({ dataDir, settings })).stop();
});

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

/** A process that uses the database and has written an acknowledged row. */
async function hold(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', holder, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await once(child, 'exit');
}

const postmaster = async () => Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

async function ask(database: EmbeddedDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const client = newClient({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

async function withDatabase(work: (database: EmbeddedDatabase) => Promise<void>): Promise<void> {
  const database = await startEmbedded({ dataDir, settings });
  try {
    await work(database);
  } finally {
    await database.stop();
  }
}

describe('the embedded database', () => {
  it('sorts Russian words, keeps UTC, syncs its writes and gives the portal no superuser', () =>
    withDatabase(async (database) => {
      const words = await ask(database, "select w from unnest(array['яблоко', 'Ёлка', 'елка', 'Арбуз']) w order by w");
      expect(words.map(({ w }) => w)).toEqual(['Арбуз', 'елка', 'Ёлка', 'яблоко']);
      expect(
        await ask(database, "select current_setting('timezone') zone, current_setting('fsync') fsync, usesuper from pg_user"),
      ).toContainEqual({
        zone: 'UTC',
        fsync: 'on',
        usesuper: false,
      });
      expect((await ask(database, 'select usesuper from pg_user where usename = current_user'))[0]).toEqual({ usesuper: false });
    }));

  it('keeps its password from others', async () => {
    expect((await stat(join(dataDir, 'postgres/access.json'))).mode & 0o077).toBe(0);
  });

  it('is adopted when only the portal was killed, with everything that was acknowledged', async () => {
    await kill(await hold(), 'SIGKILL');
    const before = await postmaster();
    await withDatabase(async (database) => {
      expect(await postmaster()).toBe(before);
      expect(await ask(database, 'select note from kept limit 1')).toEqual([{ note: 'acknowledged' }]);
    });
  });

  it('starts after it was killed together with the portal', async () => {
    const child = await hold();
    process.kill(await postmaster(), 'SIGKILL');
    await kill(child, 'SIGKILL');
    await withDatabase(async (database) => {
      expect(await ask(database, 'select note from kept limit 1')).toEqual([{ note: 'acknowledged' }]);
    });
  });

  it('starts when the process id in its leftover lock belongs to another program now', async () => {
    const lock = `${process.pid}\n${join(dataDir, 'postgres')}\n0\n1\n\n127.0.0.1\n`;
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), lock);
    await withDatabase(async (database) => {
      expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    });
  });

  it('comes back on the same port when it is killed under a running portal', () =>
    withDatabase(async (database) => {
      const before = await postmaster();
      process.kill(before, 'SIGKILL');
      const answer = () => ask(database, 'select 1 as one').catch(() => []);
      await expect.poll(answer, { timeout: 10_000, interval: 100 }).toEqual([{ one: 1 }]);
      expect(await postmaster()).not.toBe(before);
    }));

  it('comes back on the same port though somebody else took it meanwhile', () =>
    withDatabase(async (database) => {
      process.kill(await postmaster(), 'SIGKILL');
      const other = createServer();
      const takes = async () => {
        other.listen(Number(new URL(database.url).port), '127.0.0.1');
        return once(other, 'listening').then(Boolean, () => false);
      };
      while (!(await takes()));
      const log = () => readFile(join(dataDir, 'postgres.log'), 'utf8');
      await expect.poll(log, { timeout: 10_000 }).toContain('could not bind IPv4 address');
      other.close();
      const answer = () => ask(database, 'select 1 as one').catch(() => []);
      await expect.poll(answer, { timeout: 10_000, interval: 100 }).toEqual([{ one: 1 }]);
    }));

  it('has a port that is not given to whoever asks for any', () =>
    withDatabase(async ({ url }) => expect(Number(new URL(url).port)).toBeLessThan(32_768)));

  it('is stopped by the last process that uses it, not before', async () => {
    const child = await hold();
    await withDatabase(async (database) => {
      await kill(child, 'SIGTERM');
      expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    });
    await expect(stat(join(dataDir, 'postgres/postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('is made by one of two portals that start at once', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'embedded-'));
    const [one, two] = await Promise.all([startEmbedded({ dataDir: fresh, settings }), startEmbedded({ dataDir: fresh, settings })]);
    expect(one.url).toBe(two.url);
    await one.stop();
    expect(await ask(two, 'select 1 as one')).toEqual([{ one: 1 }]);
    await two.stop();
    await rm(fresh, { recursive: true });
  });
});
