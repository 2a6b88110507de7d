import { afterAll, beforeAll, expect, it } from 'vitest';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;

beforeAll(async () => {
  p = await openTestPortal();
  const { id: partnerId, contracts } = await p.portal.db.partner.findUniqueOrThrow({
    where: { code: 'vector' },
    include: { contracts: true },
  });
  const invoice = { partnerId, contractId: contracts[0]?.id ?? 0, series: 'МС', year: 2026, lineCount: 1, docMode: 'upd' as const };
  const issued = { issuedOn: new Date('2026-10-31'), issuedAt: new Date('2026-10-31T18:00:00Z'), seller: {}, buyer: {}, contract: {} };
  const sums = { net: 487_336_56n, vat: 0n, gross: 487_336_56n };
  const { id } = await p.portal.db.invoice.create({
    data: { ...invoice, ...issued, ...sums, period: new Date('2026-10-01'), seq: 7, number: 'МС-000007', dueOn: new Date('2026-11-27') },
  });
  const payment = await p.portal.db.payment.create({
    data: {
      ...{ partnerId, amount: 7_336_56n, receivedOn: new Date('2026-11-10'), registeredAt: p.clock.now(), registeredBy: 'Тест' },
      ...{ payerName: 'ООО «Вектор»', purpose: 'Оплата', source: 'hand' },
    },
  });
  await p.portal.db.settlement.create({
    data: { partnerId, paymentId: payment.id, invoiceId: id, amount: 7_336_56n, at: p.clock.now() },
  });
  await p.portal.db.document.create({
    data: {
      ...{ invoiceId: id, partnerId, kind: 'invoice' as const, fileName: 'Счёт МС-000007.pdf', mime: 'application/pdf' },
      ...{ bytes: Buffer.from('%PDF'), sha256: '0'.repeat(64), madeAt: p.clock.now() },
    },
  });
});
afterAll(() => p.close());

const itemsOf = async (login: string) => {
  const page = await (await p.as(login)).get('/cabinet');
  const rows = page.$('#attention-title').closest('section').find('.rows li').toArray();
  return {
    count: Number(page.$('#attention-title').next().text()),
    tone: page.$(rows[0]).find('.badge').attr('class') ?? '',
    links: page
      .$(rows[0])
      .find('a')
      .toArray()
      .map((link) => page.$(link).attr('href') ?? ''),
    texts: rows.map((row) =>
      page
        .$(row)
        .text()
        .replace(/[\s\u00a0]+/g, ' '),
    ),
  };
};

it.each(['vector', 'vector-books', 'vector-sales'])(
  '%s sees the invoice to pay first, with what is left, its day and its file',
  async (login) => {
    const { texts, links, tone } = await itemsOf(login);
    expect(texts[0]).toMatch(/Счёт к оплате.*480 000,00 ₽ за октябрь 2026: оплатить до 27 ноября \(через 5 дней\)/);
    expect(tone.split(' ')).not.toContain('bad');
    expect(links[0]).toBe('/documents?period=2026-10#МС-000007');
    expect((await (await p.as(login)).get(links[1] ?? '')).status).toBe(200);
  },
);

it.each([
  ['2026-11-24', 'Счёт к оплате', 'через 3 дня'],
  ['2026-11-27', 'Срок оплаты сегодня', 'сегодня'],
  ['2026-11-28', 'Счёт просрочен', 'срок был 27 ноября'],
])('is red on %s: %s', async (day, label, when) => {
  p.clock.setTo(new Date(`${day}T10:00:00+03:00`));
  const { texts, tone } = await itemsOf('vector');
  expect([texts[0]?.includes(label), texts[0]?.includes(when), tone.split(' ').includes('bad')]).toEqual([true, true, true]);
  p.clock.setTo(new Date('2026-11-22T10:00:00+03:00'));
});

it('counts all that waits, shown one by one or not', async () => {
  const vector = await p.scope('vector');
  await p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1n } });
  for (let no = 0; no < 8; no++) await orderAs(vector, { seats: 5 });
  const { count, texts } = await itemsOf('vector');
  const lost = await p.portal.db.letter.count({ where: { partnerId: vector.actor.partnerId ?? 0, status: { in: ['failed', 'unknown'] } } });
  expect(count).toBe(1 + 8 + lost);
  expect(texts.join()).toContain('Ещё 3 заказа ждут.');
});
