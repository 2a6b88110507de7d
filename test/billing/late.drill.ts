import { expect, it } from 'vitest';
import { auditDatabase } from '#src/audit/audit.ts';
import { openTestPortal } from '#test/support/portal.ts';
import { live, told } from './late-world.ts';

const WORLDS = 60;

it(`${WORLDS} worlds closed late are what they would be, closed in time`, async () => {
  for (let seed = 101; seed < 101 + WORLDS; seed++) {
    const [inTime, late] = [await openTestPortal(), await openTestPortal()];
    await live(inTime, seed, false);
    await live(late, seed, true);
    expect(await told(late), `seed ${seed}`).toEqual(await told(inTime));
    expect(await auditDatabase(late.portal.sql, late.portal.clock.today()), `seed ${seed}`).toEqual([]);
    await Promise.all([inTime.close(), late.close()]);
  }
});
