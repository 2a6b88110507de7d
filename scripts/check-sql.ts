/**
 * Checks every statement that goes through `sql` or `tx.write` against the migrated database: that PostgreSQL understands it, that
 * its columns are what the row type says and its parameters what it is given. `npm run check:sql`.
 */
import { resolve } from 'node:path';
import { checkStatements, statementsOf, withMigrated } from './sql/check.ts';

const root = resolve(import.meta.dirname, '..');
const collected = statementsOf(root, (all) => all.filter((file) => /\/(src|prisma)\//.test(file)));
const { faults, calls, texts } = await withMigrated((client) => checkStatements(collected, client));
for (const { file, line, message } of faults) console.error(`${file}:${line}: ${message}`);
console.log(`${calls} calls, ${texts} statements.`);
if (faults.length > 0) process.exitCode = 1;
