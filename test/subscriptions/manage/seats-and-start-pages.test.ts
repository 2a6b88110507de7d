import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

const LIMIT = 500_000_00n;
let p: TestPortal;
let anna: Managing;
let vector: Browser;
let number: string;
let card: string;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
});
beforeEach(async () => {
  await on(TEST_NOW.toISOString());
  await anna.setLimit(LIMIT);
  number = await placeNew(p, 'vector', { seats: 10 });
  card = `/subscriptions/${number}`;
});
afterAll(() => p.close());

/** Moves the clock; the log-on of another day is over, so a new one. */
async function on(instant: string): Promise<void> {
  p.clock.setTo(new Date(instant));
  vector = await p.as('vector');
}

/** Leaves exactly this much of the limit free. */
async function leave(room: bigint): Promise<void> {
  const { credit } = await anna.facts(number);
  await anna.setLimit(credit.exposure + room);
}

describe('/subscriptions/:number/parameters', () => {
  test('10 → 15 → 12 in one day, as the pages say it', async () => {
    const page = await vector.get(`${card}/parameters`);
    expect(page.$('#seats').attr()).toMatchObject({ min: '5', max: '1000', value: '10' });
    const up = await vector.get(`${card}/parameters/preview?seats=15`, { 'X-Fragment': 'change-total' });
    expect(up.text).toMatch(
      /Количество10 → 15.*Действует с22 ноября 2026.*За ноябрь 2026\+321,00 ₽.*Станет за полный месяц, с НДС3 210,00 ₽/,
    );
    const raised = await vector.post(`${card}/parameters`, {
      ...hiddenOf(page),
      ...hiddenOf(up, '#order-shown'),
      ...shownIn(up),
      seats: '15',
      comment: '',
    });
    expect([raised.status, raised.location]).toEqual([303, card]);
    expect((await vector.follow(raised)).text).toContain('Количество изменено: 10 → 15.');

    const again = await vector.get(`${card}/parameters`);
    const down = await vector.get(`${card}/parameters/preview?seats=12`, { 'X-Fragment': 'change-total' });
    expect(down.text).toMatch(/Действует с23 ноября 2026.*За ноябрь 2026−171,20 ₽/);
    const lowered = await vector.post(`${card}/parameters`, { ...hiddenOf(again), ...shownIn(down), seats: '12', comment: '' });
    expect((await vector.follow(lowered)).text).toContain('Количество изменено: 15 → 12.');
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 15 = 10700', '2026-11-23..2026-12-01 × 12 = 68480']);
  });

  test('without script the sum is computed on the server before it can be confirmed', async () => {
    const page = await vector.get(`${card}/parameters`);
    const unseen = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats: '15', comment: 'Новые люди' });
    expect(unseen.status).toBe(200);
    expect(unseen.$('.error-summary, [aria-invalid=true]').length).toBe(0);
    expect(unseen.text).toContain('Проверьте: 10 → 15, +321,00 ₽ за ноябрь 2026.');
    expect((await anna.find(number)).seats).toBe(10);
    const asked = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats: '20', comment: 'Новые люди', step: 'recalculate' });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('+642,00 ₽');
    expect(asked.$('#seats').val()).toBe('20');
    expect(asked.$('textarea').text().trim()).toBe('Новые люди');
    expect((await vector.post(`${card}/parameters`, { ...hiddenOf(asked), seats: '20', comment: 'Новые люди' })).status).toBe(303);
    expect((await anna.find(number)).seats).toBe(20);
  });

  test.each([
    ['4', 'Укажите не меньше 5'],
    ['1001', 'Укажите не больше 1000'],
    ['', 'Укажите количество целым числом'],
    ['десять', 'Укажите количество целым числом'],
    ['-5', 'Укажите количество целым числом'],
    ['10', 'Количество не изменилось'],
  ])('«%s» seats come back with what was typed', async (seats, words) => {
    const page = await vector.get(`${card}/parameters`);
    const form = { ...hiddenOf(page), shownFor: seats };
    const answer = await vector.post(`${card}/parameters`, { ...form, seats, comment: 'почему' });
    expect(answer.status).toBe(422);
    expect(answer.$('.error-summary').text()).toContain(words);
    expect(answer.$('#seats').val()).toBe(seats);
    const preview = await vector.get(`${card}/parameters/preview?seats=${encodeURIComponent(seats)}`, { 'X-Fragment': '' });
    expect(preview.status).toBe(200);
  });

  test.each([
    ['5001', 'Укажите не больше 1000'],
    ['0', 'Укажите не меньше 5'],
    ['10', 'Количество не изменилось'],
  ])('«%s» typed without script is told at the field at once, with no sum to confirm', async (seats, words) => {
    const page = await vector.get(`${card}/parameters`);
    for (const step of ['confirm', 'recalculate']) {
      const answer = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats, comment: 'почему', step });
      expect(answer.status).toBe(422);
      expect(answer.$('.error-summary a').attr('href')).toBe('#seats');
      expect(answer.$('.error-summary').text()).toContain(words);
      expect(answer.text).not.toContain('пересчитана');
      expect(answer.$('textarea').text().trim()).toBe('почему');
    }
  });

  test('a minimum raised meanwhile is told at the field', async () => {
    const { offerId } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
    await p.portal.db.offer.update({ where: { id: offerId }, data: { minSeats: 8 } });
    const page = await vector.get(`${card}/parameters`);
    const answer = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats: '7', comment: '' });
    await p.portal.db.offer.update({ where: { id: offerId }, data: { minSeats: 5 } });
    expect(answer.status).toBe(422);
    expect(answer.$('.error-summary').text()).toContain('Укажите не меньше 8');
  });

  test.each(['confirm', 'recalculate'])(
    'a colleague was faster: %s without script shows both values before anything is done',
    async (step) => {
      const page = await vector.get(`${card}/parameters`);
      await new Managing(await p.scope('vector-sales')).seats(number, 16);
      const typed = { seats: '13', comment: 'Трое новых' };
      const answer = await vector.post(`${card}/parameters`, { ...hiddenOf(page), ...typed, step });
      expect(answer.status).toBe(409);
      expect(answer.$('section[role=alert] tbody').text()).toMatch(/Мест\s*10\s*16/);
      expect([answer.$('#seats').val(), answer.$('textarea').text().trim()]).toEqual(['13', 'Трое новых']);
      expect((await anna.find(number)).seats).toBe(16);
      expect((await vector.post(`${card}/parameters`, { ...hiddenOf(answer), ...typed })).status).toBe(303);
      expect((await anna.find(number)).seats).toBe(13);
    },
  );

  test('a colleague stopped it: the form stays with what was typed, says so and leads on', async () => {
    const page = await vector.get(`${card}/parameters`);
    await new Managing(await p.scope('vector-sales')).stop(number);
    for (const shownFor of ['10', '13']) {
      const answer = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats: '13', shownFor, comment: 'Трое новых' });
      expect(answer.status).toBe(409);
      expect(answer.$('h1').text()).toBe('Параметры');
      expect(answer.$('.alert.warn').text()).toContain('Состояние: было «Активна», стало «Остановлена».');
      expect(answer.$('.alert.warn a').attr('href')).toBe(`${card}/start`);
      expect([answer.$('#seats').val(), answer.$('textarea').text().trim()]).toEqual(['13', 'Трое новых']);
      expect(answer.$('form [aria-disabled=true]').text()).toContain('Подтвердить');
    }
  });

  test('a sum or a limit that changed since it was shown comes back with both values', async () => {
    const page = await vector.post(`${card}/parameters`, {
      ...hiddenOf(await vector.get(`${card}/parameters`)),
      seats: '15',
      comment: '',
      step: 'recalculate',
    });
    await on('2026-11-22T21:00:00Z');
    const late = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats: '15', comment: '' });
    expect(late.status).toBe(422);
    expect(late.text).toContain('было 321,00 ₽, стало 285,33 ₽');
    await anna.setLimit(400_000_00n);
    const poorer = await vector.post(`${card}/parameters`, { ...hiddenOf(late), seats: '15', comment: '' });
    expect(poorer.text).toContain('было 500 000,00 ₽, стало 400 000,00 ₽');
    expect((await vector.post(`${card}/parameters`, { ...hiddenOf(poorer), seats: '15', comment: '' })).status).toBe(303);
  });

  test('two editors: the second sees both values and what he typed', async () => {
    const page = await vector.get(`${card}/parameters`);
    await new Managing(await p.scope('vector-sales')).seats(number, 12);
    const answer = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats: '15', shownFor: '15', comment: '' });
    expect(answer.status).toBe(409);
    expect(answer.$('section[role=alert] tbody').text()).toMatch(/Мест\s*10\s*12/);
    expect(answer.$('#seats').val()).toBe('15');
    expect((await vector.post(`${card}/parameters`, { ...hiddenOf(answer), seats: '15', comment: '' })).status).toBe(303);
    expect((await anna.find(number)).seats).toBe(15);
  });

  test('over the limit says so before, waits after, and nothing else may be asked until it is decided', async () => {
    await leave(100_00n);
    const page = await vector.post(`${card}/parameters`, {
      ...hiddenOf(await vector.get(`${card}/parameters`)),
      seats: '15',
      comment: '',
      step: 'recalculate',
    });
    expect(page.text).toMatch(/Заказ будет ждать: превышен кредитный лимит. Не хватает 221,00 ₽/);
    const answer = await vector.post(`${card}/parameters`, { ...hiddenOf(page), seats: '15', comment: '' });
    expect((await vector.follow(answer)).text).toMatch(/Заказ O-\d+ ждёт: превышен кредитный лимит/);
    const waiting = await vector.get(`${card}/parameters`);
    expect(waiting.text).toMatch(/По этой подписке ждёт заказ O-\d+/);
    expect(waiting.$('form [aria-disabled=true]').text()).toContain('Подтвердить');
    expect(
      (await vector.post(`${card}/parameters`, { ...hiddenOf(waiting), seats: '8', shownFor: '8', shownCharge: '-11413', comment: '' }))
        .status,
    ).toBe(409);
    expect((await anna.find(number)).seats).toBe(10);
  });
});

describe('/subscriptions/:number/start', () => {
  beforeEach(() => anna.stop(number));

  test('shows the cost of today, starts, and says it; a day already charged is not charged again', async () => {
    const page = await vector.get(`${card}/start`);
    expect(page.text).toMatch(/За ноябрь 2026\+570,67 ₽.*Станет за полный месяц, с НДС2 140,00 ₽/);
    const answer = await vector.post(`${card}/start`, { ...hiddenOf(page), comment: 'Продлили договор' });
    const after = await vector.follow(answer);
    expect(after.text).toContain('Подписка запущена.');
    expect(after.text).toContain('Комментарий: Продлили договор');
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 10 = 64200']);
  });

  test('over the limit says so and waits', async () => {
    await leave(1_00n);
    const page = await vector.get(`${card}/start`);
    expect(page.text).toContain('Не хватает 569,67 ₽');
    const answer = await vector.post(`${card}/start`, { ...hiddenOf(page), comment: '' });
    expect((await vector.follow(answer)).text).toMatch(/Заказ O-\d+ ждёт/);
    expect((await anna.find(number)).status).toBe('stopped');
  });

  test('tells that a passed stop date goes, before and after', async () => {
    const other = await placeNew(p, 'vector', { seats: 10 });
    await anna.autoRenewal(other, { autoRenew: true, stopOn: day('2026-11-23') });
    await anna.stop(other);
    await on('2026-11-25T09:00:00Z');
    const page = await vector.get(`/subscriptions/${other}/start`);
    expect(page.text).toContain('Дата остановки 23.11.2026 уже прошла');
    const answer = await vector.post(`/subscriptions/${other}/start`, { ...hiddenOf(page), comment: '' });
    expect((await vector.follow(answer)).text).toContain('Прошедшая дата остановки 23.11.2026 снята.');
  });

  test('a price that changed since it was shown comes back with both values', async () => {
    const page = await vector.get(`${card}/start`);
    const answer = await vector.post(`${card}/start`, { ...hiddenOf(page), shownPrice: '20000', comment: 'ждём' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('было 200,00 ₽, стало 214,00 ₽');
    expect(answer.$('textarea').text().trim()).toBe('ждём');
  });

  test('of a foreign subscription is not there; of a running one leads to the card', async () => {
    expect((await (await p.as('orion')).get(`${card}/start`)).status).toBe(404);
    expect((await (await p.as('vector-books')).get(`${card}/start`)).status).toBe(403);
    await anna.start(number);
    expect((await vector.get(`${card}/start`)).location).toBe(card);
  });

  test('a double submit starts once', async () => {
    const form = hiddenOf(await vector.get(`${card}/start`));
    expect([(await vector.post(`${card}/start`, form)).status, (await vector.post(`${card}/start`, form)).status]).toEqual([303, 303]);
    expect((await anna.history(number)).filter(({ action }) => action === 'started')).toHaveLength(1);
  });
});

/** The sums a live preview put into the form. */
function shownIn(preview: Awaited<ReturnType<Browser['get']>>): Record<string, string> {
  return hiddenOf(preview, '#order-shown');
}
