import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isAddressOrRange } from '#src/lib/addresses.ts';
import { type Keys, keysOf } from './keys.ts';
import { refusal, settingFaults } from './start-checks.rules.ts';

/** Settings of the portal; the only reader of the environment. Each is explained in `.env.example`. */
export interface Config {
  readonly isProduction: boolean;
  /** Views are read anew for every page (`npm run dev`). */
  readonly isDevelopment: boolean;
  readonly isDemo: boolean;
  readonly port: number;
  /** Origin that links in letters start with, e.g. https://ed.mont.example; no slash at the end. */
  readonly portalUrl: string;
  /** null: embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databasePool: number;
  readonly dataDir: string;
  /** Keys of sessions, forms, one-time notes and second factors, from the secrets of SESSION_SECRET. */
  readonly keys: Keys;
  readonly smtpUrl: string | null;
  readonly mailFrom: { name: string; address: string };
  /** Origin of Axapta's side of the exchange, when the portal is to call it; null: Axapta calls the portal. */
  readonly axUrl: string | null;
  /** The demo runs a stand-in of Axapta beside the portal. */
  readonly hasDemoAxapta: boolean;
  /** Start of the demo clock. */
  readonly clockStart: Date | null;
  /** Threads that draw documents; 0: the main one does. */
  readonly renderThreads: number;
  /** Идентиф under which line 5б stands in the exchange file of a УПД; null: it does not. */
  readonly line5bFieldId: string | null;
  /** Working days a promised payment has. */
  readonly promiseDays: number;
  /** Months after the end of a matter that personal data of people who are no users are kept. */
  readonly personalDataMonths: number;
  readonly metricsToken: string | null;
  readonly logLevel: string;
  /** Number of proxies in front whose X-Forwarded-* is believed. */
  readonly trustProxy: number;
  /** What Axapta says who calls; null: it calls not. */
  readonly axToken: string | null;
  /** Folder through which files are exchanged with Axapta; null: none. */
  readonly axDir: string | null;
  /** Secrets (base64) that Axapta signs its bodies with; none: bodies are not signed. */
  readonly axSigningSecrets: readonly string[];
  /** Addresses and ranges that Axapta calls from; none: any. */
  readonly axAllow: readonly string[];
  /** Hours from which on data of Axapta are old, and very old. */
  readonly axFreshHours: number;
  readonly axStaleHours: number;
}

/** Thrown when the settings can't work together; the message says what to set. */
export class ConfigError extends Error {}

const flag = z.enum(['1', '0', 'true', 'false', 'on', 'off']).transform((v) => ['1', 'true', 'on'].includes(v));
const optional = z.string().trim().min(1).optional();
const list = (shape: RegExp, told: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.string().regex(shape, told)));

const Environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test'], 'must be production, development, test or left out').optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PORTAL_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  DATA_DIR: z.string().default('.data'),
  SESSION_SECRET: z
    .string()
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().min(32, 'needs at least 32 characters, each one of a list too')).max(5, 'lists at most five secrets'))
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('MONT ed.mont <no-reply@ed.mont.example>'),
  AX_URL: z.url({ protocol: /^https?$/ }).optional(),
  DEMO_AXAPTA: flag.optional(),
  DEMO: flag.optional(),
  CLOCK: z.iso
    .datetime({ offset: true, local: false })
    .optional()
    .or(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$/)),
  RENDER_THREADS: z.coerce.number().int().min(0).max(16).default(Math.min(2, availableParallelism())),
  UPD_LINE_5B_FIELD_ID: z.string().trim().min(1).max(50, 'has at most 50 characters').optional(),
  PROMISE_DAYS: z.coerce.number().int().min(1).max(30).default(3),
  PERSONAL_DATA_MONTHS: z.coerce.number().int().min(1).max(60).default(12),
  METRICS_TOKEN: optional,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).optional(),
  AX_TOKEN: z.string().trim().min(16, 'needs at least 16 characters').optional(),
  AX_DIR: optional,
  AX_SIGNING_SECRET: list(/^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/, 'must be base64 of 24 bytes or more, two while it is changed').optional(),
  AX_ALLOW: list(/^[\da-f.:]+(\/\d{1,3})?$/i, 'lists addresses and ranges, such as 10.0.0.0/8, parted by commas').optional(),
  AX_FRESH_HOURS: z.coerce.number().min(1).max(720).default(24),
  AX_STALE_HOURS: z.coerce.number().min(1).max(2160).default(72),
});

/**
 * Reads and checks the settings.
 * @throws ConfigError with a sentence naming each setting that is wrong or missing.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
  }
  const e = parsed.data;
  const isProduction = e.NODE_ENV === 'production';
  const isDemo = e.DEMO ?? (!e.DATABASE_URL && !isProduction);
  const portalUrl = (e.PORTAL_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, '');
  if (isProduction) refuseUnfit({ isDemo, portalUrl, ...e });
  const dataDir = resolve(e.DATA_DIR);
  const hasAxapta = [e.AX_TOKEN, e.AX_DIR, e.AX_URL, e.DATABASE_URL].some((given) => given !== undefined);
  const hasDemoAxapta = isDemo && (e.DEMO_AXAPTA ?? !hasAxapta);
  return {
    isProduction,
    isDevelopment: e.NODE_ENV === 'development',
    isDemo,
    port: e.PORT,
    portalUrl,
    databaseUrl: e.DATABASE_URL ?? null,
    databasePool: e.DATABASE_POOL,
    dataDir,
    keys: keysOf(e.SESSION_SECRET ?? [ownSecret(dataDir)]),
    smtpUrl: e.SMTP_URL ?? null,
    mailFrom: mailbox(e.MAIL_FROM),
    axUrl: e.AX_URL?.replace(/\/+$/, '') ?? null,
    hasDemoAxapta,
    clockStart: e.CLOCK ? new Date(e.CLOCK) : null,
    renderThreads: e.RENDER_THREADS,
    line5bFieldId: e.UPD_LINE_5B_FIELD_ID ?? null,
    promiseDays: e.PROMISE_DAYS,
    personalDataMonths: e.PERSONAL_DATA_MONTHS,
    metricsToken: e.METRICS_TOKEN ?? null,
    logLevel: e.LOG_LEVEL,
    trustProxy: e.TRUST_PROXY ?? 0,
    ...exchangeOf(e, hasDemoAxapta),
  };
}

/** @throws ConfigError for an address that is none, and for data that would be very old before they are old */
function exchangeOf(e: z.output<typeof Environment>, hasDemoAxapta: boolean) {
  const axAllow = e.AX_ALLOW ?? [];
  const wrong = axAllow.find((one) => !isAddressOrRange(one));
  if (wrong !== undefined) throw new ConfigError(`AX_ALLOW: ${wrong} is no address and no range`);
  if (e.AX_STALE_HOURS < e.AX_FRESH_HOURS) throw new ConfigError('AX_STALE_HOURS must not be less than AX_FRESH_HOURS');
  return {
    axToken: e.AX_TOKEN ?? (hasDemoAxapta ? randomBytes(24).toString('base64url') : null),
    axDir: e.AX_DIR ? resolve(e.AX_DIR) : null,
    axSigningSecrets: e.AX_SIGNING_SECRET ?? [],
    axAllow,
    axFreshHours: e.AX_FRESH_HOURS,
    axStaleHours: e.AX_STALE_HOURS,
  };
}

function refuseUnfit(e: z.output<typeof Environment> & { isDemo: boolean; portalUrl: string }): void {
  const found = settingFaults({
    isDemo: e.isDemo,
    portalUrl: e.portalUrl,
    secrets: e.SESSION_SECRET,
    databaseUrl: e.DATABASE_URL,
    clock: e.CLOCK,
    smtpUrl: e.SMTP_URL,
    metricsToken: e.METRICS_TOKEN,
    trustProxy: e.TRUST_PROXY,
  });
  if (found.length > 0) throw new ConfigError(refusal(found));
}

/** Outside production a secret is made at first start and kept beside the data: there is no default one. */
function ownSecret(dataDir: string): string {
  const file = join(dataDir, 'session-secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}

function mailbox(text: string): { name: string; address: string } {
  const match = /^\s*(?:"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>|([^<>\s]+@[^<>\s]+))\s*$/.exec(text);
  const address = match?.[2] ?? match?.[3];
  if (!address) throw new ConfigError('MAIL_FROM: expected «Name <address@domain>» or an address');
  return { name: match?.[1] ?? '', address };
}
