import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { readCsv } from '#src/lib/csv-read.ts';
import { addDays, type Day, day } from '#src/lib/days.ts';
import { formatAmount, formatRub } from '#src/lib/money.ts';
import { partnerDebt } from '#src/receivables/open-invoices.queries.ts';
import { asOf, receivablesList } from '#src/receivables/receivables.forms.ts';
import { listReceivables } from '#src/receivables/receivables.queries.ts';
import { AGES } from '#src/receivables/receivables.rules.ts';
import { tellDebts } from '#src/receivables/weekly.service.ts';
import { balancesAsOf } from '#src/reconciliation/ledger.queries.ts';
import type { Browser } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { Days, reported } from './facts.ts';

let p: TestPortal;
let days: Days;
let boss: Browser;
const LAST = '2027-03-05';

/** A repeatable sequence of numbers below 1. */
function dice(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
    return at / 2_147_483_648;
  };
}

/** Three months of orders, closes in time and late, and every day or two somebody pays, is paid back or corrected. */
beforeAll(async () => {
  p = await openTestPortal();
  days = new Days(p);
  const { db } = p.portal;
  const exempt = await db.offer.findFirstOrThrow({
    where: { product: { vatClass: 'registry' }, discontinuedOn: null, minSeats: { lte: 4 } },
    select: { sku: true },
  });
  for (const code of ['vector', 'orion']) {
    await db.partner.update({ where: { code }, data: { creditLimit: 100_000_000_00n } });
    await placeNew(p, code, { seats: 9, sku: CAST_SKU });
    await placeNew(p, code, { seats: 4, sku: exempt.sku });
  }
  const partners = await db.partner.findMany({ where: { code: { in: ['vector', 'orion'] } }, orderBy: { id: 'asc' } });
  const next = dice(20_261_122);
  const closes: Record<string, string> = {
    '2026-11-30': '2026-11',
    '2027-01-03': '2026-12',
    '2027-01-31': '2027-01',
    '2027-02-28': '2027-02',
  };
  for (let on = day('2026-11-22'); on <= LAST; on = addDays(on, 1)) {
    await days.goTo(on);
    const closing = closes[on];
    if (closing) {
      p.clock.setTo(new Date(`${on}T21:00:00+03:00`));
      await days.close(closing);
    }
    if (next() < 0.6) continue;
    const { id } = partners[Math.floor(next() * partners.length)] ?? { id: 0 };
    const act = next();
    const invoice = await db.invoice.findFirst({
      where: { partnerId: id, status: 'issued' },
      orderBy: { id: next() < 0.5 ? 'asc' : 'desc' },
    });
    if (act < 0.55) await days.pay(id, BigInt(Math.ceil(next() * 700_00)), next() < 0.3 ? addDays(on, -2) : on);
    else if (act < 0.75) {
      const back = await db.payment.findFirst({ where: { partnerId: id, amount: { gt: 0n }, reversedBy: null }, orderBy: { id: 'desc' } });
      if (back) await days.takeBack(back.id);
    } else if (invoice) await days.correct(invoice.id);
  }
  days.ends.set(days.today, await days.now());
  boss = await p.as('manager');
}, 120_000);
afterAll(() => p.close());

const filter = receivablesList.exportQuery.parse({});
const ALL = { limit: null, offset: 0 };

async function reportOf(on: Day) {
  const { rows, sums } = await listReceivables(await p.scope('manager'), filter, asOf(on, days.today), ALL);
  return { rows, sums: [...AGES, 'advance' as const, 'balance' as const].map((sum) => BigInt(sums[sum])) };
}

describe('the report', () => {
  it('as of every day is what stood at its end, age by age and invoice by invoice, and comes to the ledger', async () => {
    const scope = await p.scope('manager');
    let isLate = 0;
    for (const [on, standings] of days.ends) {
      const { rows, sums } = await reportOf(on as Day);
      const expected = [...standings].map(([id, standing]): [number, bigint[]] => [id, reported(standing, on)]);
      const shown = expected.filter(([, all]) => all.some((sum) => sum !== 0n));
      const found = rows.map((row): [number, bigint[]] => [
        row.id,
        [...AGES.map((age) => BigInt(row[age])), BigInt(row.advance), BigInt(row.balance)],
      ]);
      const byId = (a: [number, unknown], b: [number, unknown]) => a[0] - b[0];
      expect([on, found.sort(byId)]).toEqual([on, shown.sort(byId)]);
      expect([on, sums]).toEqual([
        on,
        AGES.concat(['current', 'current']).map((_, at) => shown.reduce((all, [, one]) => all + (one[at] ?? 0n), 0n)),
      ]);
      const ledger = await balancesAsOf(p.portal.sql, on as Day);
      for (const [id, { invoices, advance }] of standings) {
        expect([on, ledger.get(id)]).toEqual([on, reported({ invoices, advance }, on).at(-1)]);
        const debt = await partnerDebt(scope, id, asOf(on, days.today));
        const key = ({ number, open }: { number: string; open: bigint }) => `${number} ${open}`;
        expect([on, debt.invoices.map(key).sort()]).toEqual([on, invoices.map(key).sort()]);
        expect([on, debt.payments.reduce((all, { rest }) => all + rest, 0n)]).toEqual([on, advance]);
      }
      isLate += sums.slice(1, 5).filter((sum) => sum > 0n).length;
    }
    expect([days.ends.size > 100, isLate > 50], 'the world is worth looking at').toEqual([true, true]);
  }, 60_000);

  it('says the same on its pages and in its files', async () => {
    const on = day('2027-02-10');
    const { rows, sums } = await reportOf(on);
    const page = await boss.get(`/admin/receivables?on=${on}&sort=-balance`);
    expect(page.$('main tbody tr')).toHaveLength(rows.length);
    expect(page.$('main tfoot td.n').last().text()).toBe(formatAmount(sums.at(-1) ?? 0n));
    const file = await boss.get(`/admin/receivables.csv?on=${on}`);
    const [, ...cells] = readCsv(Buffer.from(file.response.text));
    expect(cells.map((row) => row.cells[1])).toEqual(rows.map(({ name }) => name));
    const [first] = rows;
    const debt = await partnerDebt(await p.scope('manager'), first?.id ?? 0, asOf(on, days.today));
    const opened = await boss.follow({
      ...page,
      location: page
        .$('main tbody a.row-link')
        .filter((_, a) => page.$(a).text() === first?.name)
        .attr('href'),
    });
    expect(opened.$('section[aria-labelledby="invoices-title"] tbody tr')).toHaveLength(debt.invoices.length);
    const invoices = await boss.get(`/admin/receivables/${first?.id}/invoices.csv?on=${on}`);
    expect(readCsv(Buffer.from(invoices.response.text))).toHaveLength(debt.invoices.length + 1);
    const all = await boss.get(`/admin/receivables/invoices.csv?on=${on}`);
    expect(all.response.text).toContain(debt.invoices[0]?.number);
    expect((await boss.get(`/admin/receivables.xlsx?on=${on}`)).status).toBe(200);
  });

  it('tells at the field of a day that is none, or not yet', async () => {
    for (const [typed, said] of [
      ['2027-02-31', 'Нет такого дня'],
      ['2099-01-01', 'Этот день ещё не наступил'],
    ]) {
      const page = await boss.get(`/admin/receivables?on=${typed}`);
      expect([page.status, page.$('#on-error').text().includes(String(said))]).toEqual([200, true]);
      expect((await boss.get(`/admin/receivables.csv?on=${typed}`)).status).toBe(400);
    }
  });

  it('narrows to partners of one’s own and to an age', async () => {
    const manager = await p.scope('admin');
    const none = await listReceivables(manager, { ...filter, manager: manager.actor.userId }, asOf('', days.today), ALL);
    expect([none.rows, none.sums.balance]).toEqual([[], '0']);
    const { rows } = await reportOf(days.today);
    for (const age of AGES) {
      const found = await listReceivables(manager, { ...filter, age }, asOf('', days.today), ALL);
      expect(found.rows.map(({ id }) => id).sort()).toEqual(
        rows
          .filter((row) => row[age] !== '0')
          .map(({ id }) => id)
          .sort(),
      );
    }
  });
});

describe('the register', () => {
  it.each(['2026-11', '2026-12', '2027-01', '2027-02'])('of %s is its invoices to the kopeck, rate by rate', async (period) => {
    const invoices = await p.portal.db.invoice.findMany({
      where: {
        issuedOn: { gte: new Date(`${period}-01`), lt: new Date(new Date(`${period}-28`).getTime() + 4 * 86_400_000) },
        period: new Date(`${period}-01`),
      },
      include: { lines: true },
    });
    const inForce = invoices.filter(({ status }) => status === 'issued');
    const lines = inForce.flatMap((one) => one.lines);
    const sum = (of: readonly bigint[]) => of.reduce((all, one) => all + one, 0n);
    const rate = (vatRate: number | null) => lines.filter((line) => line.vatRate === vatRate);
    const file = await boss.get(`/admin/receivables/register.csv?period=${period}`);
    const [heads, ...rows] = readCsv(Buffer.from(file.response.text)).map(({ cells }) => cells);
    const column = (title: string) => sum(rows.map((row) => BigInt(String(row[heads?.indexOf(title) ?? -1]).replace(/[^\d-]/g, ''))));
    expect(rows).toHaveLength(invoices.length);
    expect(column('Всего с НДС')).toBe(sum(inForce.map(({ gross }) => gross)));
    expect(column('НДС всего')).toBe(sum(inForce.map(({ vat }) => vat)));
    expect(['База 22 %', 'НДС 22 %', 'База 20 %', 'База 0 %', 'Без НДС'].map(column)).toEqual([
      ...[sum(rate(22).map(({ net }) => net)), sum(rate(22).map(({ vat }) => vat)), sum(rate(20).map(({ net }) => net))],
      ...[sum(rate(0).map(({ net }) => net)), sum(rate(null).map(({ net }) => net))],
    ]);
    const page = await boss.get(`/admin/receivables/register?period=${period}`);
    expect(page.$('main tfoot td.n').first().text()).toBe(formatRub(sum(inForce.map(({ gross }) => gross))).slice(0, -2));
    expect(page.$('main tbody tr')).toHaveLength(invoices.length);
  });
});

describe('Monday’s letter', () => {
  it('tells each manager of debts and what changed, once a week; nobody who has none', async () => {
    p.clock.setTo(new Date('2027-03-08T08:30:00+03:00'));
    const sent = () => p.letters({ template: 'receivables-week' });
    await tellDebts(p.portal);
    await tellDebts(p.portal);
    await p.drainJobs();
    const letters = await sent();
    const owed = (await listReceivables(await p.scope('admin'), filter, asOf('2027-03-07', days.today), ALL)).rows.filter((row) =>
      AGES.some((age) => row[age] !== '0'),
    );
    expect(owed.length).toBeGreaterThan(0);
    expect(letters).toHaveLength(1);
    for (const { name } of owed) expect(letters[0]?.text).toContain(name);
    expect(letters[0]?.text).toMatch(/За неделю просрочка|Просрочено столько же/);
    p.clock.setTo(new Date('2027-03-10T08:30:00+03:00'));
    await tellDebts(p.portal);
    expect(await sent()).toHaveLength(1);
    const { db } = p.portal;
    const { id } = await db.user.findUniqueOrThrow({ where: { login: 'manager' } });
    await db.user.update({ where: { id }, data: { mutedLetters: ['receivables-week'] } });
    p.clock.setTo(new Date('2027-03-15T08:30:00+03:00'));
    await tellDebts(p.portal);
    expect(await sent()).toHaveLength(1);
    await db.user.update({ where: { id }, data: { mutedLetters: [] } });
    p.clock.setTo(new Date('2027-03-22T08:30:00+03:00'));
    await tellDebts(p.portal);
    expect(await sent()).toHaveLength(2);
  });
});
