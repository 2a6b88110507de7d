import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { messageKey } from '#src/exchange/receiving/message-key.rules.ts';
import type { TestPortal } from '#test/support/portal.ts';

export const TOKEN = 'a token of tests, long enough';

/** Codes of the cast in Axapta. */
export const VECTOR = 'К-004512';

export interface Sent {
  readonly type?: string;
  readonly items?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** A message of Axapta, in order but for what is changed. */
export const message = (changes: Sent = {}): Record<string, unknown> => ({
  ...{ schema: 'ax-exchange/1', type: 'debtors', messageId: randomUUID(), source: 'AX', mode: 'delta' },
  ...{ createdAt: '2026-11-22T09:00:00+03:00', items: [] },
  ...changes,
});

/** A debtor, in order but for what is changed. */
export const debtor = (changes: object = {}): Record<string, unknown> => ({
  ...{ custAccount: VECTOR, invoiceAccount: VECTOR, name: 'ООО «Вектор»', inn: '7700000023', blocked: 'No', currency: 'RUB' },
  ...{ creditMax: null, mandatoryCreditLimit: false, balance: '0.00', overdue: '0.00', asOf: '2026-11-22T08:55:00+03:00', version: '1' },
  ...changes,
});

export const payment = (changes: object = {}): Record<string, unknown> => ({
  ...{ transId: 'T-1', invoiceAccount: VECTOR, date: '2026-11-20', amount: '100.00', currency: 'RUB', purpose: 'Оплата', version: '1' },
  ...changes,
});

/** What Axapta gets for sending this to the portal. */
export const post = (p: TestPortal, body: unknown, headers: Record<string, string> = {}) =>
  request(p.app)
    .post('/api/ax/v1/messages')
    .set({ Host: 'localhost', Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json', ...headers })
    .serialize((sent: unknown) => sent as string)
    .send(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));

/** What the pages of the exchange show: a message that went through in part, a gap, a payment to be decided. */
export async function leaveExchange({ portal }: TestPortal): Promise<{ message: string; gap: string; decision: string }> {
  const { db, clock } = portal;
  const at = clock.now();
  const sent = message({ messageId: MESSAGE_ID, items: [debtor()] });
  const kept = {
    door: 'http',
    type: 'debtors',
    receivedAt: at,
    bodyHash: 'x',
    body: JSON.stringify(sent),
    searchKey: messageKey(MESSAGE_ID, JSON.stringify(sent)),
    state: 'partial',
    items: 1,
  };
  const itemErrors = [{ pointer: '/items/0', key: VECTOR, code: 'x', text: 'не прошло' }];
  const answer = { messageId: MESSAGE_ID, result: 'partial', state: 'processed', itemErrors };
  const { id } = await db.axMessage.create({ data: { ...kept, messageId: MESSAGE_ID, itemErrors, answer } });
  const gap = await db.axGap.create({ data: { type: 'debtors', fromSeq: 2n, toSeq: 3n, foundAt: at } });
  const { partnerId } = await db.contract.findFirstOrThrow({ where: { partner: { code: 'vector' } } });
  const money = {
    transId: 'T-777',
    invoiceAccount: VECTOR,
    paidOn: new Date('2026-11-20'),
    amount: 77_00n,
    isCanceled: false,
    purpose: 'Оплата',
  };
  const decision = await db.axPayment.create({
    data: { ...money, version: '1', partnerId, state: 'decide', question: 'Похожий платёж уже есть.', messageId: id, changedAt: at },
  });
  return { message: String(id), gap: String(gap.id), decision: String(decision.id) };
}

/** Of the message that `leaveExchange` leaves. */
export const MESSAGE_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
