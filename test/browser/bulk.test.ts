import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { isFocused } from './keyboard.ts';
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

const settings: [string, Setting][] = [
  ['with script', {}],
  ['without script', { script: false }],
  ['on a phone', { width: 360 }],
];

/** Three subscriptions of ten seats each. */
async function three(): Promise<[string, string, string]> {
  return [
    await placeNew(p, 'vector', { seats: 10 }),
    await placeNew(p, 'vector', { seats: 10 }),
    await placeNew(p, 'vector', { seats: 10 }),
  ];
}

async function anna(chromium: Browser, setting: Setting): Promise<Person> {
  const person = await Person.at(chromium, p, setting);
  await person.logOn('vector');
  return person;
}

describeInBrowser('many subscriptions at once', browser, (chromium: Browser) => {
  it.each(settings)('chosen on the list, are stopped, started and set to renew %s', async (_, setting) => {
    const numbers = await three();
    const person = await anna(chromium, setting);
    const { page } = person;

    await choose(person, numbers, 'Стоп…', setting);
    await person.sees('3 подписки. Пока ничего не сделано');
    await person.sees('За этот месяц −1 712,01 ₽ За полный месяц −6 420,00 ₽');
    await expect.poll(() => isFocused(page.getByRole('main').getByRole('link', { name: 'Отмена' }))).toBe(true);
    expect(await states(numbers)).toEqual(['active', 'active', 'active']);
    await page.getByLabel(/Комментарий/).fill('Конец проекта');
    await confirm(person, 'Остановить все', 'Изменено: 3 подписки.');
    expect(await states(numbers)).toEqual(['stopped', 'stopped', 'stopped']);

    await choose(person, numbers, 'Старт…', setting);
    await person.sees('За этот месяц +1 712,01 ₽');
    await confirm(person, 'Запустить все', 'Изменено: 3 подписки.');
    expect(await states(numbers)).toEqual(['active', 'active', 'active']);

    await choose(person, numbers, 'Выключить автопродление…', setting);
    await confirm(person, 'Выключить', 'Изменено: 3 подписки.');
    await choose(person, numbers.slice(0, 2), 'Включить автопродление…', setting);
    await confirm(person, 'Включить', 'Изменено: 2 подписки.');
    expect(await Promise.all(numbers.map(async (number) => (await boss.find(number)).autoRenew))).toEqual([true, true, false]);

    await page.goto(`/subscriptions/${numbers[0]}/history`);
    await person.sees('Комментарий: Конец проекта');
    await person.sees('Письмо «Изменены несколько подписок»');
    await person.leave();
  });

  it.each(settings)('pasted as «номер; мест», are checked line by line and changed all or none %s', async (_, setting) => {
    const numbers = await three();
    const [first, second, stopped] = numbers;
    await boss.stop(stopped);
    const person = await anna(chromium, setting);
    const { page } = person;
    await page.goto('/subscriptions');
    await page.getByRole('link', { name: 'Места списком' }).click();
    await paste(person, `номер\tмест\n${first}\t12\n${second}\tмного\n${stopped}\t15`);
    await person.sees('Исправьте строки: 3');
    await person.sees('Количество мест — одно целое число');

    await paste(person, `${first}; 12\n${second}; 8\n${stopped}; 15`);
    await person.sees('Нельзя изменить: 1. Причина указана в строке. Изменяются либо все подписки, либо ни одна.');
    await person.sees('Изменить можно только действующую', page.getByRole('row', { name: new RegExp(stopped) }));
    expect(await page.getByRole('button', { name: 'Изменить', exact: true }).getAttribute('aria-disabled')).toBe('true');
    expect((await boss.find(first)).seats).toBe(10);

    await page.getByRole('button', { name: 'Убрать их и продолжить с остальными (2)' }).click();
    await person.sees('10 → 12 +128,40 ₽ +428,00 ₽', page.getByRole('row', { name: new RegExp(first) }));
    await person.sees('10 → 8 −114,14 ₽ −428,00 ₽', page.getByRole('row', { name: new RegExp(second) }));
    await person.sees('За этот месяц +14,26 ₽ За полный месяц 0,00 ₽');
    await confirm(person, 'Изменить', 'Изменено: 2 подписки.');
    expect(await Promise.all(numbers.map(async (number) => (await boss.find(number)).seats))).toEqual([12, 8, 10]);
    await person.leave();
  });

  it('wait for the limit only when that is agreed to', async () => {
    const [first, second] = await three();
    const { credit } = await boss.facts(first);
    await boss.setLimit(credit.exposure + 128_40n);
    const person = await anna(chromium, {});
    const { page } = person;
    await page.goto('/subscriptions/bulk/seats');
    await paste(person, `${first}; 12\n${second}; 12`);
    await person.sees('Не помещаются в кредитный лимит: 1.');
    await person.sees('Будет ждать', page.getByRole('row', { name: new RegExp(second) }));
    await page.getByRole('button', { name: 'Изменить', exact: true }).click();
    await person.sees('Согласитесь, чтобы они ждали как заказы');
    expect((await boss.find(first)).seats).toBe(10);
    await page.getByLabel(/пусть ждут как заказы/).check();
    await confirm(person, 'Изменить', 'Ждут как заказы: 1');
    expect([(await boss.find(first)).seats, (await boss.find(second)).seats]).toEqual([12, 10]);
    await person.leave();
    await boss.setLimit(500_000_00n);
  });
});

/** Ticks the rows and presses a button of the bar, which with script is there once something is ticked, and counts. */
async function choose(person: Person, numbers: readonly string[], button: string, { script = true }: Setting): Promise<void> {
  const { page } = person;
  await page.goto('/subscriptions');
  for (const number of numbers) await page.locator(`input[name="number"][value="${number}"]`).check();
  if (script) await person.sees(`Выбрано: ${numbers.length}`);
  await page.getByRole('button', { name: button }).click();
}

async function paste({ page }: Person, lines: string): Promise<void> {
  await page.getByLabel('Список «номер; мест»').fill(lines);
  await page.getByRole('button', { name: 'Проверить' }).click();
}

async function confirm(person: Person, button: string, told: string): Promise<void> {
  await person.page.getByRole('button', { name: button, exact: true }).click();
  await person.sees(told);
}

const states = (numbers: readonly string[]) => Promise.all(numbers.map(async (number) => (await boss.find(number)).status));
