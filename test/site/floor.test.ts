import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../src/platform');

/** Words of the business; the floor has no use for them. */
const BUSINESS = /partner|customer|subscription|invoice|manager|accountant|seller|contract|seats/i;

/** A picture is called after what it shows. */
const PICTURES = 'http/icons.ts';

/** Whose rows they are is the one thing the floor knows: everything of a partner is divided by it (`journal` rows, `Actor`). */
const OWNERS = /\b(partnerId|partner_id|customerId)\b/g;

/** Lines of code, without comments and without what people read. */
function code(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return text.split('\n').map((line) => line.replace(/(^|\s)\/\/.*$/, '').replace(/'[^']*[\p{Script=Cyrillic} ][^']*'/gu, "''"));
}

test('the floor knows nothing of the business', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && file !== PICTURES);
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    code(file)
      .filter((line) => BUSINESS.test(line.replaceAll(OWNERS, '')))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
