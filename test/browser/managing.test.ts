import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { isFocused } from './keyboard.ts';
import { Person, type Setting } from './person.ts';

const browser = await openChromium();
let p: ListeningPortal;

beforeAll(async () => {
  p = await listen();
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

describeInBrowser('a subscription in hand', browser, (chromium: Browser) => {
  it.each<[string, Setting]>([
    ['with script', {}],
    ['without script', { script: false }],
    ['on a phone', { width: 360 }],
  ])('is stopped, started, resized and given a date %s; the journal tells it all', async (_, setting) => {
    const number = await placeNew(p, 'vector', { seats: 10 });
    const anna = await Person.at(chromium, p, setting);
    await anna.logOn('vector');
    await anna.page.goto(`/subscriptions/${number}`);
    await stop(anna, setting);
    await start(anna);
    await resize(anna, setting, 15, 'Количество 10 → 15 Действует с 22 ноября 2026 За ноябрь 2026 +321,00 ₽');
    await resize(anna, setting, 12, 'Количество 15 → 12 Действует с 23 ноября 2026 За ноябрь 2026 −171,20 ₽');
    await endOn(anna, '2026-12-15');

    await anna.page.getByRole('navigation', { name: 'Разделы подписки' }).getByRole('link', { name: 'Журнал' }).click();
    await anna.sees('Подписка оформлена: 10 мест');
    const journal = await anna.reads(anna.page.getByRole('main'));
    for (const row of ['Подписка остановлена', 'Комментарий: Переезд', 'Изменено количество мест', 'Изменена дата остановки'])
      expect(journal).toContain(row);
    await anna.leave();
  });

  it.each<[string, Setting]>([
    ['with script it waits for its sums and is done', {}],
    ['without script it says what to look at, and is done', { script: false }],
  ])('a number typed and Enter pressed at once: %s', async (_, setting) => {
    const number = await placeNew(p, 'vector', { seats: 28 });
    const anna = await Person.at(chromium, p, setting);
    await anna.logOn('vector');
    await anna.page.goto(`/subscriptions/${number}/parameters`);
    const seats = anna.page.getByRole('spinbutton', { name: 'Количество' });
    await seats.fill('31');
    await seats.press('Enter');
    if (setting.script === false) {
      await anna.sees(/Проверьте: 28 → 31, \+\d+,\d\d ₽/);
      expect(await anna.reads()).not.toContain('Исправьте');
      await anna.page.getByRole('button', { name: 'Подтвердить' }).click();
    }
    await anna.sees('Количество изменено: 28 → 31.');
    await anna.page.goto(`/subscriptions/${number}/parameters`);
    await seats.fill('5001');
    await seats.press('Enter');
    await anna.sees('Укажите не больше 1000', anna.page.locator('.error-summary'));
    expect(await anna.reads()).not.toContain('пересчитана');
    await anna.leave();
  });

  it('can’t be touched while the partner is blocked: the reason stands at every button, the bar on every page', async () => {
    const boss = new Managing(await p.scope('meridian'));
    const [hold] = await p.portal.db.hold.findMany({ where: { partnerId: boss.partnerId, liftedAt: null } });
    await boss.lift(hold?.id ?? 0);
    const number = await placeNew(p, 'meridian', { seats: 5 });
    await boss.hold('Просрочена оплата счёта № МС-000087.');
    const svetlana = await Person.at(chromium, p);
    await svetlana.logOn('meridian');
    for (const address of ['/cabinet', '/catalog', '/subscriptions', '/orders', '/customers', '/documents', `/subscriptions/${number}`]) {
      await svetlana.page.goto(address);
      await svetlana.sees('Просрочена оплата счёта № МС-000087', svetlana.page.locator('.hold-bar'));
    }
    const buttons = svetlana.page.locator('main .actions .btn-why');
    await expect.poll(() => buttons.count()).toBeGreaterThan(0);
    for (const one of await buttons.all()) {
      expect(await one.getByRole('button').getAttribute('aria-disabled')).toBe('true');
      expect(await svetlana.reads(one)).toMatch(/блокир|оплат/i);
    }
    await svetlana.leave();
  });

  it('waits when the limit does not suffice', async () => {
    await new Managing(await p.scope('orion')).setLimit(100_00n);
    const dmitry = await Person.at(chromium, p);
    await dmitry.logOn('orion');
    const { page } = dmitry;
    await page.goto(`/orders/new?offer=${CAST_SKU}`);
    await page.getByLabel('Конечный заказчик').selectOption({ index: 1 });
    await dmitry.sees(/лимит/i, page.getByRole('complementary', { name: 'Итого по заказу' }));
    await page.getByLabel('Я принимаю').check();
    await page.getByRole('button', { name: 'Оформить подписку' }).click();
    // The form says it beforehand, in the same words.
    await page.waitForURL(/\/orders\/O-\d+/);
    await dmitry.sees(/превышен кредитный лимит/i);
    await page.goto('/orders?status=held');
    await dmitry.sees('Kaspersky Endpoint Security Cloud Plus');
    await dmitry.leave();
  });
});

/** «Стоп»: the first focus is on the way back, in the dialog and on the page. */
async function stop(anna: Person, { script = true }: Setting): Promise<void> {
  const { page } = anna;
  await page.getByRole('main').getByRole('link', { name: 'Стоп' }).first().click();
  const form = script ? page.getByRole('dialog') : page.getByRole('main');
  const cancel = form.getByText('Отмена', { exact: true });
  await expect.poll(() => isFocused(cancel)).toBe(true);
  await form.getByLabel(/Комментарий/).fill('Переезд');
  await form.getByRole('button', { name: 'Остановить' }).click();
  await anna.sees('Остановлена');
  await anna.sees(/остановлена\. Последний день — 22 ноября 2026/);
}

async function start(anna: Person): Promise<void> {
  await anna.page.getByRole('link', { name: 'Старт' }).click();
  await anna.page.getByRole('button', { name: 'Запустить' }).click();
  await anna.sees('Подписка запущена.');
  await anna.sees('Активна');
}

/** «Параметры»: the sums come before confirming, by themselves or by a button. */
async function resize(anna: Person, { script = true }: Setting, seats: number, sum: string): Promise<void> {
  const { page } = anna;
  await tabOf(page, 'Параметры');
  await page.getByRole('spinbutton', { name: 'Количество' }).fill(String(seats));
  if (!script) await page.getByRole('button', { name: 'Пересчитать сумму' }).click();
  await anna.sees(sum, page.getByRole('complementary', { name: 'Что изменится' }));
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await anna.sees('Количество изменено');
}

async function endOn(anna: Person, day: string): Promise<void> {
  const { page } = anna;
  await tabOf(page, 'Автопродление');
  await page.getByLabel('Остановить в указанную дату').check();
  await page.getByLabel(/Дата|Последний день/).fill(day);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await anna.sees('Остановится 15.12.2026');
}

async function tabOf(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Разделы подписки' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}
