import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day } from '#src/lib/days.ts';
import { decimalRub, kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, message, payment, post, TOKEN, VECTOR } from './ax.ts';

let p: TestPortal;
let vector: number;

beforeAll(async () => {
  p = await openTestPortal({ config: { axToken: TOKEN } });
  vector = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
afterAll(() => p.close());

const holds = () => p.portal.db.hold.findMany({ where: { partnerId: vector, reason: 'axapta', liftedAt: null } });

describe('a message', () => {
  it('is acknowledged, and the same again is answered as the first time and changes nothing', async () => {
    const sent = message({ items: [debtor({ version: '2' })] });
    const first = await post(p, sent);
    expect([first.status, first.body]).toEqual([202, { messageId: sent['messageId'], result: 'ok', state: 'processed', itemErrors: [] }]);
    const again = await post(p, JSON.stringify(sent, null, 2));
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect(await p.portal.db.axMessage.count({ where: { messageId: sent['messageId'] as string } })).toBe(1);
  });

  it('with another body under the same name is refused and kept', async () => {
    const sent = message({ items: [debtor({ version: '3' })] });
    await post(p, sent);
    const other = await post(p, { ...sent, items: [debtor({ version: '4', blocked: 'All' })] });
    expect([other.status, other.type]).toEqual([409, 'application/problem+json']);
    expect(await holds()).toEqual([]);
  });

  it('in an envelope of CloudEvents is the same message', async () => {
    const sent = message({ type: 'ping' });
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/ax',
      type: 'ru.mont.ax',
      datacontenttype: 'application/json',
      data: sent,
    };
    const first = await post(p, event, { 'Content-Type': 'application/cloudevents+json' });
    expect((await post(p, sent)).body).toEqual(first.body);
  });

  it.each([
    ['no token', message(), { Authorization: '' }, 401],
    ['another token', message(), { Authorization: 'Bearer another' }, 401],
    ['not JSON said', message(), { 'Content-Type': 'text/plain' }, 415],
    ['no JSON', '{', {}, 400],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), {}, 400],
    ['too large', ' '.repeat(10 * 1024 * 1024 + 1), {}, 413],
    ['an unknown type', message({ type: 'gossip' }), {}, 422],
    ['an unknown field', message({ sequel: 1 }), {}, 422],
    ['a list', [message()], {}, 422],
    ['nothing', '', {}, 400],
    ['our own message', message({ source: 'PORTAL' }), {}, 422],
    ['a page beyond the set', message({ mode: 'full', page: 3, pages: 2, batchId: 'a' }), {}, 422],
  ] as const)('is refused with a problem: %s', async (_, body, headers, status) => {
    const answer = await post(p, body, headers);
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    expect(answer.body).toMatchObject({ status, type: expect.stringMatching(/^urn:ed-mont:ax-exchange:/), title: expect.any(String) });
  });

  it('names a bad field by its JSON pointer; the others of it are carried out', async () => {
    const bad = debtor({ custAccount: 'К-9', balance: 12.5 });
    const answer = await post(p, message({ items: [bad, debtor({ version: '5', balance: '7.00' })] }));
    expect(answer.body).toMatchObject({ result: 'partial', itemErrors: [{ key: 'К-9', pointer: '/items/0/balance' }] });
    expect((await p.portal.db.axDebtor.findUniqueOrThrow({ where: { custAccount: VECTOR } })).balance).toBe(700n);
  });

  it('of which nothing is in order is refused whole', async () => {
    const answer = await post(p, message({ items: [debtor({ blocked: 'Perhaps' })] }));
    expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/items/0/blocked' })]]);
  });
});

describe('debtors', () => {
  it('blocked are held with the reason; an older version changes nothing; fresh data lift the block', async () => {
    await post(
      p,
      message({
        items: [debtor({ version: '10', blocked: 'Invoice', blockReason: 'Нет акта сверки', custAccount: ` ${VECTOR.toLowerCase()} ` })],
      }),
    );
    expect((await holds()).map(({ text }) => text)).toEqual([
      'Отгрузки вам закрыты в учётной системе MONT: Нет акта сверки. Обратитесь к вашему менеджеру.',
    ]);
    await post(p, message({ items: [debtor({ version: '9' })] }));
    expect(await holds()).toHaveLength(1);
    await post(
      p,
      message({ items: [debtor({ version: '11', asOf: '2026-11-20T00:00:00+03:00' })], createdAt: '2026-11-20T00:05:00+03:00' }),
    );
    expect(await holds(), 'data of today were there before: these are not the newest moment').toHaveLength(0);
  });

  it('a payer’s block holds whom it pays for', async () => {
    const orion = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } });
    const code = orion.axDebtorCode;
    await post(
      p,
      message({
        items: [
          debtor({ custAccount: code, invoiceAccount: 'П-77', name: 'Орион' }),
          debtor({ custAccount: 'П-77', invoiceAccount: 'П-77', blocked: 'All' }),
        ],
      }),
    );
    const held = () => p.portal.db.hold.count({ where: { partnerId: orion.id, reason: 'axapta', liftedAt: null } });
    expect(await held()).toBe(1);
    await post(p, message({ items: [debtor({ custAccount: 'П-77', invoiceAccount: 'П-77', version: '2' })] }));
    expect(await held()).toBe(0);
  });

  it('bring their limit, once', async () => {
    const limit = async () => (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).creditLimit;
    await post(p, message({ items: [debtor({ version: '20', creditMax: '777000.00' })] }));
    expect(await limit()).toBe(777_000_00n);
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 900_000_00n } });
    await post(p, message({ items: [debtor({ version: '21', creditMax: '777000.00' })] }));
    expect(await limit(), 'what a person changed since stays until Axapta says another').toBe(900_000_00n);
  });

  it('give the own limit back when they have none any more', async () => {
    const limit = async () => (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).creditLimit;
    await post(p, message({ items: [debtor({ version: '30' })] }));
    expect(await limit(), 'a person has set it').toBe(900_000_00n);
    await post(p, message({ items: [debtor({ version: '31', creditMax: '5000.00' })] }));
    expect(await limit()).toBe(5_000_00n);
    await post(p, message({ items: [debtor({ version: '32' })] }));
    expect(await limit()).toBe(900_000_00n);
  });
});

const money = async () =>
  (await p.portal.db.payment.findMany({ where: { partnerId: vector }, orderBy: { id: 'asc' } })).map(({ amount }) => decimalRub(amount));

describe('payments', () => {
  it('are recorded once; an older version changes nothing; whose nobody knows waits', async () => {
    const sent = [payment(), payment({ transId: 'T-2', invoiceAccount: 'Х-1' })];
    expect((await post(p, message({ type: 'payments', items: sent }))).body).toMatchObject({ result: 'ok' });
    await post(p, message({ type: 'payments', items: sent }));
    expect(await money()).toEqual(['100.00']);
    expect(await p.portal.db.axPayment.findUniqueOrThrow({ where: { transId: 'T-2' } })).toMatchObject({ state: 'decide' });
  });

  it('cancelled, changed or given back are taken back, once', async () => {
    const sent = (changes: object) => post(p, message({ type: 'payments', items: [payment(changes)] }));
    await sent({ version: '2', amount: '130.00' });
    expect(await money()).toEqual(['100.00', '-100.00', '130.00']);
    await sent({ version: '3', amount: '130.00', canceled: true });
    await sent({ version: '2', amount: '130.00' });
    expect(await money()).toEqual(['100.00', '-100.00', '130.00', '-130.00']);
    await sent({ transId: 'T-5', amount: '55.00', docNumber: '55' });
    await sent({ transId: 'T-6', amount: '-55.00', date: '2026-11-21' });
    await sent({ transId: 'T-7', amount: '-77.00', date: '2026-11-21' });
    expect((await money()).slice(4)).toEqual(['55.00', '-55.00']);
    expect(await p.portal.db.axPayment.findUniqueOrThrow({ where: { transId: 'T-7' } })).toMatchObject({
      state: 'decide',
      partnerId: vector,
    });
  });

  it('that the bank has told are no second money; where a number is missing a person decides', async () => {
    const told = {
      partnerId: vector,
      receivedOn: day('2026-11-19'),
      payerName: 'ООО «Вектор»',
      payerInn: null,
      purpose: 'Оплата',
      invoiceIds: [],
    };
    const manager = await p.scope('manager');
    await registerPayment(manager, { ...told, amount: kopecks(900_00), docNumber: '17', source: 'bank', sourceKey: 'one' });
    await registerPayment(manager, { ...told, amount: kopecks(800_00), docNumber: null, source: 'bank', sourceKey: 'two' });
    const before = (await money()).length;
    await post(
      p,
      message({
        type: 'payments',
        items: [payment({ transId: 'T-8', amount: '900.00', docNumber: '0017' }), payment({ transId: 'T-9', amount: '800.00' })],
      }),
    );
    expect(await money()).toHaveLength(before);
    expect(await p.portal.db.axPayment.findUniqueOrThrow({ where: { transId: 'T-8' } })).toMatchObject({ state: 'recorded' });
    expect(await p.portal.db.axPayment.findUniqueOrThrow({ where: { transId: 'T-9' } })).toMatchObject({ state: 'decide' });
  });
});
