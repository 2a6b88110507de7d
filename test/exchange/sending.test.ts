import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDueMonths } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { day, formatDayShort } from '#src/lib/days.ts';
import { decimalRub, formatRub, kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { newClient } from '#src/platform/db/client.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { message, post, TOKEN, VECTOR } from './ax.ts';

interface Message {
  readonly type: string;
  readonly messageId: string;
  readonly seq: number;
  readonly items: Record<string, unknown>[];
}

let p: TestPortal;

const call = (method: 'get' | 'post', path: string, body?: object) => {
  const asked = request(p.app)
    [method](`/api/ax/v1${path}`)
    .set({ Host: 'localhost', Authorization: `Bearer ${TOKEN}` });
  return body ? asked.send(body) : asked;
};
const pulled = async (query = ''): Promise<{ items: Message[]; next: string; more: boolean }> =>
  (await call('get', `/messages${query}`)).body;
const ack = (messageId: string, result = 'ok') => call('post', '/acks', { messageId, result });
const queue = (client: { query: pg.Client['query'] }, key: string) =>
  client.query(`insert into ax_outgoing (message_id, type, key, payload, created_at) values ($1, 'replay', $2, '[]', now())`, [
    randomUUID(),
    key,
  ]);

beforeAll(async () => {
  p = await openTestPortal({ config: { axToken: TOKEN } });
  await placeNew(p, 'vector', { seats: 7 });
  p.clock.setTo(new Date('2026-12-02T10:00:00+03:00'));
  await closeDueMonths(p.portal);
}, 60_000);
afterAll(() => p.close());

describe('what is told', () => {
  it('an invoice, from its frozen lines, in the transaction that issued it', async () => {
    const { items } = await pulled('?type=billing');
    const invoice = await p.portal.db.invoice.findFirstOrThrow({ include: { lines: true } });
    const [line] = invoice.lines;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ schema: 'ax-exchange/1', source: 'PORTAL', seq: 1 });
    expect(items[0]?.items[0]).toMatchObject({
      ...{
        portalDocId: `INV-${invoice.id}`,
        custAccount: VECTOR,
        invoiceAccount: VECTOR,
        invoiceNumber: invoice.number,
        docDate: '2026-11-30',
      },
      ...{
        periodFrom: '2026-11-22',
        periodTo: '2026-11-30',
        gross: `${invoice.gross / 100n}.${String(invoice.gross % 100n).padStart(2, '0')}`,
      },
      lines: [{ no: 1, sku: line?.sku, qty: 7, subscriptionId: line?.subscriptionNumber }],
    });
  });

  it('the one that corrects it names it', async () => {
    const invoice = await p.portal.db.invoice.findFirstOrThrow();
    const { id } = await correctInvoice(await p.scope('admin'), invoice.id, 'Ошибка в реквизитах');
    const { items } = await pulled('?type=billing');
    expect(items.map(({ items: [of] }) => [of?.['portalDocId'], of?.['kind'], of?.['correctsPortalDocId']]).at(-1)).toEqual([
      ...[`INV-${id}`, 'correction', `INV-${invoice.id}`],
    ]);
  });
});

describe('messages are fetched', () => {
  it('again until they are acknowledged, and behind a place', async () => {
    const before = await pulled();
    const [first] = before.items;
    expect((await pulled()).items.map(({ messageId }) => messageId)).toEqual(before.items.map(({ messageId }) => messageId));
    expect((await pulled(`?after=${before.next}`)).items).toEqual([]);
    expect((await ack(first?.messageId ?? '')).status).toBe(202);
    expect((await pulled()).items).toHaveLength(before.items.length - 1);
    const later = p.portal.clock.now().getTime() + 16 * 60_000;
    p.clock.setTo(new Date(later));
    expect((await pulled(`?after=${before.next}`)).items, 'not acknowledged for a quarter of an hour').toHaveLength(
      before.items.length - 1,
    );
  });

  it('none is passed over whose transaction began early and committed late', async () => {
    const [late, early] = [newClient({ connectionString: p.database.url }), newClient({ connectionString: p.database.url })];
    await Promise.all([late.connect(), early.connect()]);
    await late.query('begin');
    await queue(late, 'late');
    await queue(early, 'early');
    const first = await pulled('?type=replay');
    await late.query('commit');
    const second = await pulled(`?type=replay&after=${first.next}`);
    expect([first.items.length, second.items.length]).toEqual([1, 1]);
    expect([first.items[0]?.seq, second.items[0]?.seq]).toEqual([1, 2]);
    await Promise.all([late.end(), early.end()]);
  });

  it.each([
    ['an unknown type', 'get', '/messages?type=gossip', undefined, 422],
    ['a place of nobody', 'get', '/messages?after=here', undefined, 422],
    ['too many at once', 'get', '/messages?limit=5000', undefined, 422],
    ['another method', 'post', '/ping', {}, 405],
    ['another address', 'get', '/orders', undefined, 404],
    ['an acknowledgement of nothing', 'post', '/acks', { messageId: randomUUID(), result: 'ok' }, 404],
    ['an acknowledgement without a word', 'post', '/acks', { messageId: randomUUID() }, 422],
  ] as const)('refused with a problem: %s', async (_, method, path, body, status) => {
    const answer = await call(method, path, body);
    expect([answer.status, answer.type, answer.body.status]).toEqual([status, 'application/problem+json', status]);
  });

  it('an acknowledgement may come as a message; with faults of items it is kept for people', async () => {
    const [one] = (await pulled('?type=replay')).items;
    const itemErrors = [{ key: 'debtors', code: 'no-such', text: 'Нет таких номеров' }];
    await post(p, message({ type: 'ack', items: [{ messageId: one?.messageId, result: 'error', itemErrors }] }));
    const row = await p.portal.db.axOutgoing.findUniqueOrThrow({ where: { messageId: one?.messageId ?? '' } });
    expect([row.result, row.itemErrors]).toEqual(['error', [expect.objectContaining({ text: 'Нет таких номеров' })]]);
  });
});

describe('what Axapta says of an invoice', () => {
  it('is kept beside it, by version; of an unknown document it is a fault', async () => {
    const { id } = await p.portal.db.invoice.findFirstOrThrow({ where: { status: 'issued' } });
    const status = (changes: object) => ({
      portalDocId: `INV-${id}`,
      status: 'posted',
      factureNumber: 'СФ-7',
      factureDate: '2026-11-30',
      ...changes,
    });
    await post(p, message({ type: 'invoice-status', createdAt: '2026-12-02T09:00:00+03:00', items: [status({})] }));
    await post(p, message({ type: 'invoice-status', createdAt: '2026-12-02T08:00:00+03:00', items: [status({ status: 'accepted' })] }));
    expect(await p.portal.db.axInvoice.findUniqueOrThrow({ where: { portalDocId: `INV-${id}` } })).toMatchObject({
      status: 'posted',
      factureNumber: 'СФ-7',
    });
    const answer = await post(
      p,
      message({ type: 'invoice-status', items: [status({ portalDocId: 'INV-999999' }), status({ version: '1' })] }),
    );
    expect(answer.body).toMatchObject({ result: 'partial', itemErrors: [{ code: 'unknown-document', pointer: '/items/0/portalDocId' }] });
  });

  it('is shown beside what the portal has where it is another, and only there', async () => {
    const { id, partnerId, number, gross, dueOn } = await p.portal.db.invoice.findFirstOrThrow({ where: { status: 'issued' } });
    const manager = await p.as('manager');
    const shown = async () => {
      const { $ } = await manager.get('/admin/exchange/differences');
      return $('section[aria-labelledby="documents"] tbody tr td')
        .toArray()
        .map((cell) => $(cell).text().replace(/\s+/g, ' ').trim());
    };
    const due = dueOn.toISOString().slice(0, 10);
    const same = { factureNumber: number, factureDate: '2026-11-30', openAmount: decimalRub(gross), dueDate: due };
    let hour = 10;
    const tell = (changes: object) =>
      post(
        p,
        message({
          ...{ type: 'invoice-status', createdAt: `2026-12-02T${hour++}:00:00+03:00` },
          items: [{ portalDocId: `INV-${id}`, status: 'posted', ...same, ...changes }],
        }),
      );
    await tell({});
    expect(await shown()).toEqual([]);
    await tell({ factureNumber: 'СФ-7', openAmount: '1.00', dueDate: '2026-12-24' });
    const [facture, open, axOpen, dueDay, axDueDay] = await shown();
    expect([facture, axOpen, axDueDay]).toEqual(['№ СФ-7 от 30.11.2026', '1,00 ₽', '24.12.2026']);
    expect([open, dueDay]).toEqual([formatRub(kopecks(gross)).replace(/\s/g, ' '), formatDayShort(day(due))]);
    expect((await manager.get('/admin/exchange/differences/documents.csv')).text).toContain('СФ-7');
    await tell({ factureNumber: undefined, factureDate: undefined, openAmount: undefined, dueDate: '2026-12-24' });
    expect(
      (await shown()).filter((cell) => cell === '—'),
      'what was not told',
    ).toHaveLength(2);
    await tell({});
    p.clock.setTo(new Date('2026-12-02T15:00:00+03:00'));
    const money = {
      receivedOn: day('2026-12-02'),
      amount: kopecks(gross),
      docNumber: '5',
      payerName: 'Вектор',
      payerInn: null,
      purpose: '',
    };
    await registerPayment(await p.scope('manager'), { ...money, partnerId, source: 'hand', sourceKey: null, invoiceIds: [id] });
    expect(await shown(), 'a payment since is no difference').toEqual([]);
  });
});
