import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { type DemoAxapta, startAxapta } from '#src/demo/axapta.ts';
import { moveClock } from '#src/demo/clock-move.service.ts';
import { month } from '#src/lib/days.ts';
import { askRunning } from '#test/axapta/asking.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { orderAs } from '#test/support/orders.ts';
import { TOKEN } from './ax.ts';

let dataDir: string;
let p: ListeningPortal;
let axapta: DemoAxapta;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ax-demo-'));
  p = await listen({ config: { axToken: TOKEN, dataDir, hasDemoAxapta: true } });
  await p.portal.db.setting.create({ data: { key: 'clock.offset', value: 0 } });
  axapta = await startAxapta(p.portal, Number(new URL(p.url).port));
});
afterAll(async () => {
  await axapta.stop();
  await p.close();
  await rm(dataDir, { recursive: true });
});

/** A command at the keyboard of the stand-in; what it does has reached the portal when it answers. */
const tell = (...line: string[]) => askRunning(line, dataDir);
const at = (text: string) => new Date(`${text}+03:00`);

describe('the stand-in beside the demo', () => {
  it('knows every partner, with the limit and the debt that the portal has', async () => {
    const partners = await p.portal.sql<{ code: string; limit: bigint; balance: bigint }>(
      'demo_test_partners',
      `select upper(ax_debtor_code) as code, credit_limit as "limit", 0::bigint as balance from partners order by 1`,
    );
    const debtors = await p.portal.db.axDebtor.findMany({ orderBy: { custAccount: 'asc' } });
    expect(debtors.map(({ custAccount, creditMax, balance }) => ({ code: custAccount, limit: creditMax, balance }))).toEqual(partners);
  });

  it('blocks a partner and lets it go: its order waits, then runs', async () => {
    expect(await tell('block', 'orion', 'Нет', 'оригиналов', 'за', 'октябрь')).toContain('blocked All');
    const orion = await p.as('orion');
    expect((await orion.get('/cabinet')).text).toContain('Нет оригиналов за октябрь');
    await orderAs(await p.scope('orion'), { seats: 7 });
    const status = async () => (await p.portal.db.order.findFirstOrThrow({ where: { partner: { code: 'orion' } } })).status;
    expect(await status()).toBe('held');
    await tell('unblock', 'orion');
    expect(await status()).toBe('done');
    expect((await orion.get('/cabinet')).text).not.toContain('Нет оригиналов');
  });

  it('a command it can’t carry out is answered with a sentence', async () => {
    await expect(tell('block', 'nobody-of-that-name')).rejects.toThrow('no debtor is called');
    await expect(tell('dance')).rejects.toThrow('block WHO');
  });

  it('takes the invoices of a closed month and posts them while the clock moves on; its debts stay those of the portal', async () => {
    await moveClock(p.portal, p.clock, at('2026-11-30T20:00:00'));
    p.clock.setTo(at('2026-11-30T21:00:00'));
    await closeMonth(await p.scope('admin'), month('2026-11'));
    await moveClock(p.portal, p.clock, at('2026-12-01T12:00:00'));
    const invoice = await p.portal.db.invoice.findFirstOrThrow({ where: { partner: { code: 'orion' } } });
    expect(await p.portal.db.axInvoice.findFirst({ where: { invoiceId: invoice.id } })).toMatchObject({ status: 'posted', isTold: true });
    expect((await p.portal.db.axDebtor.findFirstOrThrow({ where: { custAccount: 'К-003926' } })).balance).toBe(invoice.gross);
    await tell('pay', 'orion', '100.00', 'Оплата', 'по', 'счету', '№', invoice.number);
    expect(await p.portal.db.payment.findMany({ select: { amount: true, source: true } })).toEqual([{ amount: 100_00n, source: 'axapta' }]);
  });
});

describe('the stand-in stopped for a day of the clock', () => {
  it('leaves blocks as they are, tells staff once, and lets go only with fresh data', async () => {
    const holds = () => p.portal.db.hold.count({ where: { reason: 'axapta', liftedAt: null } });
    await tell('block', 'orion');
    await tell('down');
    await moveClock(p.portal, p.clock, at('2026-12-02T14:00:00'));
    const silent = await p.letters({ template: 'exchange-silent' });
    expect(silent.length).toBeGreaterThan(0);
    expect(silent[0]?.subject).toContain('Данные Аксапты устарели: последние на 01.12.2026 12:00');
    await tell('unblock', 'orion');
    expect(await holds()).toBe(1);
    await moveClock(p.portal, p.clock, at('2026-12-02T16:00:00'));
    expect([await holds(), (await p.letters({ template: 'exchange-silent' })).length]).toEqual([1, silent.length]);
    await tell('up');
    expect(await holds()).toBe(0);
  });
});
