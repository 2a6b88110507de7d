import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellPriceChanges } from '#src/catalog/prices/price-notices.service.ts';
import { formatRub } from '#src/lib/money.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let first: string;
let offerId: number;
let oldPrice: bigint;
beforeAll(async () => {
  p = await openTestPortal();
  first = await placeNew(p, 'vector', { seats: 5 });
  ({ offerId, unitPrice: oldPrice } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number: first } }));
  await p.portal.db.price.deleteMany({ where: { offerId, validFrom: { gt: p.clock.now() } } });
});
afterAll(() => p.close());

const price = (validFrom: string, gross: bigint) => p.portal.db.price.create({ data: { offerId, validFrom: new Date(validFrom), gross } });
const notices = async () => {
  await p.drainJobs();
  return p.letters({ template: 'price-change-ahead' });
};
const on = (day: string) => p.clock.setTo(new Date(`${day}T09:00:00+03:00`));

test('a raise set for the 1st is told at once, for the first renewal at least 14 days later, with its new sum', async () => {
  on('2026-11-17');
  await price('2026-12-01', oldPrice + 1_000n);
  expect(await tellPriceChanges(p.portal)).toBe(1);
  const [letter, ...others] = await notices();
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ to: 'anna@vector.example', subject: 'С 1 декабря 2026 изменятся цены: 1 подписка' });
  expect(letter?.text).toContain(first);
  expect(letter?.text).toContain(formatRub((oldPrice + 1_000n) * 5n));
});

test('is told once, however often and by how many it is run', async () => {
  on('2026-11-18');
  expect(await Promise.all([1, 2, 3].map(() => tellPriceChanges(p.portal)))).toEqual([0, 0, 0]);
  expect((await notices()).length).toBe(1);
});

test('who has begun since is told on the next day, of a later renewal, and only that', async () => {
  const second = await placeNew(p, 'orion', { seats: 5 });
  await p.portal.db.$executeRawUnsafe(`update subscriptions set unit_price = ${oldPrice} where number = '${second}'`);
  expect(await tellPriceChanges(p.portal)).toBe(1);
  const letters = await notices();
  expect(letters.length).toBe(2);
  expect(letters[1]?.subject).toBe('С 1 января 2027 изменятся цены: 1 подписка');
  expect(letters[1]?.text).toContain(second);
  expect(letters[1]?.text).not.toContain(first);
});

test('a subscription that will not be renewed is not told of', async () => {
  const anna = new Managing(await p.scope('vector'));
  const third = await placeNew(p, 'vector', { seats: 5 });
  await anna.autoRenewal(third, { autoRenew: false });
  await p.portal.db.$executeRawUnsafe(`update subscriptions set unit_price = ${oldPrice} where number = '${third}'`);
  expect(await tellPriceChanges(p.portal)).toBe(0);
});

test('a lower price is told for the next renewal, however near; who muted the letter does not get it', async () => {
  on('2026-11-29');
  await p.portal.db.price.deleteMany({ where: { offerId, validFrom: new Date('2026-12-01') } });
  await price('2026-11-30', oldPrice - 5_000n);
  await p.portal.db.user.update({ where: { login: 'vector' }, data: { mutedLetters: ['price-change-ahead'] } });
  expect(await tellPriceChanges(p.portal)).toBe(2);
  const letters = await notices();
  expect(letters.slice(2).map(({ to }) => to)).not.toContain('anna@vector.example');
  expect(letters.slice(2).map(({ subject }) => subject)).toEqual(['С 1 декабря 2026 изменятся цены: 1 подписка']);
});

test('a price that is taken back is told, and told again when it returns', async () => {
  on('2026-12-05');
  await p.portal.db.subscription.updateMany({ data: { status: 'stopped' } });
  const number = await placeNew(p, 'orion', { seats: 6 });
  const told = async () => (await notices()).filter(({ text }) => text.includes(number));
  const change = async (gross: bigint | null) => {
    await p.portal.db.price.deleteMany({ where: { offerId, validFrom: new Date('2027-01-01') } });
    if (gross !== null) await price('2027-01-01', gross);
    p.clock.setTo(new Date(p.clock.now().getTime() + 60_000));
    await Promise.all([tellPriceChanges(p.portal), tellPriceChanges(p.portal)]);
    return told();
  };
  expect((await change(null)).length).toBe(0);
  expect((await change(oldPrice + 9_000n)).length).toBe(1);
  const back = await change(null);
  expect([back.length, back[1]?.subject]).toEqual([2, 'С 1 января 2027 не изменятся цены: 1 подписка']);
  expect(back[1]?.text).toContain('Изменение отменено');
  expect((await change(oldPrice + 9_000n)).length).toBe(3);
  expect((await change(oldPrice + 9_000n)).length).toBe(3);
});
