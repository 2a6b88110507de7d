import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Tables with the partner in each row; those of people and their sessions are found by the person. */
const tables = new Set(
  readdirSync('prisma/schema').flatMap((file) =>
    [...readFileSync(join('prisma/schema', file), 'utf8').matchAll(/^(?:model|view) \w+ \{([\s\S]*?)@@map\("(\w+)"\)/gm)].flatMap(
      ([, body = '', name = '']) => (body.includes('"partner_id"') && name !== 'users' ? [name] : []),
    ),
  ),
);

/** Joins of such a table that can't name the partner. */
const reasons: Record<string, string> = {
  'accounts/accounts.queries.ts customers': 'of the user who asks, who may be one of a customer: its row has no partner',
  'accounts/staff/handovers.service.ts handover_partners': 'handed over: all partners of a portfolio',
  'billing/close/page/close.queries.ts partner_closes': 'all partners of a month',
  'billing/invoices.service.ts contracts': 'drafts over all partners, by contract',
  'catalog/prices/touched.queries.ts subscriptions': 'who of all partners a price touches',
  'invariants/access.checks.ts audit_entries': 'by who acted, at whatever partner',
  'invariants/access.checks.ts subscription_events': 'by who acted, at whatever partner',
  'invariants/consent.checks.ts consents': 'of an анкета, whose consent is MONT’s',
  'invariants/invoice.checks.ts invoices': 'a series of numbers is of all partners',
  'invariants/journal.checks.ts subscription_events': 'a row with itself',
  'invariants/journal.checks.ts subscriptions': 'looks for rows whose partner is another',
  'invariants/letters.checks.ts letters': 'by their cause',
  'invariants/owners.checks.ts subscriptions': 'looks for rows whose partner is another',
  'letters/erasure.service.ts letters': 'by their cause',
  'partners/applications/old-applications.service.ts consents': 'of an анкета, whose consent is MONT’s',
  'statements/review.queries.ts bank_payments': 'money whose partner is not known yet',
};

const found = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'))
  .flatMap((entry) => {
    const file = join(entry.parentPath, entry.name);
    return bare(readFileSync(file, 'utf8')).map((table) => `${file.replace('src/', '')} ${table}`);
  });

test('a join of two tables of a partner names the partner, or says why not', () => {
  expect([...new Set(found)].sort(), 'add `a.partner_id = b.partner_id and …`: rows of a partner lie together').toEqual(
    Object.keys(reasons).sort(),
  );
});

test('a join without the partner is seen', () => {
  expect(bare('`select 1 from orders o join subscriptions s on s.id = o.subscription_id where o.id = 1`')).toEqual(['subscriptions']);
  expect(bare('`select 1 from orders o join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id`')).toEqual([]);
});

/** Tables of a partner that a join in this code finds without it. */
function bare(code: string): string[] {
  const joins = code.matchAll(
    /\bjoin\s+(\w+)\s+(?:as\s+)?\w+\s+on\s+([^`]*?)(?=\b(?:join|where|group by|order by|left|returning|union)\b|\)|`)/g,
  );
  return [...joins].flatMap(([, table = '', condition = '']) => (tables.has(table) && !condition.includes('partner_id') ? [table] : []));
}
