import type pg from 'pg';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newClient } from '#src/platform/db/client.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { checkStatements } from '../../scripts/sql/check.ts';
import { collectStatements } from '../../scripts/sql/collect.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = newClient({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const head = `type Sql = <Row = Record<string, unknown>>(name: string, text: string, values?: readonly unknown[]) => Promise<Row[]>;
declare const sql: Sql;
`;

/** What is told of a file with this code, whose first line is line 3. */
async function told(code: string): Promise<string[]> {
  const { statements, unseen, checker } = collected(code);
  const { faults } = await checkStatements({ statements, unseen, checker }, client);
  return faults.map(({ line, message }) => `${line}: ${message}`);
}

function collected(code: string) {
  const options: ts.CompilerOptions = { strict: true, target: ts.ScriptTarget.ES2023 };
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === 'a.ts' ? ts.createSourceFile(name, head + code, ts.ScriptTarget.ES2023, true) : getSourceFile(name, ...rest);
  return collectStatements(host.getCurrentDirectory(), ts.createProgram(['a.ts'], options, host));
}

describe('what is told', () => {
  test('nothing where all agrees', async () => {
    const code = `export const one = (id: number) => sql<{ id: number; limit: bigint; at: Date; openFrom: string | null }>('one',
      'select id, credit_limit as "limit", created_at as at, open_from as "openFrom" from partners where id = $1::int', [id]);`;
    expect(await told(code)).toEqual([]);
  });

  test('a statement that the server does not understand', async () => {
    expect(await told(`export const one = () => sql('one', 'select nmae from partners');`)).toEqual([
      '3: one: column "nmae" does not exist',
    ]);
  });

  test('a column that is not there', async () => {
    const code = `export const one = () => sql<{ id: number; title: string }>('one', 'select id, name from partners');`;
    expect(await told(code)).toEqual(['3: one: there is no column «title»']);
  });

  test('a column of another type', async () => {
    const code = `export const one = () => sql<{ id: string }>('one', 'select id from partners');`;
    expect(await told(code)).toEqual(['3: one: column «id» is int4 and comes as number, the row type says string']);
  });

  test('an instant that comes in JSON', async () => {
    const code = `export const one = () => sql<{ list: { at: Date }[] }>('one', 'select jsonb_agg(p) as list from partners p');`;
    expect(await told(code)).toEqual(['3: one: «list[].at» comes in JSON, the row type says instant']);
  });

  test('a column that can be null, unless the statement rules it out, and one that never is', async () => {
    const code = `export const one = () => sql<{ id: number | null; m: string }>('one', 'select id, open_from as m from partners');
export const two = () => sql<{ m: string }>('two', 'select open_from as m from partners where open_from is not null');`;
    expect(await told(code)).toEqual([
      '3: one: column «id» is never null, the row type says it can be',
      '3: one: column «m» can be null, the row type says it is not',
    ]);
  });

  test('parameters too few, too many and of another type', async () => {
    const code = `export const few = () => sql('few', 'select 1 from partners where id = $1::int and code = $2', [1]);
export const many = () => sql('many', 'select 1 from partners where id = $1::int', [1, 2]);
export const other = (day: string) => sql('other', 'select 1 from partners where id = $1::int and created_at < $2::timestamptz', [1, day]);`;
    expect(await told(code)).toEqual([
      '3: few: the statement takes 2 parameters and gets 1',
      '4: many: the statement takes 1 parameters and gets 2',
      '5: other: $2 is timestamptz, it gets string',
    ]);
  });

  test('a text that can’t be made out', async () => {
    const code = `export const one = (table: string) => sql('one', \`select 1 from \${table}\`);`;
    expect(await told(code)).toEqual(['3: the text of the statement can’t be made out: table']);
  });
});

describe('texts that are put together', () => {
  const texts = (code: string) =>
    collected(code)
      .statements.map(({ text }) => text)
      .sort();

  test('are met with every option of a choice', () => {
    const code = `const orders = { name: 'name', age: 'created_at' } as const;
export const list = (sort: keyof typeof orders, only: number | null) =>
  sql('list.' + sort, \`select id from partners\${only === null ? '' : ' where id = $1'} order by \${orders[sort]}\`, only === null ? [] : [only]);`;
    expect(texts(code)).toEqual([
      'select id from partners order by name',
      'select id from partners where id = $1 order by created_at',
      'select id from partners where id = $1 order by name',
    ]);
  });

  test('are met with and without each condition that is added', () => {
    const code = `function conditions(f: { a: number | null; q: string }) {
  const values: unknown[] = [1];
  const parts: string[] = [];
  const add = (part: (value: string) => string, value: unknown) => parts.push(part(\`$\${values.push(value)}\`));
  if (f.a !== null) add((value) => \`a = \${value}\`, f.a);
  if (f.q) add((value) => \`q = \${value}\`, f.q);
  return { where: parts.map((part) => \` and \${part}\`).join(''), values };
}
export async function list(f: { a: number | null; q: string }) {
  const { where, values } = conditions(f);
  return sql('list', \`select 1 where $1\${where}\`, values);
}`;
    expect(texts(code)).toEqual([
      'select 1 where $1 and a = $2',
      'select 1 where $1 and a = $2 and q = $3',
      'select 1 where $1 and q = $2',
    ]);
  });

  test('have some number where one is put in', () => {
    expect(texts(`export const list = (limit: number) => sql('list', \`select 1 limit \${limit}\`);`)).toEqual(['select 1 limit 1']);
  });

  test('are followed to who hands them in', () => {
    const code = `const turn = async (text: string) => sql('turn', text);
export const off = () => turn('update a set b = 1');
export const on = () => turn('update a set b = 2');`;
    expect(texts(code)).toEqual(['update a set b = 1', 'update a set b = 2']);
  });
});
