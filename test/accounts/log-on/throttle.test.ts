import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countTry, networkOf } from '#src/accounts/log-on/throttle.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { type AccountsPortal, accountsPortal, alertOf, PASSWORD, START } from '#test/accounts/accounts-portal.ts';

let on: AccountsPortal;
beforeAll(async () => {
  on = await accountsPortal();
});
beforeEach(async () => {
  on.clock.setTo(START);
  await on.sql('test_reset', 'delete from throttles');
  await on.sql('test_letters_reset', 'delete from letters');
});
afterAll(() => on.close());

/** Wrong passwords, each from an address of its own; the answers. */
async function fail(login: string, times: number) {
  const answers = [];
  for (let n = 0; n < times; n++) answers.push(await on.browser().logOn(login, `wrong-${n}`));
  return answers;
}

describe('an account', () => {
  it('closes for 15 minutes at the tenth failure, says so, and opens by itself', async () => {
    const answers = await fail('vector', 10);
    expect(answers.map((one) => one.status)).toEqual([...Array(9).fill(422), 429]);
    const closed = await on.browser().logOn('vector');
    expect([closed.status, closed.headers['retry-after']]).toEqual([429, '900']);
    expect(alertOf(closed)).toContain('Вход откроется снова в 10:15 по московскому времени');
    on.pass(14.9);
    expect((await on.browser().logOn('vector')).status).toBe(429);
    on.pass(0.1);
    expect((await on.browser().logOn('vector')).status).toBe(303);
  });

  it('closes under all its names', async () => {
    await fail('anna@vector.example', 5);
    await fail('vector', 5);
    expect((await on.browser().logOn('anna@vector.example')).status).toBe(429);
  });

  it('behaves the same when there is no such login', async () => {
    const [known, unknown] = [await fail('vector', 12), await fail('nobody', 12)];
    const seen = (answers: Awaited<ReturnType<typeof fail>>) =>
      answers.map((one) => [one.status, alertOf(one), one.headers['retry-after'], one.text.length]);
    expect(seen(known)).toEqual(seen(unknown));
  });

  it('tells its owner by letter, once per closing; an unknown login tells nobody', async () => {
    await fail('vector', 13);
    await fail('nobody', 13);
    const letters = await on.letters();
    expect(letters.map((one) => [one.template, one.to])).toEqual([['account-locked', 'anna@vector.example']]);
    expect(letters[0]?.text).toContain('22.11.2026 10:15');
    on.pass(16);
    await fail('vector', 10);
    expect(await on.letters()).toHaveLength(2);
  });

  it('starts counting anew after a success', async () => {
    await fail('vector', 9);
    expect((await on.browser().logOn('vector')).status).toBe(303);
    expect((await fail('vector', 9)).at(-1)?.status).toBe(422);
  });

  it('starts counting anew 15 minutes after the last failure', async () => {
    await fail('vector', 9);
    on.pass(15);
    expect((await fail('vector', 9)).at(-1)?.status).toBe(422);
  });

  it('admits no more than ten of thirty tries made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => on.browser().logOn('boris', `wrong-${n}`)));
    expect(answers.filter((one) => one.status === 422)).toHaveLength(9);
    expect(answers.filter((one) => one.status === 429)).toHaveLength(21);
  });
});

describe('one address', () => {
  it('waits twice as long after each failure from the fifth on, even with the right password', async () => {
    const guess = () => on.browser('10.1.1.1').logOn('vector', 'wrong');
    for (let n = 0; n < 4; n++) expect((await guess()).status).toBe(422);
    const fifth = await guess();
    expect([fifth.status, fifth.headers['retry-after']]).toEqual([429, '15']);
    expect(alertOf(fifth)).toContain('через 15 с');
    expect((await on.browser('10.1.1.1').logOn('vector')).status).toBe(429);
    on.pass(0.25);
    expect((await guess()).headers['retry-after']).toBe('30');
    on.pass(0.5);
    expect((await on.browser('10.1.1.1').logOn('vector')).status).toBe(303);
  });

  it('does not keep the owner out at another address', async () => {
    for (let n = 0; n < 6; n++) await on.browser('10.1.1.2').logOn('vector', 'wrong');
    expect((await on.browser('10.1.1.3').logOn('vector')).status).toBe(303);
  });

  it('closes after fifty failures over many logins; a success takes back only itself', async () => {
    for (let n = 0; n < 49; n++) await on.browser('10.1.1.4').logOn(`someone-${n}`, 'wrong');
    expect((await on.browser('10.1.1.4').logOn('vector')).status).toBe(303);
    expect((await on.browser('10.1.1.4').logOn('someone-50', 'wrong')).status).toBe(429);
    expect((await on.browser('10.1.1.4').logOn('vector', PASSWORD)).status).toBe(429);
    expect((await on.browser('10.1.1.5').logOn('vector', PASSWORD)).status).toBe(303);
  });
});

it('counts each of many simultaneous tries once', async () => {
  const scope = systemScope(on.portal, 'test');
  const rule = { max: 1000, window: 60, wait: 60, growth: 1 };
  const tried = await Promise.all(Array.from({ length: 40 }, () => countTry(scope, 'k', rule)));
  expect(tried.map((one) => one.hits).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
});

it('takes a whole IPv6 household for one address', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2');
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
  expect(networkOf('::1')).toBe('0:0:0:0');
  expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1');
  expect(networkOf('10.0.0.1')).toBe('10.0.0.1');
  expect(networkOf(null)).toBe('unknown');
});
