import type { Config } from '#src/platform/config.ts';
import { keysOf } from '#src/platform/keys.ts';

/** Settings of a portal under test: demo mode, letters stay on the portal. */
export function testConfig(changes: Partial<Config> = {}): Config {
  return {
    isProduction: false,
    isDevelopment: false,
    isDemo: true,
    port: 0,
    portalUrl: 'http://localhost',
    databaseUrl: null,
    databasePool: 10,
    dataDir: '/nonexistent',
    keys: keysOf(['a secret of tests, long enough for its purpose']),
    smtpUrl: null,
    mailFrom: { name: 'MONT ed.mont', address: 'no-reply@ed.mont.example' },
    clockStart: null,
    renderThreads: 0,
    line5bFieldId: null,
    promiseDays: 3,
    personalDataMonths: 12,
    metricsToken: null,
    logLevel: 'info',
    trustProxy: 0,
    axToken: null,
    axDir: null,
    axUrl: null,
    hasDemoAxapta: false,
    axSigningSecrets: [],
    axAllow: [],
    axFreshHours: 24,
    axStaleHours: 72,
    ...changes,
  };
}
