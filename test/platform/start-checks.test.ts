import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '#src/platform/config.ts';
import { freePort } from '#src/platform/db/free-port.ts';
import { databaseFaults } from '#src/platform/start-checks.rules.ts';
import { checkDatabase } from '#src/start-checks.ts';
import { withCast } from '#test/support/cast.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { asAdmin } from '#test/support/test-server.ts';
import { startServer } from './server-process.ts';

/** Settings that production starts with. */
const FIT = {
  NODE_ENV: 'production',
  PORTAL_URL: 'https://ed.mont.example',
  DATABASE_URL: 'postgresql://portal:p7Qm2xWz@db.mont.example/portal',
  SESSION_SECRET: 'kD8sQ2mV9xLw3RzB7tYc5NfH1jPg6UaE',
  SMTP_URL: 'smtps://portal:w8Nc4Kd@mail.mont.example:465',
  TRUST_PROXY: '1',
};

/** What the start says about these settings; '' when it goes on. */
function said(changes: Record<string, string>): string {
  try {
    loadConfig({ ...FIT, ...changes });
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

describe('production refuses settings with a sentence that says what to set', () => {
  it('and takes fit ones', () => {
    expect(said({})).toBe('');
    expect(said({ TRUST_PROXY: '0', METRICS_TOKEN: 'u3Yc7Rw9Kz1Lq5Xv' })).toBe('');
    expect(said({ SMTP_URL: 'smtp://mail.mont.example:587?requireTLS=true', PORTAL_URL: 'https://ed.mont.example:8443/' })).toBe('');
    expect(said({ SMTP_URL: 'smtp://localhost:25' })).toBe('');
    expect(said({ SESSION_SECRET: `${'m4Zt8Kq1Wx6Rb3Yc9Lf2Hd7Np5Gs0VjA'},${FIT.SESSION_SECRET}` })).toBe('');
  });

  it.each([
    ['the demo', { DEMO: 'on' }, 'DEMO must be off'],
    ['a clock of the demo', { CLOCK: '2026-11-22T10:00+03:00' }, 'CLOCK is for the demo only'],
    ['no database', { DATABASE_URL: '' }, 'DATABASE_URL must name a PostgreSQL server'],
    ['no address', { PORTAL_URL: '' }, 'PORTAL_URL must be an https:// origin'],
    ['an address without https', { PORTAL_URL: 'http://ed.mont.example' }, 'PORTAL_URL must be an https:// origin'],
    ['an address with a path', { PORTAL_URL: 'https://mont.example/portal' }, 'PORTAL_URL must be an origin alone'],
    ['an address with a query', { PORTAL_URL: 'https://mont.example/?a=1' }, 'PORTAL_URL must be an origin alone'],
    ['an address with a name and password', { PORTAL_URL: 'https://a:b@mont.example' }, 'PORTAL_URL must be an origin alone'],
    ['this machine as address', { PORTAL_URL: 'https://localhost:3000' }, 'PORTAL_URL must be the name people open'],
    ['a loopback address', { PORTAL_URL: 'https://127.0.0.1' }, 'PORTAL_URL must be the name people open'],
    ['no secret', { SESSION_SECRET: '' }, 'SESSION_SECRET must be set'],
    ['a secret of one sign', { SESSION_SECRET: 'x'.repeat(40) }, 'SESSION_SECRET can be guessed'],
    ['a secret of one piece again and again', { SESSION_SECRET: 'aB3dE6gH9kLm'.repeat(3) }, 'SESSION_SECRET can be guessed'],
    ['a secret out of an example', { SESSION_SECRET: 'change-me-0123456789-abcdefghijk' }, 'SESSION_SECRET can be guessed'],
    [
      'a guessable secret behind a good one',
      { SESSION_SECRET: `${FIT.SESSION_SECRET},${'y'.repeat(40)}` },
      'SESSION_SECRET can be guessed',
    ],
    ['a short token', { METRICS_TOKEN: 'metrics' }, 'METRICS_TOKEN can be guessed'],
    ['a dull token', { METRICS_TOKEN: '1212121212121212' }, 'METRICS_TOKEN can be guessed'],
    ['no mail', { SMTP_URL: '' }, 'SMTP_URL must name a mail server'],
    ['mail in the open', { SMTP_URL: 'smtp://mail.mont.example' }, 'SMTP_URL sends letters and its password in the open'],
    ['proxies unsaid', { TRUST_PROXY: '' }, 'TRUST_PROXY must be said'],
  ])('%s', (_what, changes, sentence) => {
    expect(said(changes)).toContain(sentence);
    expect(said(changes).split('; ').length).toBe(1);
  });

  it('all of them at once, and a kind of installation nobody knows anywhere', () => {
    expect(said({ DEMO: 'on', TRUST_PROXY: '', SMTP_URL: '' }).split('; ').length).toBe(3);
    expect(said({ NODE_ENV: 'prod' })).toBe('NODE_ENV: must be production, development, test or left out');
  });
});

describe('production refuses a database', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await freshDatabase(withCast);
    folder = await mkdtemp(join(tmpdir(), 'portal-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const refused = (databaseUrl: string) =>
    checkDatabase(loadConfig(FIT), databaseUrl).then(
      () => '',
      (error: Error) => error.message,
    );

  it('with the people of the demo, naming who gets in', async () => {
    expect(await refused(database.url)).toMatch(/the demo’s public password opens .*\bvector\b.*: name another database in DATABASE_URL/);
  });

  it('on a PostgreSQL older than 15', () => {
    const fit = { isSuperuser: false, hasDemoWorld: false, demoLogOns: [] };
    expect(databaseFaults({ ...fit, version: 14 })).toEqual(['DATABASE_URL names PostgreSQL 14: the portal needs 15 or later']);
    expect(databaseFaults({ ...fit, version: 15 })).toEqual([]);
  });

  it('through a superuser', async () => {
    expect(await refused(database.adminUrl)).toContain('the role of DATABASE_URL is a superuser');
  });

  it('seeded as demo, also when nobody’s password is the demo’s any more; not one of somebody’s own', async () => {
    await asAdmin(database.adminUrl, (admin) => admin.query('update users set password_hash = null'));
    expect(await refused(database.url)).toBe('');
    await asAdmin(database.adminUrl, (admin) => admin.query(`insert into settings (key, value) values ('demo.world', '"built"')`));
    expect(await refused(database.url)).toBe('NODE_ENV=production: the database of DATABASE_URL holds the demo world: name an empty one.');
  });

  it('at `npm start`, which ends with the sentence', { timeout: 180_000 }, async () => {
    const server = startServer(folder, await freePort(), { ...FIT, DATABASE_URL: database.url, DEMO: '' });
    const [code] = await once(server.child, 'close');
    expect([code, server.words()]).toEqual([1, expect.stringContaining('holds the demo world: name an empty one')]);
    expect(server.words()).not.toMatch(/\n\s+at /);
  });
});
