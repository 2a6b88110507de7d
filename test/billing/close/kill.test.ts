import { beforeAll, describe, expect, it } from 'vitest';
import type { Portal } from '#src/platform/scope.ts';
import { aftermath, frozenClose, NEVER, startProcess, twoAtATime, unkilled } from './killed-close.ts';
import { small } from './killed-world.ts';

const KILLS = 6;
const PATIENCE = 180_000;

/** What a close leaves that nobody kills. */
let expected: string[];
beforeAll(async () => {
  expected = await unkilled(small);
}, PATIENCE);

// A short form of `npm run drill -- kill`. Both mostly wait, each on databases of its own, so they do it at the same time.
describe.concurrent('a close', () => {
  it('killed at its writes is whole after the next start, as if nobody had killed it', { timeout: PATIENCE }, async () => {
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
  });

  it('frozen in the middle is done by another one, and finds out when it wakes', { timeout: PATIENCE }, async () => {
    const outcome = await aftermath(small, expected, (url) => frozenClose(url, 30), { finish: wholeAlready });
    expect(outcome).toEqual({ isKilled: true, faults: [] });
  });
});

/** Nobody has to mend anything, and nobody was parked. */
async function wholeAlready({ db }: Portal): Promise<void> {
  expect(await db.monthClose.findMany()).toMatchObject([{ state: 'done' }]);
  expect(await db.partnerClose.count({ where: { fault: { not: null } } })).toBe(0);
}
