import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDomainPrefix, cleanDomainPrefix, vendorDomain } from '#src/lib/domain.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { formatPhone, parsePhone } from '#src/lib/phone.ts';
import { isRegionCode, regionName, regions } from '#src/lib/regions.ts';

describe('phones', () => {
  test.each([
    ['8 (916) 123-45-67', '+79161234567', null],
    ['9161234567', '+79161234567', null],
    ['84951234567', '+74951234567', null],
    ['+7 800 555-35-35', '+78005553535', null],
    ['+7 495 123-45-67, доб. 12', '+74951234567', '12'],
    ['+375 29 123-45-67', '+375291234567', null],
  ])('%s is %s, extension %s', (text, e164, ext) => expect(parsePhone(text)).toEqual({ e164, ext }));

  test.each(['+7 (000) 123-45-67', '12345', 'позвоните 8 916 123-45-67', '', '8 916 123-45-67; 8 916 123-45-68'])('«%s» is none', (text) =>
    expect(parsePhone(text)).toBeNull(),
  );

  test('are shown in groups', () => {
    expect(formatPhone('+74951234567')).toBe('+7 495 123-45-67');
    expect(formatPhone('+74951234567', '12')).toBe('+7 495 123-45-67, доб. 12');
    expect(formatPhone('+74951234567;ext=12')).toBe('+7 495 123-45-67, доб. 12');
    expect(formatPhone('+375291234567')).toBe('+375 29 123 45 67');
    expect(formatPhone('нет')).toBe('нет');
  });

  test('what is shown can be typed back', () => {
    const moscow = fc.integer({ min: 1_000_000, max: 9_999_999 }).map((n) => `+7495${n}`);
    fc.assert(
      fc.property(moscow, (e164) => {
        fc.pre(parsePhone(e164) !== null);
        expect(parsePhone(formatPhone(e164, '12'))).toEqual({ e164, ext: '12' });
      }),
    );
  });
});

describe('e-mail', () => {
  test.each(['anna@vector.ru', 'a.b+c@mail.example.com', 'info@почта.рф', "o'neil@x.io"])('%s is right', (text) =>
    expect(checkEmail(text)).toBeNull(),
  );
  test.each(['a@b.ru, c@d.ru', 'Anna <a@b.ru>', 'a b@c.ru', 'a@b.ru\nBcc: x@y.ru'])('«%s» is not one address', (text) =>
    expect(checkEmail(text)).toBe('Укажите один адрес почты, без пробелов и запятых'),
  );
  test.each(['', 'anna', 'anna@', '@b.ru', 'a@b', 'a..b@c.ru', 'a@-b.ru', 'a@1.2.3.4', `${'a'.repeat(65)}@b.ru`, 'a@b@c.ru'])(
    '«%s» is no address',
    (text) => expect(checkEmail(text)).toBe('Адрес почты должен быть вида name@company.ru'),
  );
  test('is stored in lower case', () => expect(cleanEmail(' Anna@Vector.RU ')).toBe('anna@vector.ru'));
});

describe('domain prefix', () => {
  test.each([
    ['polartech', null],
    ['a', null],
    ['x'.repeat(27), null],
    ['polar-tech', 'Уберите тире: polar-tech → polartech'],
    ['polar.tech', 'Уберите точки: polar.tech → polartech'],
    ['polar_tech', 'Уберите подчёркивания: polar_tech → polartech'],
    ['polar tech', 'Уберите пробелы: polar tech → polartech'],
    ['полюс', 'Замените русские буквы латинскими: полюс → polyus'],
    ['polar&co.', 'Оставьте только латинские буквы и цифры: polar&co. → polarco'],
    ['', 'Укажите префикс домена: латинские буквы и цифры'],
    ['---', 'Только латинские буквы и цифры'],
    ['x'.repeat(28), 'Не больше 27 знаков, сейчас 28: сократите префикс'],
  ])('%s: %s', (prefix, message) => expect(checkDomainPrefix(prefix)).toBe(message));

  test('the zone of the vendor is taken off and put on', () => {
    expect(cleanDomainPrefix(' PolarTech.onmicrosoft.com ')).toBe('polartech');
    expect(vendorDomain('polartech')).toBe('polartech.onmicrosoft.com');
  });

  test('lets through exactly what the rule lets through, and suggests what it would let through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const message = checkDomainPrefix(text);
        expect(message === null).toBe(/^[A-Za-z0-9]{1,27}$/.test(text));
        const suggested = message?.split(' → ')[1];
        if (suggested) expect(checkDomainPrefix(suggested)).toBeNull();
      }),
    );
  });
});

describe('regions', () => {
  test('89 subjects and Baikonur, each once, by name', () => {
    expect(regions).toHaveLength(90);
    expect(regions.map(({ name }) => name)).toEqual([...regions.map(({ name }) => name)].sort((a, b) => a.localeCompare(b, 'ru')));
  });
  test('codes are those of the tax service', () => {
    expect(regionName('77')).toBe('г. Москва');
    expect(regionName('95')).toBe('Херсонская область');
    expect(isRegionCode('80')).toBe(false);
    expect(isRegionCode('constructor')).toBe(false);
    expect(() => regionName('00')).toThrow(RangeError);
  });
});
