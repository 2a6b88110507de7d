import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { Interrupted } from '#src/platform/job-attempts.ts';
import { WorkPool } from '#src/platform/workers/pool.ts';
import { giveRows, rowsFrom } from '#src/platform/workers/rows.ts';
import { Overworked, TookTooMuch } from '#src/platform/workers/work.ts';
import { echoing, failing, growing, refusing, spinning } from './odd-work.ts';

let pool: WorkPool;
beforeEach(() => {
  pool = new WorkPool({ threads: 1, memoryMb: 48, waiting: 2, waitMs: 60_000 });
});
afterEach(() => pool.stop());

test('work is done in its order, its faults come back as they are', async () => {
  expect(await pool.do(echoing, 'ответ')).toBe('ответ');
  await expect(pool.do(refusing)).rejects.toThrow(new UnreadableFile('Это не таблица'));
  await expect(pool.do(failing)).rejects.toThrow('out of range');
  expect(await Promise.all([pool.do(echoing, '1'), pool.do(echoing, '2')])).toEqual(['1', '2']);
});

test('work past its deadline ends with its thread while the loop keeps turning; what waited is done by the next thread', async () => {
  await pool.do(echoing, 'warm');
  let turns = 0;
  const spun = pool.do(spinning).then(
    () => null,
    (error: unknown) => error,
  );
  const waited = pool.do(echoing, 'after');
  let isOver = false;
  void spun.then(() => {
    isOver = true;
  });
  for (; !isOver; turns++) await setImmediate();
  expect(await spun).toMatchObject({ of: 'time' });
  expect(await spun).toBeInstanceOf(TookTooMuch);
  expect(turns).toBeGreaterThan(20);
  expect(await waited).toBe('after');
});

test('work that was only given to a thread is not lost with it', async () => {
  const eager = new WorkPool({ threads: 1, memoryMb: 48, waiting: 5, waitMs: 60_000, ahead: 2 });
  await eager.do(echoing, 'warm');
  const [spun, given] = await Promise.allSettled([eager.do(spinning), eager.do(echoing, 'given')]);
  expect([spun.status, given]).toEqual(['rejected', { status: 'fulfilled', value: 'given' }]);
  await eager.stop();
});

test('work that takes too much memory ends with its thread, not with the process', async () => {
  await expect(pool.do(growing)).rejects.toMatchObject({ of: 'memory' });
  expect(await pool.do(echoing, 'still here')).toBe('still here');
});

test('more than may wait is refused at once, what waits too long a little later', async () => {
  const asked = [spinning, spinning, spinning, spinning].map((work) => pool.do(work).catch((error: unknown) => error));
  expect(await asked[3]).toBeInstanceOf(Overworked);
  const hasty = new WorkPool({ threads: 1, memoryMb: 48, waiting: 5, waitMs: 1 });
  const [, late] = await Promise.allSettled([hasty.do(spinning), hasty.do(echoing, 'late')]);
  expect(late).toMatchObject({ reason: expect.any(Overworked) });
  await hasty.stop();
});

test('a stopped pool lets go of everything', async () => {
  const asked = [pool.do(spinning), pool.do(echoing, '1')];
  const settled = Promise.allSettled(asked);
  await pool.stop();
  for (const one of await settled) expect(one).toMatchObject({ reason: expect.any(Interrupted) });
  await expect(pool.do(echoing, '2')).rejects.toThrow(Interrupted);
});

test('rows are read only as they are taken, and what they fail with is kept', async () => {
  let read = 0;
  async function* rows() {
    for (; read < 5_000; read++) yield read;
    throw new RangeError('the connection was lost');
  }
  const given = giveRows(rows(), new AbortController().signal);
  await setImmediate();
  expect(read).toBe(0);
  let taken = 0;
  await expect(
    (async () => {
      for await (const row of rowsFrom<number>(given.port)) {
        expect(row).toBe(taken++);
        expect(read - taken).toBeLessThanOrEqual(1_000);
      }
    })(),
  ).rejects.toThrow('could not be read');
  expect(given.fault()).toEqual(new RangeError('the connection was lost'));
  given.close();
});

test('nobody waits any more: no more rows are read', async () => {
  const leaving = new AbortController();
  const given = giveRows([1, 2, 3], leaving.signal);
  leaving.abort();
  await expect(rowsFrom(given.port).next()).rejects.toThrow('could not be read');
  given.close();
});
