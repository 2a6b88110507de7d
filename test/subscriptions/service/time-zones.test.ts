import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { withCast } from '#test/support/cast.ts';
import { freshDatabase } from '#test/support/database.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('month-end-story.ts', import.meta.url));
const zones = ['UTC', 'Asia/Vladivostok', 'America/Los_Angeles', 'Europe/Moscow'];

test('processes in four time zones write the same rows, also within a second of midnight in Moscow', async () => {
  const told = await Promise.all(zones.map(tellIn));
  expect(told[0]).toContain('2028-02-28..2028-02-29 × 10');
  expect(told[0]).toContain('2028-02-29..2028-03-01 × 10');
  for (const other of told.slice(1)) expect(other).toBe(told[0]);
}, 120_000);

async function tellIn(zone: string): Promise<string> {
  const database = await freshDatabase(withCast);
  try {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, database.url], { env: { ...process.env, TZ: zone } });
    return stdout;
  } finally {
    await database.drop();
  }
}
