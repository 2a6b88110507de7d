import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Throttle } from '#src/exchange/http/border.rules.ts';
import { isAllowed } from '#src/lib/addresses.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, message, post, TOKEN } from './ax.ts';

const SECRET = `whsec_${Buffer.from('a secret of tests, thirty-two b.').toString('base64')}`;

describe('where a secret is set, a message', () => {
  let p: TestPortal;
  beforeAll(async () => {
    p = await openTestPortal({ config: { axToken: TOKEN, axSigningSecrets: [SECRET] } });
  });
  afterAll(() => p.close());

  const body = JSON.stringify(message({ items: [debtor()] }));
  /** As Standard Webhooks has it, written out here. */
  const signed = (ageSeconds: number, text = body, key = 'a secret of tests, thirty-two b.') => {
    const timestamp = String(Math.floor(p.portal.clock.now().getTime() / 1000) - ageSeconds);
    const mac = createHmac('sha256', key).update(`m-1.${timestamp}.${text}`).digest('base64');
    return { 'webhook-id': 'm-1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
  };
  const kept = () => p.portal.db.axMessage.count();

  it.each([
    ['without a signature', () => ({})],
    ['signed with another key', () => signed(0, body, 'another key')],
    ['signed over another body', () => signed(0, `${body} `)],
    ['signed ten minutes ago', () => signed(600)],
    ['signed ten minutes ahead', () => signed(-600)],
  ])('%s is refused and not kept', async (_, headers) => {
    const answer = await post(p, body, headers());
    expect([answer.status, answer.type]).toEqual([401, 'application/problem+json']);
    expect(await kept()).toBe(0);
  });

  it('that is signed is taken', async () => {
    expect((await post(p, body, signed(30))).status).toBe(202);
    expect(await kept()).toBe(1);
  });
});

it('an address that is not on the list is refused', async () => {
  const p = await openTestPortal({ config: { axToken: TOKEN, axAllow: ['203.0.113.0/24'] } });
  expect((await post(p, message())).status).toBe(403);
  await p.close();
  expect(isAllowed(['203.0.113.0/24'], '203.0.113.9')).toBe(true);
  expect(isAllowed(['203.0.113.0/24'], '::ffff:203.0.113.9')).toBe(true);
  expect(isAllowed(['203.0.113.0/24'], '203.0.114.9')).toBe(false);
});

it('more than 600 requests a minute of one address are told to wait for the next one', () => {
  const throttle = new Throttle();
  for (let sent = 0; sent < 600; sent++) expect(throttle.take('10.0.0.1', 90_000)).toBeNull();
  expect(throttle.take('10.0.0.1', 90_000)).toBe(30);
  expect(throttle.take('10.0.0.2', 90_000)).toBeNull();
  expect(throttle.take('10.0.0.1', 120_000)).toBeNull();
});
