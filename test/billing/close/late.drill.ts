import { expect, it } from 'vitest';
import { auditDatabase } from '#src/invariants/audit.ts';
import { openTestPortal } from '#test/support/portal.ts';
import { expectWholeTerms, live, liveTwoLate, told } from './late-world.ts';

const WORLDS = 60;

it(`${WORLDS} worlds closed late are what they would be, closed in time`, async () => {
  for (let seed = 101; seed < 101 + WORLDS; seed++) {
    const [inTime, late] = [await openTestPortal(), await openTestPortal()];
    await live(inTime, seed, false);
    await live(late, seed, true);
    expect(await told(late), `seed ${seed}`).toEqual(await told(inTime));
    await expectWholeTerms(inTime);
    await expectWholeTerms(late);
    expect(await auditDatabase(late.portal.sql, late.portal.clock.today()), `seed ${seed}`).toEqual([]);
    await Promise.all([inTime.close(), late.close()]);
  }
});

it(`${WORLDS} worlds with two months closed late close the next ones in time, and nobody is parked`, async () => {
  for (let seed = 201; seed < 201 + WORLDS; seed++) {
    const p = await openTestPortal();
    await liveTwoLate(p, seed);
    await expectWholeTerms(p);
    expect(await auditDatabase(p.portal.sql, p.portal.clock.today()), `seed ${seed}`).toEqual([]);
    await p.close();
  }
});
