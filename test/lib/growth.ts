import { expect } from 'vitest';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { BadRequest } from '#src/platform/errors.ts';

/** Milliseconds of a processor that reading takes; what is refused was read as far as it was. */
async function costOf(read: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  try {
    await read();
  } catch (error) {
    expect([UnreadableFile, BadRequest].some((kind) => error instanceof kind)).toBe(true);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const SIZE = 20_000;
const TIMES = 8;
/** Below this a measurement is noise. */
const FLOOR_MS = 25;

/** Eight times the size costs about eight times as much; the square of it would be 64 times. */
export async function expectLinear(read: (n: number) => () => Promise<unknown>): Promise<void> {
  const [small, large] = [read(SIZE), read(SIZE * TIMES)];
  await costOf(small);
  const once = Math.max(FLOOR_MS, await costOf(small));
  expect(await costOf(large)).toBeLessThan(once * TIMES * 4);
}
