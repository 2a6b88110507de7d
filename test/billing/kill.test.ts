import { expect, it } from 'vitest';
import { aftermath, NEVER, startProcess, twoAtATime, unkilled } from './killed-close.ts';
import { small } from './killed-world.ts';

const KILLS = 6;

// A short form of `npm run drill -- kill`.
it('a close killed at its writes is whole after the next start, as if nobody had killed it', async () => {
  const expected = await unkilled(small);
  expect(expected.length).toBeGreaterThan(500);
  let writes = 0;
  const whole = await aftermath(small, expected, async (url) => {
    writes = (await startProcess(url, 'close', NEVER).ended) ?? 0;
    return false;
  });
  expect(whole.faults).toEqual([]);
  expect(writes).toBeGreaterThan(40);
  const outcomes: object[] = [];
  await twoAtATime(async (index) => {
    if (index >= KILLS) return false;
    const death = { at: Math.ceil((writes * (index + 0.5)) / KILLS), when: index % 2 ? 'after' : 'before' } as const;
    outcomes.push({
      ...death,
      ...(await aftermath(small, expected, async (url) => (await startProcess(url, 'close', death).ended) === null)),
    });
    return true;
  });
  expect(outcomes).toHaveLength(KILLS);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ isKilled: true, faults: [] });
}, 60_000);
