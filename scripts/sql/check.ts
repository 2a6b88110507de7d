import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import ts from 'typescript';
import { newClient } from '#src/platform/db/client.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { type Collected, collectStatements, type Statement } from './collect.ts';
import { compareParameters, compareRow, rowType } from './compare.ts';
import { Describer } from './describe.ts';

/** One fault, at the line that sends the statement; the path is relative to the root. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Report {
  readonly faults: readonly Fault[];
  /** Calls that send statements, and the texts they send. */
  readonly calls: number;
  readonly texts: number;
}

/** Collects the statements of a program; `files` are where it begins. */
export function statementsOf(root: string, files: (all: readonly string[]) => readonly string[]): Collected {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return collectStatements(root, ts.createProgram(files(fileNames), options));
}

/** Has every statement described by a migrated database and compares it with what the code says of it. */
export async function checkStatements({ statements, unseen, checker }: Collected, client: pg.Client): Promise<Report> {
  const describer = await Describer.on(client);
  const faults = new Map<string, Fault>();
  const note = ({ file, line }: { file: string; line: number }, message: string) =>
    faults.set(`${file}:${line}: ${message}`, { file, line, message });
  for (const one of unseen) note(one, `the text of the statement can’t be made out: ${one.why}`);
  for (const one of statements) for (const message of await faultsOf(one)) note(one, message);
  return { faults: [...faults.values()], calls: new Set(statements.map(({ call }) => call)).size, texts: statements.length };

  async function faultsOf({ name, text, values, call }: Statement): Promise<string[]> {
    const described = await describer.describe(text).catch((error: pg.DatabaseError) => error);
    if ('severity' in described) return [`${name}: ${described.message}`];
    const row = rowType(checker, call);
    return [
      ...wordFaults(call.expression.getText(), text),
      ...(row ? compareRow(checker, row, described, describer.types, text) : []),
      ...(values ? compareParameters(checker, values, described, describer.types) : ['the number of parameters can’t be made out']),
    ].map((message) => `${name}: ${message}`);
  }
}

const KEY_READ = /^select [\w\s,]+ from \w+ where \w*_?id = \$\d+(::\w+)?( and \w+ = \$\d+(::\w+)?)*$/i;

/** What a statement is not to say, whatever the database makes of it. */
function wordFaults(sender: string, text: string): string[] {
  const faults: string[] = [];
  const plain = text.replace(/\s+/g, ' ').trim();
  if (/^tx\./.test(sender) && KEY_READ.test(plain)) faults.push('a command reads the row of a key by Prisma');
  if (/\bexists \(select from\b/i.test(plain)) faults.push('«exists (select from …)» can’t be distributed: select 1');
  return faults;
}

/** Works with a PostgreSQL of its own that has all migrations. */
export async function withMigrated<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portal-sql-'));
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off' } });
  try {
    await prepareDatabase(server.url);
    const client = newClient({ connectionString: server.url });
    await client.connect();
    return await work(client).finally(() => client.end());
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
