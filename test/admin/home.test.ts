import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeHold } from '#src/credit/holds.service.ts';
import { command } from '#src/platform/command.ts';
import type { TestPage } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
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

describe('held orders on the first page and in the list', () => {
  let p: TestPortal;
  let decidable: string;
  const held: string[] = [];
  beforeAll(async () => {
    p = await openTestPortal();
    const staff = await p.scope('manager');
    const another = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'admin' }, select: { id: true } });
    const holdOf = async (code: string, reason: 'manual' | 'overdue') => {
      const { id } = await p.portal.db.partner.update({ where: { code }, data: { creditLimit: 100_000_00n } });
      await command(staff, { action: 'hold.place' }, (tx) => placeHold(tx, { partnerId: id, reason, text: 'Спор по акту.' }));
    };
    await holdOf('orion', 'manual');
    await holdOf('vector', 'overdue');
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { managerId: another.id } });
    ({ number: decidable } = await orderAs(await p.scope('orion'), { seats: 5 }));
    for (const seats of [5, 6]) held.push((await orderAs(await p.scope('vector'), { seats })).number);
  });
  afterAll(() => p.close());

  const section = (page: TestPage, id: string) => page.$(`section[aria-labelledby="${id}"]`).text().replace(/\s+/g, ' ');

  it('tells what a person can decide from what waits for money', async () => {
    const page = await (await p.as('manager')).get('/admin');
    expect(section(page, 'orders')).toContain(decidable);
    expect(section(page, 'orders')).not.toContain(String(held[0]));
    expect(section(page, 'waits')).toMatch(/ООО «Вектор» 2 /);
    expect(page.$('nav a[href="/admin/orders"] .count').first().text()).toBe('1');
  });

  it('narrows them to partners of one’s own', async () => {
    const manager = await p.as('manager');
    const mine = await manager.get('/admin?whose=mine');
    expect([section(mine, 'orders').includes(decidable), section(mine, 'waits')]).toEqual([true, '']);
    const listed = async (query: string) => {
      const page = await manager.get(`/admin/orders?${query}`);
      return page
        .$('tbody th a')
        .toArray()
        .map((link) => page.$(link).text());
    };
    expect(await listed('wait=decision')).toEqual([decidable]);
    expect(await listed('wait=money')).toEqual(held);
    expect(await listed('wait=money&whose=mine')).toEqual([]);
    expect((await listed('')).slice(0, 3)).toEqual([decidable, ...held]);
  });

  it('leaves to the limit what the limit has no room for', async () => {
    await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1n } });
    const page = await (await p.as('manager')).get('/admin');
    expect([section(page, 'orders'), section(page, 'waits').includes('ООО «Орион»')]).toEqual(['', true]);
  });
});
