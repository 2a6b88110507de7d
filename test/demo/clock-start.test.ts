import { afterAll, beforeAll, expect, it } from 'vitest';
import { startClock } from '#src/demo/clock.ts';
import { ConfigError } from '#src/platform/config.ts';
import { testConfig } from '#test/support/config.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

const started = (at: string) => startClock(testConfig({ isDemo: true, clockStart: new Date(at) }), p.database.url);

it('refuses a demo clock before the documents of the demo world, and remembers nothing of it', async () => {
  await expect(started('2026-11-21T23:59:59+03:00')).rejects.toThrow(ConfigError);
  await expect(started('2026-09-01T10:00:00+03:00')).rejects.toThrow('2026-11-22T00:00+03:00 or later');
  expect((await started('2027-01-05T10:00:00+03:00')).today()).toBe('2027-01-05');
});
