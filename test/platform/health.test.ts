import supertest from 'supertest';
import { afterEach, expect, it } from 'vitest';
import type { Config } from '#src/platform/config.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;

afterEach(() => p.close());

/** Status of /metrics, asked from the machine itself with these headers. */
async function metrics(config: Partial<Config>, headers: Record<string, string> = {}): Promise<number> {
  p = await openTestPortal({ config });
  return (await supertest(p.app).get('/metrics').set(headers)).status;
}

const production = { isProduction: true, isDemo: false, portalUrl: 'https://portal.example' };

it('the machine itself reads the metrics', async () => {
  expect(await metrics({})).toBe(200);
});

it.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via'])('nobody does through a proxy (%s)', async (header) => {
  expect(await metrics({}, { [header]: '127.0.0.1' })).toBe(404);
});

it('in production nobody does without a token: a proxy may be silent', async () => {
  expect(await metrics(production)).toBe(404);
});

it.each([
  ['Bearer a-long-token', 200],
  ['Bearer another-tokn', 404],
  ['', 404],
])('with a token set the token decides (%s)', async (authorization, status) => {
  expect(await metrics({ ...production, metricsToken: 'a-long-token' }, { authorization, 'X-Forwarded-For': '203.0.113.7' })).toBe(status);
});
