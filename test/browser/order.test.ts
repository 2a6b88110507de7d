import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import {
  acceptAndPlace,
  addCustomer,
  customerNamed,
  findProduct,
  numberIn,
  openOrderForm,
  sumAfter,
  type TypedCustomer,
} from './ordering.ts';
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

/** 7 seats for 214 ₽ a month from the 22nd of November: 9 days of 30. */
const CHARGE = 449_40n;

describeInBrowser('an order, from the search to the customer’s own page', browser, (chromium: Browser) => {
  it.each<[string, Setting, TypedCustomer]>([
    ['with script', {}, customerNamed('ООО «Полюс»', 'polus77', 700)],
    ['without script', { script: false }, customerNamed('ООО «Азимут»', 'azimut77', 701)],
    ['on a phone', { width: 360 }, customerNamed('ООО «Вымпел»', 'vympel77', 702)],
  ])('works %s', async (_, setting, customer) => {
    const number = await order(chromium, setting, customer);
    await p.drainJobs();
    const password = await readStartPassword(chromium, customer);
    await lookAsCustomer(chromium, setting, customer, { number, password });
  });
});

/** Анна finds the product, orders 7 seats for a customer made by «+» and looks at the subscription. */
async function order(chromium: Browser, setting: Setting, customer: TypedCustomer): Promise<string> {
  const anna = await Person.at(chromium, p, setting);
  await anna.logOn('vector');
  await findProduct(anna, setting);
  await openOrderForm(anna);
  const available = sumAfter(await anna.reads(), 'Кредитный лимит', 'доступно');
  await addCustomer(anna, setting, customer);
  await acceptAndPlace(anna, setting);

  const placed = await anna.reads();
  const number = numberIn(placed, 'S');
  expect(placed).toContain(`Подписка ${number} оформлена`);
  expect(sumAfter(placed, 'За 22–30 ноября')).toBe(CHARGE);
  expect(available - sumAfter(placed, 'Доступно по лимиту')).toBe(CHARGE);

  await anna.page.getByRole('link', { name: 'Открыть подписку' }).click();
  await anna.sees('Подписка запущена');
  const card = await anna.reads();
  expect(card).toContain(customer.name);
  expect(card).toContain('За ноябрь 2026: +449,40 ₽');
  expect(card).toContain('Подписка оформлена: 7 мест');
  await anna.leave();
  return number;
}

/** Сергей reads the letters; what stands in the one for the customer is what the customer will type. */
async function readStartPassword(chromium: Browser, customer: TypedCustomer): Promise<string> {
  const sergey = await Person.at(chromium, p);
  await sergey.logOn('admin');
  await sergey.page.goto('/admin/letters');
  await sergey.sees('Подтверждение заказа');
  await sergey.page.getByRole('link', { name: `Доступ для заказчика ${customer.name}` }).click();
  await sergey.page.getByText('Текстовая часть').click();
  const text = await sergey.reads(sergey.page.locator('.letter-text'));
  await sergey.leave();
  expect(text).toContain(`Логин: ${customer.prefix}`);
  return /Одноразовый пароль: (\S+)/.exec(text)?.[1] ?? '';
}

/** The customer's first visit: a password of his own first, then his subscription, without what it costs the partner. */
async function lookAsCustomer(
  chromium: Browser,
  setting: Setting,
  { prefix }: TypedCustomer,
  { number, password }: { number: string; password: string },
): Promise<void> {
  const gleb = await Person.at(chromium, p, setting);
  const { page } = gleb;
  await gleb.logOn(prefix, password);
  await page.goto('/my/subscriptions');
  await gleb.sees('Задайте свой');
  expect(new URL(page.url()).pathname).toBe('/Account/Password');
  await page.getByLabel('Новый пароль', { exact: true }).fill('лиловый трамвай у маяка');
  await page.getByLabel('Новый пароль ещё раз').fill('лиловый трамвай у маяка');
  await page.getByRole('button', { name: 'Сохранить пароль' }).click();
  await gleb.sees(number);
  expect(await gleb.reads()).not.toContain('₽');
  await page.getByRole('link', { name: 'Kaspersky Endpoint Security Cloud Plus' }).click();
  await gleb.sees('Подписка запущена');
  expect(await gleb.reads()).not.toMatch(/₽|449,40|1 498/);
  await gleb.leave();
}
