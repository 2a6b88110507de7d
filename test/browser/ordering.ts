import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { makeInn10, makeKpp } from '#src/lib/sample-requisites.ts';
import type { Person, Setting } from './person.ts';

export interface TypedCustomer {
  readonly name: string;
  readonly prefix: string;
  readonly inn: string;
  /** What is typed into each field, by its label. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A company nobody has ordered for yet; another serial gives another ИНН. */
export function customerNamed(name: string, prefix: string, serial: number): TypedCustomer {
  const inn = makeInn10(serial, '77');
  const fields = {
    'Название организации': name,
    ИНН: inn,
    КПП: makeKpp(inn),
    'Контактное лицо': 'Глеб Ветров',
    Телефон: '8 (495) 555-07-01',
    'Эл. почта': `it@${prefix}.example`,
    'Префикс домена': prefix,
  };
  return { name, prefix, inn, fields };
}

/** Types «каспер» and a misspelt «kaspresky»: with script the list follows, without it Enter asks for it. */
export async function findProduct(person: Person, { script = true }: Setting): Promise<void> {
  const { page } = person;
  await page.goto('/catalog');
  for (const typed of ['каспер', 'kaspresky']) {
    const search = page.getByRole('search').getByRole('searchbox');
    await search.fill(typed);
    if (!script) await search.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(typed);
    await person.sees('Kaspersky Endpoint Security Cloud Plus');
  }
}

/** From the list to the order form of Kaspersky Endpoint Security Cloud Plus by the month. */
export async function openOrderForm({ page }: Person): Promise<void> {
  await page.getByRole('link', { name: 'Kaspersky Endpoint Security Cloud Plus' }).click();
  await page.locator(`a[href*="offer=${CAST_SKU}"]`).click();
  await page.getByRole('heading', { level: 1, name: 'Оформить подписку' }).waitFor();
}

/** «+»: a dialog with script, the fields inside the order without it. The first try has a wrong ИНН, and keeps the rest. */
export async function addCustomer(person: Person, { script = true }: Setting, customer: TypedCustomer): Promise<void> {
  const { page } = person;
  await page.getByRole('button', { name: 'Новый' }).click();
  const form = script ? page.getByRole('dialog') : page.getByRole('main');
  await fillCustomer(form, customer);
  await form.getByLabel('ИНН', { exact: true }).fill('7700000000');
  await form.getByRole('button', { name: 'Сохранить заказчика' }).click();
  await form.locator('[aria-invalid=true]').waitFor();
  expect(await form.getByLabel('Контактное лицо').inputValue()).toBe('Глеб Ветров');
  await form.getByLabel('ИНН', { exact: true }).fill(customer.inn);
  await form.getByRole('button', { name: 'Сохранить заказчика' }).click();
  await page.getByLabel('Конечный заказчик').waitFor();
  await expect.poll(() => page.getByLabel('Конечный заказчик').locator('option:checked').textContent()).toContain(customer.name);
  if (script) await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

export async function fillCustomer(form: Locator, { fields }: TypedCustomer): Promise<void> {
  for (const [label, text] of Object.entries(fields)) await form.getByLabel(label, { exact: true }).fill(text);
  await form.getByLabel('Регион').selectOption('77');
}

/** 7 seats with the sums that follow; refused until the terms are accepted, and the seats are kept. */
export async function acceptAndPlace(person: Person, { script = true }: Setting): Promise<void> {
  const { page } = person;
  const total = page.getByRole('complementary', { name: 'Итого по заказу' });
  await page.getByLabel('Количество').fill('7');
  if (!script) await page.getByRole('button', { name: 'Пересчитать сумму' }).click();
  await person.sees('За 22–30 ноября 449,40 ₽', total);
  const place = page.getByRole('button', { name: 'Оформить подписку' });
  await place.click();
  await person.sees('Исправьте 1 ошибку');
  await page.getByLabel('Я принимаю').check();
  await place.click();
  await page.getByRole('heading', { level: 1, name: 'Подписка оформлена' }).waitFor();
}

/** Takes the number of the order or the subscription from what the page says. */
export function numberIn(text: string, letter: 'O' | 'S'): string {
  const number = new RegExp(`${letter}-\\d{6}`).exec(text)?.[0];
  if (!number) throw new Error(`no number ${letter}-… in: ${text}`);
  return number;
}

/** The first sum after these words (the last before `until`), in kopecks. */
export function sumAfter(text: string, words: string, until?: string): bigint {
  const start = text.lastIndexOf(words) + words.length;
  const part = text.slice(start, until ? text.indexOf(until, start) : undefined);
  const sums = [...part.matchAll(/(?:^|\s)((?:\d{1,3} )*\d{1,3},\d\d) ₽/g)].map(([, sum = '']) => BigInt(sum.replace(/[ ,]/g, '')));
  const sum = until ? sums.at(-1) : sums[0];
  if (sum === undefined) throw new Error(`no sum after «${words}» in: ${text}`);
  return sum;
}
