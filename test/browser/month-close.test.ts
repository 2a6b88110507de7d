import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clockMove } from '#src/demo/clock-move.service.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { bringAxe, violations } from './axe.ts';
import { describeInBrowser, openChromium } from './chromium.ts';
import { Person, type Setting } from './person.ts';

const browser = await openChromium();
afterAll(() => browser?.close());

describeInBrowser('the month close', browser, (chromium: Browser) => {
  let p: ListeningPortal;

  /** Vector uses 7 seats from 22 November: 449,40 ₽; Orion's limit takes what it owes and no renewal. */
  beforeAll(async () => {
    p = await listen();
    await p.portal.db.setting.create({ data: { key: 'clock.offset', value: 0 } });
    await placeNew(p, 'vector', { seats: 7 });
    await placeNew(p, 'orion', { seats: 5 });
    await new Managing(await p.scope('orion')).setLimit(400_00n);
  });
  afterAll(() => p.close());

  it('is foreseen, comes with the clock, and leaves invoice and papers', async () => {
    const sergey = await Person.at(chromium, p);
    await sergey.logOn('admin');
    await sergey.page.goto('/admin/closing/2026-11');
    await sergey.sees('Это расчёт на конец месяца');
    const foreseen = await totals(sergey);
    expect(foreseen).toContain('770,40 ₽');
    expect(foreseen).toContain('1 продление не прошло');

    await sergey.page.goto('/admin/clock');
    await sergey.page.getByLabel('Дата').fill('30.11.2026');
    await sergey.page.getByLabel('Время').fill('21:00');
    await sergey.page.getByRole('button', { name: 'Перевести часы' }).click();
    await expect.poll(() => clockMove(p.portal)?.isOver, { timeout: 60_000 }).toBe(true);
    await sergey.sees('Часы переведены: 22.11.2026 10:00 → 30.11.2026 21:00');
    await sergey.page.goto('/admin/closing/2026-11');
    await sergey.sees('Месяц закрыт. Делать больше нечего: у каждого партнёра один счёт.');
    expect(await totals(sergey)).toBe(foreseen);
    expect(await sergey.page.getByRole('button', { name: 'Закрыть месяц' }).count()).toBe(0);
    await sergey.leave();
  }, 60_000);

  it.each<[string, Setting]>([
    ['with script', {}],
    ['without script, on a phone', { script: false, width: 360 }],
  ])('is read by the partner: one invoice with its documents, %s', async (_, setting) => {
    const anna = await Person.at(chromium, p, setting);
    await anna.logOn('vector');
    await anna.page.goto('/documents');
    await anna.sees('Счёт № МС-000001 от 30.11.2026');
    await anna.sees('449,40 ₽');
    for (const [link, name] of [
      [/^Счёт к счёту/, /^Счет_МС-000001_2026-11-30\.pdf$/],
      [/^УПД к счёту/, /^УПД_МС-000001_2026-11-30\.pdf$/],
      [/^УПД, XML/, /^ON_NSCHFDOPPR_.+\.xml$/],
    ] as const) {
      const pressed = anna.page.getByRole('link', { name: link }).first().click();
      const [file] = await Promise.all([anna.page.waitForEvent('download'), pressed]);
      expect(file.suggestedFilename()).toMatch(name);
    }
    await anna.leave();
  });

  it.each<[string, Setting]>([
    ['with script', {}],
    ['without script, on a phone', { script: false, width: 360 }],
  ])('is paid: what a payment settles is told before it is written, and nothing typed is lost, %s', async (_, setting) => {
    const irina = await Person.at(chromium, p, setting);
    await irina.logOn('manager');
    const { page } = irina;
    await page.goto('/admin/payments/new');
    await page.getByLabel('Номер платёжного поручения').fill('517');
    await page.getByLabel('Сумма, ₽').fill('500,00');
    await page.getByLabel('Партнёр', { exact: true }).fill('vector');
    await page.getByRole('button', { name: 'Показать открытые счета' }).click();
    await irina.sees('ООО «Вектор»');
    expect(await page.getByLabel('Номер платёжного поручения').inputValue()).toBe('517');
    await irina.sees('Счёт № МС-000001 449,40 ₽ Останется авансом 50,60 ₽');
    if (setting.script !== false) {
      await page.getByLabel('Сумма, ₽').fill('100');
      await irina.sees('Счёт № МС-000001, частично 100,00 ₽ Останется авансом 0,00 ₽');
      await page.getByRole('checkbox', { name: /МС-000001/ }).press('Space');
      await irina.sees('Сначала погасятся отмеченные: 1 счёт.');
    }
    await page.getByRole('button', { name: 'Записать платёж' }).last().click();
    await irina.sees('Укажите назначение платежа');
    expect(await page.locator('#errors:focus').count()).toBe(1);
    await irina.leave();
  });

  it('shows its progress where it is: focus and place are kept, nothing is loaded anew', async () => {
    const sergey = await Person.at(chromium, p, { width: 360 });
    await sergey.logOn('admin');
    const { page } = sergey;
    const partners = await p.portal.db.partner.findMany({ orderBy: { name: 'asc' } });
    const period = new Date('2026-12-01');
    const close = (at: number) =>
      p.portal.db.partnerClose.create({
        data: { period, partnerId: partners[at]?.id ?? 0, closedAt: p.clock.now(), invoices: 1, gross: 100_00n },
      });
    await p.portal.db.monthClose.create({ data: { period, state: 'running', startedAt: p.clock.now(), startedBy: 'Система' } });
    await close(0);
    await page.goto('/admin/closing/2026-12');
    await sergey.sees('1 из 3 партнёров');
    await page.evaluate(() => document.body.setAttribute('data-mine', 'yes'));
    const link = page.getByRole('link', { name: partners[0]?.name ?? '' });
    await link.focus();
    await page.evaluate(() => scrollTo(0, 300));
    await close(1);
    await sergey.sees('2 из 3 партнёров');
    expect(await page.evaluate(() => [document.activeElement?.textContent, scrollY])).toEqual([partners[0]?.name, 300]);
    expect(await page.locator('#closing-said[role=status]').textContent()).toBe('Закрытие идёт: 60 %');
    await close(2);
    await p.portal.db.monthClose.update({ where: { period }, data: { state: 'done', finishedAt: p.clock.now() } });
    await sergey.sees('Месяц закрыт. Делать больше нечего');
    expect(await page.locator('#closing-head').textContent()).toContain('Закрыт');
    expect(await page.getAttribute('body', 'data-mine')).toBe('yes');
    await sergey.leave();
  }, 30_000);

  it('is confirmed: the dialog says what will happen, the focus is on the way back', async () => {
    const sergey = await Person.at(chromium, p);
    await bringAxe(sergey.page);
    await sergey.logOn('admin');
    p.clock.setTo(new Date('2027-01-31T21:00:00+03:00'));
    await sergey.logOn('admin');
    await sergey.page.goto('/admin/closing/2027-01');
    await sergey.page.getByRole('link', { name: 'Закрыть месяц' }).click();
    const dialog = sergey.page.getByRole('dialog');
    await sergey.sees('Назад нельзя', dialog);
    expect(await dialog.locator(':focus').textContent()).toBe('Отмена');
    await sergey.page.keyboard.press('Enter');
    expect(await dialog.isVisible()).toBe(false);
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 360],
    ] as const) {
      await sergey.page.emulateMedia({ colorScheme });
      await sergey.page.setViewportSize({ width, height: 780 });
      await sergey.page.goto('/admin/closing/2027-01/start');
      expect(await violations(sergey.page, 'html')).toEqual([]);
    }
    await sergey.leave();
  });

  it('tells the partner whose renewals did not fit what to do', async () => {
    const oleg = await Person.at(chromium, p);
    await oleg.logOn('orion');
    await oleg.page.goto('/orders');
    await oleg.sees('Продление');
    await oleg.sees('Ждёт: кредитный лимит');
    expect((await p.letters({ template: 'subscription-suspended' })).length).toBeGreaterThan(0);
    await oleg.leave();
  });
});

const totals = (person: Person) => person.reads(person.page.getByRole('region', { name: 'Итоги' }).first());
