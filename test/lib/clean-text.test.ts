import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText } from '#src/lib/clean-text.ts';

describe('text as it is stored', () => {
  test.each([
    ['a\0b', 'ab'],
    ['\u202eabc\u202c', 'abc'],
    ['не\u200bви\u00adдимо\ufeff', 'невидимо'],
    ['\ud800x', 'x'],
    ['строка\r\nещё\rи ещё\u2028всё', 'строка\nещё\nи ещё\nвсё'],
    ['цена\tв\vграфе', 'цена\tв графе'],
    ['Ёлка «Ω» 😀', 'Ёлка «Ω» 😀'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(cleanText(typed)).toBe(kept);
  });

  test('a name is one line', () => {
    expect(cleanLine('  ООО\n«Заря»\u00a0 ')).toBe('ООО «Заря»');
  });

  test('what was cleaned is clean, and PostgreSQL takes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const kept = cleanText(typed);
        expect(cleanText(kept)).toBe(kept);
        expect(kept).not.toMatch(/\0|[\u202a-\u202e\u2066-\u2069]/);
        expect(Buffer.from(kept).toString()).toBe(kept);
      }),
    );
  });
});
