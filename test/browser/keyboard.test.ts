import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CAST_SKU, DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { placeNew } from '#test/support/orders.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { isFocused, tabTo, walk } from './keyboard.ts';
import { customerNamed } from './ordering.ts';
import { Person } from './person.ts';

const browser = await openChromium();
let p: ListeningPortal;
let number: string;

beforeAll(async () => {
  p = await listen();
  number = await placeNew(p, 'vector', { seats: 7 });
});
afterAll(async () => {
  await browser?.close();
  await p.close();
});

describeInBrowser('the keyboard alone', browser, (chromium: Browser) => {
  it('orders 7 seats for a new customer', async () => {
    const anna = await Person.at(chromium, p);
    const { page } = anna;
    const { keyboard } = page;
    await page.goto('/Account/LogOn');
    await expect.poll(() => isFocused(page.getByLabel('Логин'))).toBe(true);
    await keyboard.type('vector');
    await keyboard.press('Tab');
    await keyboard.type(DEMO_PASSWORD);
    await keyboard.press('Enter');
    await page.waitForURL('**/cabinet');

    await keyboard.press('/');
    await keyboard.type('каспер');
    await keyboard.press('Enter');
    await anna.sees('по запросу «каспер»');
    await tabTo(page, page.getByRole('link', { name: 'Kaspersky Endpoint Security Cloud Plus' }));
    await keyboard.press('Enter');
    await page.waitForURL('**/catalog/*');
    await tabTo(page, page.locator(`a[href*="offer=${CAST_SKU}"]`));
    await keyboard.press('Enter');
    await page.waitForURL('**/orders/new?*');

    await tabTo(page, page.getByRole('button', { name: 'Новый' }));
    await keyboard.press('Space');
    const dialog = page.getByRole('dialog');
    for (const [label, text] of Object.entries(customerNamed('ООО «Меридиан-Клавиша»', 'klavisha77', 710).fields)) {
      await tabTo(page, dialog.getByLabel(label, { exact: true }));
      await keyboard.type(text);
    }
    await tabTo(page, dialog.getByLabel('Регион'));
    await keyboard.type('77');
    await tabTo(page, dialog.getByRole('button', { name: 'Сохранить заказчика' }));
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });

    await tabTo(page, page.getByLabel('Количество'));
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('7');
    await anna.sees('449,40');
    await tabTo(page, page.getByLabel('Я принимаю'));
    await keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: 'Оформить подписку' }));
    await keyboard.press('Enter');
    await anna.sees('для ООО «Меридиан-Клавиша»');
    await anna.leave();
  });

  it('closes a dialog with Escape and comes back to its button', async () => {
    const anna = await Person.at(chromium, p);
    await anna.logOn('vector');
    const { page } = anna;
    await page.goto(`/orders/new?offer=${CAST_SKU}`);
    const opener = page.getByRole('button', { name: 'Новый' });
    await opener.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await isFocused(opener)).toBe(true);
    await anna.leave();
  });

  it.each([1440, 360])('walks through the pages at %i px: the focus is seen everywhere, and nothing holds it', async (width) => {
    const anna = await Person.at(chromium, p, { width });
    await anna.logOn('vector');
    const pages = ['/cabinet', '/catalog', '/subscriptions', `/subscriptions/${number}`, '/customers', `/orders/new?offer=${CAST_SKU}`];
    for (const address of pages) {
      await anna.page.goto(address);
      const stops = await walk(anna.page);
      expect(stops[0]).toContain('К содержанию');
      expect(stops.length).toBeGreaterThan(8);
    }
    await anna.leave();
  });

  it('unblocks a partner', async () => {
    const irina = await Person.at(chromium, p);
    await irina.logOn('manager');
    const { page } = irina;
    await page.goto('/admin/partners?state=blocked');
    await tabTo(page, page.getByRole('link', { name: 'Разблокировать' }).first());
    await page.keyboard.press('Enter');
    await page.waitForURL('**/lift');
    await tabTo(page, page.getByRole('button', { name: 'Снять блокировку' }));
    await page.keyboard.press('Enter');
    await page.getByText('Блокировка снята.').waitFor();
    await irina.leave();
  });

  it.each([1440, 360])(
    'walks through the pages of staff at %i px in the same way',
    async (width) => {
      const sergey = await Person.at(chromium, p, { width });
      await sergey.logOn('admin');
      const partner = `/admin/partners/${(await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } })).id}`;
      const ofPartner = [partner, `${partner}?tab=people`, `${partner}/requisites`, `${partner}/holds`, `${partner}/limit`];
      const ofPortal = [
        '/admin',
        '/admin/partners',
        '/admin/orders',
        '/admin/journal',
        '/admin/jobs',
        '/admin/catalog',
        '/admin/staff/handovers',
      ];
      for (const address of [...ofPartner, ...ofPortal, '/Account/SecondFactor']) {
        await sergey.page.goto(address);
        const stops = await walk(sergey.page);
        expect([address, stops[0]]).toEqual([address, expect.stringContaining('К содержанию')]);
        expect(stops.length).toBeGreaterThan(4);
      }
      await sergey.leave();
    },
    60_000,
  );
});
