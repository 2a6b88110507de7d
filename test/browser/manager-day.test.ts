import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomerIn } from '#src/customers/customers.service.ts';
import { makeInn10, makeKpp } from '#src/lib/sample-requisites.ts';
import { command } from '#src/platform/command.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { orderAs } from '#test/support/orders.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
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

const PASSWORD = 'Утро-над-лесом-42';

describeInBrowser('the manager’s day', browser, (chromium: Browser) => {
  it.each<[string, Setting, number]>([
    ['with script', {}, 71],
    ['without script, on a phone', { script: false, width: 360 }, 72],
  ])(
    'an анкета becomes a partner, an order waits for the limit, a hold is placed and lifted %s',
    async (_, setting, serial) => {
      const login = `zarya${serial}`;
      const [visitor, irina] = [await Person.at(chromium, p, setting), await Person.at(chromium, p, setting)];
      await applyAs(visitor, login, serial);
      await irina.logOn('manager');
      await approve(irina, login, serial);
      await visitor.logOn(login, await startPassword(login));
      await visitor.page.getByLabel('Новый пароль', { exact: true }).fill(PASSWORD);
      await visitor.page.getByLabel('ещё раз').fill(PASSWORD);
      await visitor.page.getByRole('main').getByRole('button').first().click();
      await visitor.page.waitForURL((url) => url.pathname !== '/Account/Password');
      const { done, held } = await orderTwice(login, serial);

      await raiseLimit(irina, held);
      await visitor.page.goto(`/orders/${held}`);
      await visitor.sees('Выполнен');

      await block(irina, login);
      await visitor.page.goto(`/subscriptions/${done}`);
      await visitor.sees('Нет оригинала договора', visitor.page.getByRole('region', { name: 'Блокировка' }));
      const stop = visitor.page.getByRole('main').getByText('Стоп', { exact: true });
      expect(await stop.first().getAttribute('aria-disabled')).toBe('true');
      await visitor.page.getByRole('link', { name: 'Почему заблокировано' }).click();
      await visitor.sees('Свяжитесь с вашим менеджером');

      await unblockInTwoClicks(irina);
      await visitor.page.goto(`/subscriptions/${done}`);
      expect(await visitor.page.getByRole('region', { name: 'Блокировка' }).count()).toBe(0);
      expect(await visitor.page.getByRole('main').getByText('Стоп', { exact: true }).first().getAttribute('aria-disabled')).toBeNull();
      await visitor.leave();
      await irina.leave();
    },
    90_000,
  );
});

async function applyAs({ page }: Person, login: string, serial: number): Promise<void> {
  await page.goto('/application');
  const typed = {
    'Название компании': `ООО «Заря-${serial}»`,
    ИНН: makeInn10(serial),
    Фамилия: 'Зорина',
    Имя: 'Вера',
    Почта: `vera@${login}.example`,
    Телефон: '8 (495) 555-09-09',
    'Желаемый логин': login,
  };
  for (const [label, value] of Object.entries(typed)) await page.getByLabel(label).first().fill(value);
  await page.getByRole('checkbox', { name: /соглас/i }).check();
  p.clock.setTo(new Date(p.clock.now().getTime() + 30_000));
  await page.getByRole('button', { name: 'Отправить анкету' }).click();
  await page.getByRole('heading', { name: 'Анкета отправлена' }).waitFor();
}

async function approve(irina: Person, login: string, serial: number): Promise<void> {
  const { page } = irina;
  await page.goto('/admin');
  await page.getByRole('link', { name: `ООО «Заря-${serial}»` }).click();
  const typed = {
    КПП: makeKpp(makeInn10(serial)),
    Адрес: '101000, Москва, ул. Ясная, д. 1',
    'Код дебитора': `К-${serial}`,
    'Код плательщика': `К-${serial}`,
    'Номер договора': `MCD-${serial}/2026`,
    'Дата договора': '2026-11-20',
    'Кредитный лимит': '1 000',
  };
  for (const [label, value] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Одобрить и открыть доступ' }).click();
  await irina.sees(`${login} · менеджер`);
  await p.drainJobs();
}

async function startPassword(login: string): Promise<string> {
  const [letter] = await p.letters({ template: 'start-password-owner', recipientAddress: `vera@${login}.example` });
  return /дноразовый пароль:?\s*(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
}

/** The first order fits the limit, the second waits for it. */
async function orderTwice(login: string, serial: number): Promise<{ done: string; held: string }> {
  const scope = await p.scope(login);
  const inn = makeInn10(serial + 500);
  const { id } = await command(scope, { action: 'test' }, (tx) =>
    createCustomerIn(tx, scope.actor.partnerId ?? 0, {
      ...{ name: 'АО «Луч»', inn, kpp: makeKpp(inn), contactName: 'Пётр Лучин', email: 'it@luch.example', phone: '+74955550910' },
      ...{ domainPrefix: `luch${serial}`, regionCode: '77', isDuplicateMeant: false },
    }),
  );
  const first = await orderAs(scope, { seats: 10, customerId: id });
  const second = await orderAs(scope, { seats: 10, customerId: id });
  expect([first.status, second.status]).toEqual(['done', 'held']);
  return { done: first.subscriptionNumber, held: second.number };
}

async function raiseLimit(irina: Person, held: string): Promise<void> {
  const { page } = irina;
  await page.goto(`/admin/orders/${held}`);
  await page.getByRole('link', { name: 'Изменить лимит' }).click();
  await page.getByLabel('Новый лимит').fill('5 000');
  await page.getByLabel('Действует по').fill('2026-11-29');
  await page.getByLabel('Комментарий').fill('На неделю');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByRole('heading', { name: 'Выполнятся сразу: 1 заказ' }).waitFor();
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await page.getByText('Выполнено из ожидания: 1 заказ').waitFor();
}

async function block(irina: Person, login: string): Promise<void> {
  const { page } = irina;
  await page.goto(`/admin/partners?q=${login}`);
  await page.locator('#partners-list').getByRole('link').filter({ hasText: 'Заря' }).click();
  await page.getByRole('link', { name: 'Заблокировать' }).click();
  await page.getByLabel('Причина').fill('Нет оригинала договора. Пришлите его почтой.');
  await page.getByRole('button', { name: 'Заблокировать' }).click();
  await irina.sees('Нет оригинала договора');
}

async function unblockInTwoClicks({ page }: Person): Promise<void> {
  await page.goto('/admin/partners?state=blocked&q=zarya');
  await page.getByRole('link', { name: 'Разблокировать' }).click();
  await page.getByRole('button', { name: 'Снять блокировку' }).click();
  await page.getByText('Блокировка снята.').waitFor();
}
