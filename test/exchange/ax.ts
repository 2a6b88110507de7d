import { randomUUID } from 'node:crypto';
import request from 'supertest';
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
