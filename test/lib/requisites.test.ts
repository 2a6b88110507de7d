import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as codes from '#src/lib/requisites.ts';
import * as samples from '#src/lib/sample-requisites.ts';

const seeds = fc.integer({ min: 0, max: 9_999_999 });

describe('ИНН', () => {
  test.each([
    '7707083893',
    '7736050003',
    '7702070139',
    '7710140679',
    '7804431521',
    '7728168971',
    '7700000016',
    '7700000023',
    '500100732259',
    '773370857141',
  ])('%s is right', (inn) => expect(codes.checkInn(inn)).toBeNull());

  test.each([
    ['7707083894', 'Контрольная цифра ИНН не сходится: проверьте, нет ли опечатки'],
    ['772807592836', 'Контрольная цифра ИНН не сходится: проверьте, нет ли опечатки'],
    ['0000000000', 'ИНН не начинается с 00'],
    ['77070838', 'ИНН состоит из 10 или 12 цифр'],
    ['77070838931', 'ИНН состоит из 10 или 12 цифр'],
    ['770708389X', 'ИНН состоит из 10 или 12 цифр'],
    ['', 'ИНН состоит из 10 или 12 цифр'],
  ])('%s: %s', (inn, message) => expect(codes.checkInn(inn)).toBe(message));

  test('one wrong digit is nearly always noticed; made-up ones are right', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(codes.checkInn(samples.makeInn10(seed))).toBeNull();
        expect(codes.checkInn(samples.makeInn12(seed))).toBeNull();
        const inn = samples.makeInn10(seed);
        expect(codes.checkInn(inn.slice(0, 9) + ((Number(inn[9]) + 1) % 10))).not.toBeNull();
      }),
    );
    expect(codes.isCompanyInn('7707083893')).toBe(true);
    expect(codes.isCompanyInn('500100732259')).toBe(false);
  });
});

test.each([
  ['773601001', null],
  ['7736AB001', null],
  ['003601001', 'Такого КПП не бывает: проверьте, нет ли опечатки'],
  ['77360100', 'КПП состоит из 9 знаков'],
])('КПП %s: %s', (kpp, message) => expect(codes.checkKpp(kpp)).toBe(message));

test.each([
  ['1027700132195', null],
  ['1027700070518', null],
  ['1027739609391', null],
  ['1027700132196', 'Контрольная цифра ОГРН не сходится: проверьте, нет ли опечатки'],
  ['102770013219', 'ОГРН состоит из 13 цифр'],
])('ОГРН %s: %s', (ogrn, message) => expect(codes.checkOgrn(ogrn)).toBe(message));

test.each([
  ['304500116000157', null],
  ['304500116000158', 'Контрольная цифра ОГРНИП не сходится: проверьте, нет ли опечатки'],
  ['104500116000157', 'ОГРНИП начинается с 3'],
  ['3045001160001', 'ОГРНИП состоит из 15 цифр'],
])('ОГРНИП %s: %s', (ogrnip, message) => expect(codes.checkOgrnip(ogrnip)).toBe(message));

test.each([
  ['044525225', null],
  ['014525225', null],
  ['944525225', 'БИК начинается с 0, 1 или 2'],
  ['4452522', 'БИК состоит из 9 цифр'],
])('БИК %s: %s', (bik, message) => expect(codes.checkBik(bik)).toBe(message));

describe('bank accounts', () => {
  test.each([
    ['40702810138250123017', '044525225'],
    ['40702810200000000001', '044525225'],
    ['40702810800000000001', '044525593'],
    ['40702810500000000001', '044525974'],
    ['40702810400000000001', '044030786'],
    ['03100643000000017300', '044525225'],
  ])('%s is an account at %s', (account, bik) => expect(codes.checkAccount(account, bik)).toBeNull());

  test('a wrong key or length is told', () => {
    expect(codes.checkAccount('40702810900000002453', '044525225')).toBe('Расчётный счёт не подходит к БИК: проверьте оба номера');
    expect(codes.checkAccount('4070281090000000245', '044525225')).toBe('Расчётный счёт состоит из 20 цифр');
  });

  test.each([
    ['30101810400000000225', '044525225'],
    ['30101810200000000593', '044525593'],
    ['30101810145250000974', '044525974'],
    ['30101810700000000187', '044525187'],
    ['30101810500000000641', '045004641'],
  ])('%s is a correspondent account at %s', (account, bik) => expect(codes.checkCorrespondentAccount(account, bik)).toBeNull());

  test('a wrong correspondent account is told', () => {
    expect(codes.checkCorrespondentAccount('30101810400000000226', '044525225')).toMatch('не подходит к БИК');
    expect(codes.checkCorrespondentAccount('40702810138250123017', '044525225')).toMatch('начинается с 301');
    expect(codes.checkCorrespondentAccount('301', '044525225')).toMatch('из 20 цифр');
  });
});

test('made-up requisites are right', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      expect(codes.checkOgrn(samples.makeOgrn(seed))).toBeNull();
      expect(codes.checkKpp(samples.makeKpp(samples.makeInn10(seed)))).toBeNull();
      expect(codes.checkAccount(samples.makeAccount(seed, '044525225'), '044525225')).toBeNull();
    }),
  );
});

test('spaces are taken out, a partner id is digits', () => {
  expect(codes.bareCode(' 77 07\u00a0083893 ')).toBe('7707083893');
  expect(codes.bareCode('7736ab001')).toBe('7736AB001');
  expect(codes.checkMpnId('3456789')).toBeNull();
  expect(codes.checkMpnId('12x')).toBe('MPN ID состоит из 4–10 цифр');
});
