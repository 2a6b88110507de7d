/** What production is asked of in the settings; texts as they were given, undefined where nothing was. */
export interface GivenSettings {
  readonly isDemo: boolean;
  readonly portalUrl: string;
  readonly secrets: readonly string[] | undefined;
  readonly databaseUrl: string | undefined;
  readonly clock: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly metricsToken: string | undefined;
  readonly trustProxy: number | undefined;
}

/** What production is asked of in the database. */
export interface DatabaseFacts {
  /** Major version of PostgreSQL. */
  readonly version: number;
  readonly isSuperuser: boolean;
  readonly hasDemoWorld: boolean;
  /** Log-ons of the demo that open with the demo's password. */
  readonly demoLogOns: readonly string[];
}

type Check<Facts> = (facts: Facts) => string | false;

const SETTINGS: readonly Check<GivenSettings>[] = [
  ({ isDemo }) => isDemo && 'DEMO must be off: demo passwords are public',
  ({ clock }) => clock !== undefined && 'CLOCK is for the demo only: take it away',
  ({ databaseUrl }) => databaseUrl === undefined && 'DATABASE_URL must name a PostgreSQL server',
  ({ portalUrl }) => originFault(portalUrl),
  ({ secrets }) => secrets === undefined && 'SESSION_SECRET must be set: 32 random characters or more, the same on every instance',
  ({ secrets }) =>
    (secrets ?? []).some((secret) => isWeak(secret, 12)) && 'SESSION_SECRET can be guessed: make one with «openssl rand -base64 48»',
  ({ metricsToken }) =>
    metricsToken !== undefined &&
    (metricsToken.length < 16 || isWeak(metricsToken, 8)) &&
    'METRICS_TOKEN can be guessed: set 16 random characters or more, or leave it out',
  ({ smtpUrl }) => smtpUrl === undefined && 'SMTP_URL must name a mail server: people get their passwords and invoices by letter',
  ({ smtpUrl }) =>
    smtpUrl !== undefined &&
    isUncovered(smtpUrl) &&
    'SMTP_URL sends letters and its password in the open: use smtps:// or add «?requireTLS=true»',
  ({ trustProxy }) =>
    trustProxy === undefined && 'TRUST_PROXY must be said: the number of proxies in front of the portal, 0 when people reach it directly',
];

/** The oldest PostgreSQL the portal was tried on. */
const OLDEST = 15;

const DATABASE: readonly Check<DatabaseFacts>[] = [
  ({ version }) => version < OLDEST && `DATABASE_URL names PostgreSQL ${version}: the portal needs ${OLDEST} or later`,
  ({ isSuperuser }) =>
    isSuperuser && 'the role of DATABASE_URL is a superuser: make one that only owns the database («create role portal login»)',
  ({ hasDemoWorld }) => hasDemoWorld && 'the database of DATABASE_URL holds the demo world: name an empty one',
  ({ demoLogOns }) =>
    demoLogOns.length > 0 &&
    `the demo’s public password opens ${demoLogOns.join(', ')}: name another database in DATABASE_URL, or disable these people there`,
];

/** Why the portal does not start in production with these settings: sentences that say what to set. */
export const settingFaults = (given: GivenSettings): string[] => faults(SETTINGS, given);

/** The same for the database it would work on. */
export const databaseFaults = (found: DatabaseFacts): string[] => faults(DATABASE, found);

const faults = <Facts>(checks: readonly Check<Facts>[], facts: Facts): string[] =>
  checks.map((check) => check(facts)).filter((fault) => fault !== false);

/** One message of all faults. */
export const refusal = (found: readonly string[]): string => `NODE_ENV=production: ${found.join('; ')}.`;

/** Links in letters begin with it and other hosts are refused, so it is where people come in and nothing more. */
function originFault(text: string): string | false {
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'PORTAL_URL must be an https:// origin, such as https://ed.mont.example';
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/')
    return 'PORTAL_URL must be an origin alone, such as https://ed.mont.example: no path, query or name';
  return isLocal(url.hostname) && 'PORTAL_URL must be the name people open: this machine is reached by nobody else';
}

const isLocal = (host: string): boolean => /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(host);

/** Few different signs, one piece again and again, or words of an example. */
function isWeak(text: string, distinct: number): boolean {
  return new Set(text).size < distinct || /^(.{1,12})\1+$/.test(text) || /change.?me|secret|password|example/i.test(text);
}

/** Does the letter go over the network without TLS, or with TLS only if the server happens to offer it? */
function isUncovered(smtpUrl: string): boolean {
  const url = new URL(smtpUrl);
  return url.protocol === 'smtp:' && !isLocal(url.hostname) && url.searchParams.get('requireTLS') !== 'true';
}
