import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { foreignReads, foreignWrites } from './foreign-reads.ts';

/** A table belongs to the feature whose name its schema file has. */
interface Table {
  readonly name: string;
  readonly owner: string;
  /** Its name on a Prisma client. */
  readonly model: string;
}

/** A table that a file names, and whether it writes it. */
interface Use {
  readonly file: string;
  readonly table: string;
  readonly isWrite: boolean;
}

const tables: Table[] = readdirSync('prisma/schema').flatMap((file) => {
  const text = readFileSync(join('prisma/schema', file), 'utf8');
  return [...text.matchAll(/^(?:model|view) (\w+) \{[\s\S]*?@@map\("(\w+)"\)/gm)].map(([, model = '', name = '']) => ({
    name,
    owner: file.replace('.prisma', ''),
    model: model.charAt(0).toLowerCase() + model.slice(1),
  }));
});
const ownerOf = new Map(tables.map(({ name, owner }) => [name, owner]));
const uses: Use[] = sources('src').flatMap((file) => usesOf(file, readFileSync(file, 'utf8')));
const featureOf = (file: string): string => file.split('/')[1] ?? '';
const isForeign = ({ file, table }: Use): boolean => featureOf(file) !== ownerOf.get(table);

test('every table has a feature that owns it', () => {
  const features = readdirSync('src', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  expect(tables.filter(({ owner }) => !features.includes(owner))).toEqual([]);
  expect(tables.length).toBeGreaterThan(40);
});

test('nobody but its owner writes a table', () => {
  const found = uses.filter((use) => use.isWrite && isForeign(use));
  expect(
    found.filter(({ file }) => !(file in foreignWrites)),
    'the feature its schema file is named after writes a table: call a verb of its service',
  ).toEqual([]);
  expect(new Set(found.map(({ file }) => file))).toEqual(new Set(Object.keys(foreignWrites)));
});

test('whoever reads a table of others has a reason, and no reason is left over', () => {
  const read = new Set(
    uses
      .filter((use) => !use.isWrite && isForeign(use) && use.file.split('/').length > 2)
      .map(({ file, table }) => `${featureOf(file)} ${table}`),
  );
  const listed = Object.entries(foreignReads).flatMap(([reader, reasons]) =>
    Object.values(reasons).flatMap((names) => names.split(' ').map((table) => `${reader} ${table}`)),
  );
  const readsAll = new Set(listed.filter((pair) => pair.endsWith(' *')).map((pair) => pair.split(' ')[0]));
  const told = [...read].filter((pair) => !readsAll.has(pair.split(' ')[0]));
  expect(told.sort(), 'say why in foreign-reads.ts, or read through the queries of the owner').toEqual(
    listed.filter((pair) => !pair.endsWith(' *')).sort(),
  );
});

test('a use is seen in SQL and in Prisma', () => {
  const code = `sql('a', \`with x as (update partners set a = 1) insert into orders select 1 from users u, letters l join holds h on true\`);
    tx.db.invoice.update({}); tx.db.product.findMany(); // from documents`;
  expect(usesOf('src/x/y.ts', code).map(({ table, isWrite }) => `${table}${isWrite ? '!' : ''}`)).toEqual([
    'partners!',
    'orders!',
    'users',
    'letters',
    'holds',
    'invoices!',
    'products',
  ]);
});

function usesOf(file: string, code: string): Use[] {
  const found: Use[] = [];
  const note = (table: string | undefined, isWrite: boolean) => {
    if (table && ownerOf.has(table)) found.push({ file, table, isWrite });
  };
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      for (const [, write, written, read] of node.text.matchAll(
        /\b(insert into|update|delete from)\s+(\w+)|\b(?:from|join|using)\s+(\w+(?:(?:\s+as)?\s+\w+)?(?:\s*,\s*\w+(?:(?:\s+as)?\s+\w+)?)*)/g,
      )) {
        if (write) note(written, true);
        else for (const one of read?.split(',') ?? []) note(one.trim().split(/\s/)[0], false);
      }
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [of, model] = node.expression.expression.getText().split('.').slice(-2);
      const table = of === 'db' ? tables.find((one) => one.model === model) : undefined;
      note(table?.name, /^(create|update|delete|upsert)/.test(node.expression.name.text));
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, code, ts.ScriptTarget.ES2023, true));
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'))
    .map((entry) => join(entry.parentPath, entry.name));
}
