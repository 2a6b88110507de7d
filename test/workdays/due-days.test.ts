import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { day, formatDayLong } from '#src/lib/days.ts';
import { dueDay } from '#src/workdays/due-day.rules.ts';

test('a day to pay by is marked while its year has no calendar', () => {
  expect(dueDay({ dueOn: day('2026-12-14'), isProvisional: false })).toBe('14.12.2026');
  expect(dueDay({ dueOn: day('2028-01-10'), isProvisional: true }, formatDayLong)).toBe('10 января 2028 (предварительно)');
});

/** Its bytes are frozen; days of two ledgers are compared as they stand; the page of a calendar tells what days are worth. A promised day is the partner's own word, some working days ahead. */
const exceptions = [
  'admin/home/promises-due.pages.ts',
  'admin/partners/promise-section.pages.ts',
  'documents/drawing/invoice.pdf.ts',
  'exchange/pages/document-differences.pages.ts',
  'workdays/year.pages.ts',
];

test('every page and letter shows it by the one function', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^(generated|promises)\//.test(file),
  );
  const own = files.filter((file) => /formatDay\w*\([\w.]*\bdue(On|Day)?\)/.test(readFileSync(`src/${file}`, 'utf8')));
  expect(own.sort(), 'show it with `dueDay` (workdays/), the row read `withDue`').toEqual(exceptions);
});
