import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capitalise, count, fromCyrillicLayout, fromLatinLayout, initials, normalise, plural, transliterate } from '#src/lib/russian.ts';

describe('plurals', () => {
  test.each([
    [0, 'подписок'],
    [1, 'подписка'],
    [2, 'подписки'],
    [4, 'подписки'],
    [5, 'подписок'],
    [11, 'подписок'],
    [14, 'подписок'],
    [21, 'подписка'],
    [102, 'подписки'],
    [111, 'подписок'],
    [-1, 'подписка'],
    [1_000_000n, 'подписок'],
  ])('%s %s', (n, word) => expect(plural(n, 'подписка', 'подписки', 'подписок')).toBe(word));

  test('a counted thing carries its number', () => {
    expect(count(5, 'место', 'места', 'мест')).toBe('5 мест');
    expect(count(12_401, 'место', 'места', 'мест')).toBe('12\u00a0401 место');
  });
});

describe('keyboard layout slips', () => {
  test.each([
    ['rfcgthcrbq', 'касперский'],
    ['RFCGTHCRBQ', 'касперский'],
    ['cjnjdsq ,bpytc', 'сотовый бизнес'],
    ['`krf', 'ёлка'],
  ])('%s was meant as %s', (typed, meant) => expect(fromLatinLayout(typed)).toBe(meant));

  test('the other way', () => expect(fromCyrillicLayout('ьшскщыщае 365')).toBe('microsoft 365'));

  test('there and back gives the word', () => {
    const russian = fc.string({ unit: fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщъыьэюяё 0123456789') });
    fc.assert(
      fc.property(russian, (word) => {
        expect(fromLatinLayout(fromCyrillicLayout(word))).toBe(word);
      }),
    );
  });
});

test('words', () => {
  expect(initials('Анна Викторова')).toBe('АВ');
  expect(initials('ООО «Вектор»')).toBe('ОВ');
  expect(initials('')).toBe('');
  expect(capitalise('заказ принят')).toBe('Заказ принят');
  expect(capitalise('')).toBe('');
  expect(transliterate('Щука и ЁЖ')).toBe('Shchuka i EZh');
  expect(transliterate('Вектор-2')).toBe('Vektor-2');
});

test('texts are compared without case, «ё» and spare spaces', () => {
  expect(normalise('  Учёт\u00a0 И  Отчёт ')).toBe('учет и отчет');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(normalise(normalise(text))).toBe(normalise(text));
    }),
  );
});
