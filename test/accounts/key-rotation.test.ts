import { resolve } from 'node:path';
import express, { type RequestHandler } from 'express';
import { pino } from 'pino';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import { tellSeals } from '#src/accounts/second-factor/seals.service.ts';
import { beginEnrolment } from '#src/accounts/second-factor/second-factor.service.ts';
import { codeAt, newSecret, stepOf } from '#src/accounts/second-factor/totp.ts';
import { createApp } from '#src/app.ts';
import { systemClock } from '#src/platform/clock.ts';
import { createPulse } from '#src/platform/db/pulse.ts';
import { loadAssets } from '#src/platform/http/assets.ts';
import { keysOf } from '#src/platform/keys.ts';
import { createMetrics } from '#src/platform/metrics.ts';
import { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const OLD = 'the secret of the year that has passed';
const NEW = 'the secret of the year that has come!!';
const assets = loadAssets(resolve(import.meta.dirname, '../../public'));
const p: TestPortal = await openTestPortal();
const pulse = createPulse({ url: p.database.url, log: p.portal.log });
const secret = newSecret();
const { id: userId } = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'manager' } });
let app: RequestHandler;

/** The portal begins anew with this list as SESSION_SECRET. */
function startWith(...secrets: string[]): TestPortal['portal'] {
  const portal = { ...p.portal, config: { ...p.portal.config, keys: keysOf(secrets) } };
  app = createApp({ portal, assets, metrics: createMetrics(), pulse, readiness: { isReady: true } });
  return portal;
}

/** A browser that keeps its cookies over such starts. */
const browser = (): Browser => new Browser(express().use((req, res, next) => app(req, res, next)));

/** A second factor confirmed while the secret was this one. */
async function enrolUnder(sessionSecret: string): Promise<void> {
  const sealed = keysOf([sessionSecret]).seal('second factor', secret, `user ${userId}`);
  const row = { secret: sealed, confirmedAt: p.clock.now(), createdAt: p.clock.now(), lastStep: 0 };
  await p.portal.db.secondFactor.upsert({ where: { userId }, create: { userId, ...row }, update: row });
}

const sealedNow = async () => (await p.portal.db.secondFactor.findUniqueOrThrow({ where: { userId } })).secret;

async function enterCode(): Promise<Awaited<ReturnType<Browser['post']>>> {
  const manager = await browser().logOn('manager', DEMO_PASSWORD);
  await manager.get('/Account/LogOn/Code');
  return manager.post('/Account/LogOn/Code', { code: codeAt(secret, stepOf(systemClock().now())) });
}

beforeEach(() => p.portal.db.throttle.deleteMany().then(() => undefined));
afterAll(async () => {
  pulse.close();
  await p.close();
});

test('a new secret in front of the old one logs nobody off, and forms that stand open are taken', async () => {
  startWith(OLD);
  const anna = await browser().logOn('vector');
  startWith(NEW, OLD);
  expect((await anna.post('/theme', { theme: 'dark', back: '/cabinet' })).location).toBe('/cabinet');
  expect((await anna.get('/cabinet')).status).toBe(200);
  startWith(NEW);
  expect((await anna.get('/cabinet')).location).toBe('/Account/LogOn');
});

test('a second factor works on, and is sealed under the new secret at its next code', async () => {
  await enrolUnder(OLD);
  startWith(NEW, OLD);
  expect((await enterCode()).location).toBe('/admin');
  expect(keysOf([NEW]).unseal('second factor', await sealedNow(), `user ${userId}`)).toEqual(secret);
  await p.portal.db.secondFactor.updateMany({ data: { lastStep: 0 } });
  startWith(NEW);
  expect((await enterCode()).location).toBe('/admin');
});

test('when the secret it needs was taken away the person and the log are told so, and it can be turned on anew', async () => {
  await enrolUnder(OLD);
  const portal = startWith(NEW);
  expect(await told(portal)).toContain('"count":1,"msg":"second factors that no secret of SESSION_SECRET opens');
  const answer = await enterCode();
  expect([answer.status, answer.text]).toEqual([
    422,
    expect.stringContaining('Ключ, которым был зашифрован ваш второй фактор, с портала убран'),
  ]);
  const { id, role } = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'manager' } });
  await beginEnrolment({ ...(await p.scope('manager')), portal }, { userId: id, role } as Account, DEMO_PASSWORD);
  expect(keysOf([NEW]).unseal('second factor', await sealedNow(), `user ${userId}`)).not.toBeNull();
  expect(await told(portal)).toBe('');
});

/** What the start says of second factors. */
async function told(portal: TestPortal['portal']): Promise<string> {
  const lines: string[] = [];
  await tellSeals({ ...portal, log: pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) }) });
  return lines.join('');
}
