import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { openStore } from '#test/storefront/asking.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { addAxe, violations } from './axe.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { Person, type Setting } from './person.ts';
import { tooWide } from './width.ts';

const browser = await openChromium();
let p: ListeningPortal;
let inn: string;

beforeAll(async () => {
  p = await listen();
  await openStore(p.portal);
  const { customerId } = (await p.scope('romashka')).actor;
  inn = (await p.portal.db.customer.findUniqueOrThrow({ where: { id: customerId ?? 0 } })).inn;
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

describeInBrowser('a request in a storefront', browser, (chromium: Browser) => {
  it.each<[string, Setting, string]>([
    ['with script', {}, '8 921 555-03-14'],
    ['without script on a phone', { script: false, width: 360 }, '8 921 555-03-15'],
  ])('is left by a stranger, read and ordered by the partner, %s', async (_, setting, phone) => {
    const olga = await Person.at(chromium, p, setting);
    await olga.page.goto('/store/vector?q=касперски');
    await olga.page.getByRole('link', { name: 'Kaspersky Endpoint Security Cloud Plus' }).first().click();
    await olga.page.locator(`a[href$="offer=${CAST_SKU}"]`).click();
    await olga.sees('Сумма: 5 × 268,00 ₽ = 1 340,00 ₽ в месяц');
    await fillIn(olga.page, { phone, inn });
    p.clock.setTo(new Date(p.clock.now().getTime() + 30_000));
    if (setting.script === false) {
      await olga.page.getByLabel('Комментарий').press('Tab');
      await sendByKeyboard(olga.page);
      await olga.sees('Проверьте сумму. 30 × 268,00 ₽ = 8 040,00 ₽ в месяц.');
    } else {
      await olga.sees('Сумма: 30 × 268,00 ₽ = 8 040,00 ₽ в месяц');
      await addAxe(olga.page);
      expect(await violations(olga.page, 'body')).toEqual([]);
      expect(await tooWide(olga.page)).toEqual([]);
    }
    await sendByKeyboard(olga.page);
    await olga.sees(/Заявка № \d+ отправлена/);
    const [, number = ''] = /№ (\d+)/.exec(await olga.reads()) ?? [];
    await olga.leave();

    const ilya = await Person.at(chromium, p, setting);
    await ilya.logOn('vector-sales');
    await ilya.page.goto('/requests/store');
    await ilya.page.getByRole('link', { name: 'Ольга Петрова' }).first().click();
    await ilya.sees('8 040,00 ₽');
    await ilya.page.getByRole('link', { name: 'Оформить', exact: true }).press('Enter');
    await ilya.sees(`По заявке № ${number} с витрины.`);
    expect(await ilya.page.getByLabel('Количество пользователей').inputValue()).toBe('30');
    expect(await ilya.page.getByLabel('Конечный заказчик').locator('option:checked').textContent()).toContain('Ромашка');
    await ilya.page.getByLabel('Я принимаю').check();
    await ilya.page.getByRole('button', { name: 'Оформить подписку' }).last().press('Enter');
    await ilya.page.getByRole('heading', { name: /Подписка S-\d+ оформлена/ }).waitFor();
    await ilya.page.goto(`/requests/store/${number}`);
    await ilya.sees(/Оформлена.*Розничная сумма в месяц 8 040,00 ₽.*O-\d+.*S-\d+/);
    await ilya.leave();
  });
});

async function fillIn(page: Page, { phone, inn: typedInn }: { phone: string; inn: string }): Promise<void> {
  const typed = { 'Количество пользователей': '30', 'Как к вам обращаться': 'Ольга Петрова', Телефон: phone, ИНН: typedInn };
  for (const [label, value] of Object.entries({ ...typed, 'Эл. почта': 'petrova@dvor.example', Комментарий: 'Переезжаем' })) {
    await page.getByLabel(label).fill(value);
  }
  await page.getByLabel('Даю согласие').press('Space');
}

/** From the box of the consent over the link to its words to the button. */
async function sendByKeyboard(page: Page): Promise<void> {
  await page.getByLabel('Даю согласие').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Отправить заявку');
  await page.keyboard.press('Enter');
}
