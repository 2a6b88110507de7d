import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { Person, type Setting } from './person.ts';

const browser = await openChromium();
let p: ListeningPortal;
let boss: Managing;

beforeAll(async () => {
  p = await listen();
  boss = new Managing(await p.scope('vector'));
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

describeInBrowser('a customer’s request', browser, (chromium: Browser) => {
  it.each<[string, Setting]>([
    ['with script', {}],
    ['without script', { script: false }],
    ['on a phone', { width: 360 }],
  ])('for more seats is accepted with the sum seen, one to stop is declined with a reason, %s', async (_, setting) => {
    const { customerId } = (await p.scope('romashka')).actor;
    const number = await placeNew(p, 'vector', { seats: 10, customerId: customerId ?? 0 });
    const [vera, anna] = [await Person.at(chromium, p, setting), await Person.at(chromium, p, setting)];
    await vera.logOn('romashka');
    await anna.logOn('vector');

    await ask(vera, number, { seats: '4', comment: 'Приняли троих' });
    await vera.sees('Укажите не меньше 5');
    await vera.page.getByLabel('Сколько нужно мест').fill('13');
    await send(vera, '10 → 13 мест Приняли троих');
    expect(await vera.reads()).not.toContain('₽');

    await openRequest(anna, '10 → 13 мест');
    await anna.sees('Приняли троих');
    await anna.sees('Количество 10 → 13 Действует с 22 ноября 2026 За ноябрь 2026 +192,60 ₽');
    expect((await boss.find(number)).seats).toBe(10);
    await anna.page.getByLabel('Ответ заказчику').fill('С сегодняшнего дня');
    await anna.page.getByRole('button', { name: 'Принять и изменить' }).click();
    await anna.sees('Запрос выполнен, заказчик получит письмо.');
    expect(await waiting(anna)).toBe('');
    expect((await boss.find(number)).seats).toBe(13);
    await vera.page.reload();
    await vera.sees('С сегодняшнего дня Выполнен');

    await ask(vera, number, { stop: true, comment: 'Переезжаем' });
    await send(vera, 'остановить подписку Переезжаем');
    await openRequest(anna, 'остановить подписку');
    await anna.sees('13 мест перестанут работать: последний день — 22 ноября 2026.');
    await anna.page.getByRole('button', { name: 'Отклонить запрос' }).click();
    await anna.sees('Напишите заказчику, почему');
    await anna.page.getByLabel('Почему нет').fill('Договор до конца года');
    await anna.page.getByRole('button', { name: 'Отклонить запрос' }).click();
    await anna.sees('Запрос отклонён, заказчик получит ваш ответ письмом.');
    expect((await boss.find(number)).status).toBe('active');
    await vera.page.reload();
    await vera.sees('Договор до конца года Отклонён');
    expect(await vera.reads()).not.toContain('₽');

    expect(await lettersAbout(number)).toEqual([
      ['anna@vector.example', 'ООО «Ромашка» просит: 10 → 13 мест'],
      ['admin@romashka.example', 'Запрос выполнен: Kaspersky Endpoint Security Cloud Plus'],
      ['anna@vector.example', 'ООО «Ромашка» просит: остановить подписку'],
      ['admin@romashka.example', 'Запрос отклонён: Kaspersky Endpoint Security Cloud Plus'],
    ]);
    await vera.leave();
    await anna.leave();
  });
});

/** From the customer's page of the subscription to the form, filled in and sent. */
async function ask({ page }: Person, number: string, wish: { seats?: string; stop?: boolean; comment: string }): Promise<void> {
  await page.goto(`/my/subscriptions/${number}`);
  await page.getByRole('main').getByRole('link', { name: 'Попросить изменить' }).click();
  if (wish.stop) await page.getByLabel('Остановить подписку').check();
  if (wish.seats) await page.getByLabel('Сколько нужно мест').fill(wish.seats);
  await page.getByLabel('Комментарий').fill(wish.comment);
  if (wish.seats) await page.getByRole('button', { name: 'Отправить запрос' }).click();
}

async function send(vera: Person, shown: string): Promise<void> {
  await vera.page.getByRole('button', { name: 'Отправить запрос' }).click();
  await vera.sees('Запрос отправлен партнёру.');
  await vera.sees(shown);
  await vera.sees('Ждёт ответа');
}

/** The menu counts one; the inbox has it on top. */
async function openRequest(anna: Person, wish: string): Promise<void> {
  await anna.page.goto('/requests');
  expect(await waiting(anna)).toBe('1');
  await anna.page.getByRole('link', { name: wish }).first().click();
  await anna.page.getByRole('heading', { level: 1, name: `просит: ${wish}` }).waitFor();
}

/** The count beside «Запросы» in the menu; on a phone the menu is folded, and the count in it all the same. */
async function waiting({ page }: Person): Promise<string> {
  return (await page.locator('.side a[href="/requests"] .count').allTextContents()).join('');
}

async function lettersAbout(number: string): Promise<[string, string][]> {
  await p.drainJobs();
  const of = await p.portal.db.changeRequest.findMany({ where: { subscription: { number } }, orderBy: { id: 'asc' } });
  const letters = await p.letters({ OR: of.map(({ id }) => ({ cause: { startsWith: `request-${id}:` } })) });
  for (const { to, text } of letters) if (to === 'admin@romashka.example') expect(text).not.toContain('₽');
  return letters.filter(({ to }) => /^(anna@vector|admin@romashka)/.test(to)).map(({ to, subject }) => [to, subject]);
}
