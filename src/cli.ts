import { createUserVerb, UsageError } from '#src/accounts/accounts.cli.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { startClock } from '#src/demo/clock.ts';
import { AuditError, runAudit } from '#src/invariants/audit.ts';
import { tasks } from '#src/jobs.ts';
import { isMonth } from '#src/lib/days.ts';
import { type Config, ConfigError, loadConfig } from '#src/platform/config.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';
import { MigrationError, migrate } from '#src/platform/db/migrate.ts';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { isWell } from '#src/platform/db/pulse.ts';
import { PortalError } from '#src/platform/errors.ts';
import { createLogger } from '#src/platform/logger.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import { openPortal } from '#src/portal.ts';
import { checkDatabase } from '#src/start-checks.ts';

/** What a command gets: settings, the database, and its own words. Answers with the text to print. */
interface Call {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly args: string[];
}

/** `npm run admin|job|migrate|audit -- …`: the portal's command line. Works beside a running portal, on its database or its embedded one. */
const commands: Record<string, (call: Call) => Promise<string>> = { admin, job, migrate: migrateVerb, audit };

async function admin(call: Call): Promise<string> {
  const [verb, ...args] = call.args;
  if (verb !== 'create-user') throw new UsageError('npm run admin -- create-user … makes a person who may log on.');
  return withPortal(call, (portal) => createUserVerb(portal, args));
}

async function job(call: Call): Promise<string> {
  const [name, month] = call.args;
  if (name === 'month-close' && month !== undefined) return withPortal(call, (portal) => closeByHand(portal, month));
  const names = Object.keys(tasks).map((one) => `  ${one}`);
  const task = name === undefined ? undefined : tasks[name];
  if (!task)
    throw new UsageError([name ? `There is no job ${name}.` : 'npm run job -- NAME runs a job once.', 'Jobs:', ...names].join('\n'));
  return withPortal(call, async (portal) => {
    const result = await task(portal);
    return `${name}: done${result === undefined ? '' : ` ${JSON.stringify(result)}`}`;
  });
}

/** `npm run job -- month-close 2026-11`: this month for everybody it is not closed for yet. */
async function closeByHand(portal: Portal, text: string): Promise<string> {
  if (!isMonth(text)) throw new UsageError(`${text} is not a month: write it as 2026-11.`);
  const { state, closed, parked } = await closeMonth(systemScope(portal, 'cli'), text).catch((error: Error) => {
    throw error instanceof PortalError ? new UsageError(error.message) : error;
  });
  const faults = parked.map(({ name, fault }) => `  ${name}: ${fault}`);
  return [`month-close ${text}: ${state}, ${closed} partners closed, ${parked.length} parked`, ...faults].join('\n');
}

async function migrateVerb({ config, databaseUrl }: Call): Promise<string> {
  await checkDatabase(config, databaseUrl);
  const applied = await migrate(databaseUrl);
  await prepareDatabase(databaseUrl);
  return applied.length === 0 ? 'The database is up to date.' : `Applied:\n${applied.map((name) => `  ${name}`).join('\n')}`;
}

async function audit(call: Call): Promise<string> {
  return withPortal(call, runAudit);
}

/** Opens the portal over the prepared database without serving it; what it enqueues is worked off by the running one. */
async function withPortal(call: Call, work: (portal: Portal) => Promise<string>): Promise<string> {
  const { config, databaseUrl } = call;
  await prepareDatabase(databaseUrl);
  const clock = await startClock(config, databaseUrl);
  const { portal, pulse, close } = await openPortal({ config, clock, log: createLogger('warn'), databaseUrl });
  try {
    if (!isWell(await pulse.beat()))
      throw new UsageError('The clock of this machine and that of the database differ by more than a minute. Set it first.');
    await portal.jobs.prepare();
    return await work(portal);
  } finally {
    await portal.jobs.stop();
    await close();
  }
}

async function main([name = '', ...args]: string[]): Promise<string> {
  const run = commands[name];
  if (!run) throw new UsageError(`One of: ${Object.keys(commands).join(', ')}.`);
  const config = loadConfig(process.env);
  const embedded = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir });
  try {
    return await run({ config, databaseUrl: config.databaseUrl ?? embedded?.url ?? '', args });
  } finally {
    await embedded?.stop();
  }
}

/** Faults that people can mend: their message is a sentence and needs no stack. */
function text(error: Error): string {
  const isSentence = [UsageError, AuditError, ConfigError, EmbeddedError, MigrationError].some((kind) => error instanceof kind);
  return isSentence ? error.message : (error.stack ?? error.message);
}

main(process.argv.slice(2)).then(
  (answer) => process.stdout.write(`${answer}\n`),
  (error: Error) => {
    process.stderr.write(`${text(error)}\n`);
    process.exitCode = 1;
  },
);
