import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

describe('the first page of MONT’s people', () => {
  let p: TestPortal;
  beforeAll(async () => {
    p = await openTestPortal();
  });
  afterAll(() => p.close());

  it.each([
    ['2027-09-29', false],
    ['2027-10-02', true],
  ])('on %s warns of a year without a production calendar: %s', async (today, isWarned) => {
    p.clock.setTo(new Date(`${today}T12:00:00+03:00`));
    const page = await (await p.as('manager')).get('/admin');
    expect(page.text.includes('Нет производственного календаря на 2028 год')).toBe(isWarned);
  });
});
