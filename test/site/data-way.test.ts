import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What Prisma does: one row by its key, or what a key holds together. Sums, counts and texts are SQL with a name. */
const operations =
  /^(findUnique|findUniqueOrThrow|findFirst|findFirstOrThrow|findMany|create|createMany|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)$/;

const faults = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'))
  .map((entry) => join(entry.parentPath, entry.name))
  .flatMap((file) => faultsOf(file, readFileSync(file, 'utf8')));

test('Prisma is used inside of commands, by key, without relations', () => {
  expect(faults, 'reads of pages, sums and sets are statements of `sql`, `tx.sql`, `tx.write`').toEqual([]);
});

test('what is not Prisma’s is seen', () => {
  const code = `tx.db.order.findMany({ where: { id }, include: { partner: true } });
    tx.db.order.findMany({ select: { partner: { select: { name: true } } } });
    tx.db.order.count(); portal.db.order.findUnique({ where: { id } }); tx.db.$queryRaw('');
    tx.db.order.findUnique({ where: { id: { in: ids } }, select: { id: true } });`;
  expect(faultsOf('x.ts', code)).toEqual([
    'x.ts: relations: tx.db.order.findMany',
    'x.ts: relations: tx.db.order.findMany',
    'x.ts: SQL’s: tx.db.order.count',
    'x.ts: outside of a command: portal.db.order.findUnique',
    'x.ts: SQL’s: tx.db.$queryRaw',
  ]);
});

function faultsOf(file: string, code: string): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    ts.forEachChild(node, look);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const sent = node.expression.getText();
    const [, of = '', rest = ''] = /^(.*\.)?db\.(.+)$/.exec(sent) ?? [];
    // The floor begins transactions and ends connections.
    if (!rest || /^\$(transaction|own|disconnect)\b/.test(rest)) return;
    const [argument] = node.arguments;
    if (!operations.test(rest.split('.')[1] ?? '')) found.push(`${file}: SQL’s: ${sent}`);
    else if (!/^(\w+\.)?tx\.$/.test(of)) found.push(`${file}: outside of a command: ${sent}`);
    else if (argument && ts.isObjectLiteralExpression(argument) && hasRelations(argument)) found.push(`${file}: relations: ${sent}`);
  };
  look(ts.createSourceFile(file, code, ts.ScriptTarget.ES2023, true));
  return found;
}

/** Is there an `include`, or an object among what is selected? */
function hasRelations(argument: ts.ObjectLiteralExpression): boolean {
  return argument.properties.some((property) => {
    if (!ts.isPropertyAssignment(property)) return false;
    if (property.name.getText() === 'include') return true;
    const selected = property.initializer;
    return (
      property.name.getText() === 'select' &&
      ts.isObjectLiteralExpression(selected) &&
      selected.properties.some((one) => ts.isPropertyAssignment(one) && ts.isObjectLiteralExpression(one.initializer))
    );
  });
}
