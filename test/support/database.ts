import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { inject } from 'vitest';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { asAdmin } from '#test/support/test-server.ts';

/** A database of one test file's own. */
export interface TestDatabase {
  /** Connection string of its owner, who is no superuser. */
  url: string;
  /** Connection string of the superuser, for faults: ending connections, reading pg_stat_activity. */
  adminUrl: string;
  drop(): Promise<void>;
}

/** How a database looks before a test begins: filled once, then copied. */
export interface Template {
  name: string;
  /** Files and folders from the root of the project; when one changes, the template is filled anew. */
  sources: readonly string[];
  /** The template it starts from. */
  base?: Template;
  /** Fills the database at `url`; must leave no connection open. */
  fill(url: string): Promise<void>;
}

/** All migrations applied, the job queue installed, no rows but those that migrations write. */
export const migrated: Template = {
  name: 'migrated',
  sources: ['prisma/migrations', 'src/platform/db/prepare.ts', 'package-lock.json'],
  fill: prepareDatabase,
};

let copies = 0;

/** A new database, copied from the template in about 50 ms. Drop it in `afterAll`. */
export async function freshDatabase(template: Template = migrated): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl');
  const name = `test_${process.pid}_${Date.now().toString(36)}_${++copies}`;
  const source = await templateName(template);
  await asAdmin(adminUrl, async (client) => {
    if (!(await exists(client, source))) await build(client, adminUrl, template);
    await copy(client, name, source);
  });
  return {
    url: urlOf(adminUrl, name),
    adminUrl: adminUrlOf(adminUrl, name),
    drop: () => asAdmin(adminUrl, (client) => dropDatabase(client, name)),
  };
}

/** Fills the template under a lock: other workers and other runs wait and find it ready. */
async function build(client: pg.Client, adminUrl: string, template: Template): Promise<void> {
  const target = await templateName(template);
  await client.query('select pg_advisory_lock(hashtext($1))', [target]);
  try {
    if (await exists(client, target)) return;
    const draft = `${target}_draft`;
    await dropDatabase(client, draft);
    await start(client, adminUrl, draft, template.base);
    await template.fill(urlOf(adminUrl, draft));
    await client.query(`alter database ${quoted(draft)} rename to ${quoted(target)}`);
  } finally {
    await client.query('select pg_advisory_unlock(hashtext($1))', [target]);
  }
}

async function start(client: pg.Client, adminUrl: string, name: string, base: Template | undefined): Promise<void> {
  if (!base) {
    await client.query(`create database ${quoted(name)} owner portal`);
    return;
  }
  const source = await templateName(base);
  if (!(await exists(client, source))) await build(client, adminUrl, base);
  await copy(client, name, source);
}

async function copy(client: pg.Client, name: string, source: string): Promise<void> {
  await client.query(`create database ${quoted(name)} owner portal template ${quoted(source)} strategy file_copy`);
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${quoted(name)} with (force)`);
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
  return rows.length > 0;
}

const names = new Map<Template, Promise<string>>();

function templateName(template: Template): Promise<string> {
  const known = names.get(template) ?? nameByContent(template);
  names.set(template, known);
  return known;
}

async function nameByContent(template: Template): Promise<string> {
  const hash = createHash('sha256');
  if (template.base) hash.update(await templateName(template.base));
  for (const source of template.sources) await addContent(hash, `${root}${source}`);
  return `template_${template.name}_${hash.digest('hex').slice(0, 16)}`;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

async function addContent(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) {
    hash.update(path.slice(root.length)).update(await readFile(path));
    return;
  }
  for (const name of (await readdir(path)).sort()) await addContent(hash, `${path}/${name}`);
}

const quoted = pg.escapeIdentifier;

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = 'portal';
  url.pathname = `/${database}`;
  return url.href;
}

function adminUrlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
