import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#prisma/seeds/data/random.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { in1251, OURS, ofText, oneC, paid, reading, THEIRS } from './bank-files.ts';

const one = (more: Record<string, string> = {}) => ofText(oneC({ documents: [paid({ Номер: '517', ...more })] })).payments[0];

describe('a statement of 1CClientBankExchange', () => {
  it('gives the incoming payment with all that identifies it', () => {
    expect(one()).toEqual({
      key: `${OURS}|${THEIRS}|517|2026-11-20|1456515|1`,
      ...{ account: OURS, payerAccount: THEIRS, payerName: 'ООО "Партнёр"', payerInn: '7700000023', payerKpp: '773601001' },
      ...{ docNumber: '517', receivedOn: '2026-11-20', amount: '1456515', purpose: 'Оплата по счету' },
    });
  });

  it('is the same in every encoding, with every line end, case of keys and order of keys', () => {
    const document = paid({ Номер: '9', НазначениеПлатежа: 'Счёт № МС-000001 = аванс' });
    const text = oneC({ documents: [document] });
    const dos = oneC({ documents: [document], header: { Кодировка: 'DOS' } });
    const shuffled = Object.fromEntries(createRandom(3).shuffle(Object.entries(document)));
    const loud = text.replace(/^[^=\r\n]+/gm, (key) => key.toUpperCase()).replace(/^1CC.*$/m, '1cclientbankexchange');
    const variants = [
      in1251(text),
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      iconv.encode(dos.replace('№', 'N'), 'cp866'),
      in1251(text.replaceAll('\r\n', '\n')),
      in1251(text.replaceAll('\r\n', '\r')),
      in1251(`${text.replaceAll('\r\n', '\n\n')}\u001a`),
      in1251(loud),
      in1251(oneC({ documents: [shuffled] })),
    ];
    const [first, ...others] = variants.map((bytes) =>
      reading(bytes).payments.map((p) => ({ ...p, purpose: p.purpose.replace('№', 'N') })),
    );
    expect(first?.[0]?.purpose).toBe('Счёт N МС-000001 = аванс');
    for (const other of others) expect(other).toEqual(first);
  });

  it('lets the accounts tell which way the money went, never the days', () => {
    const second = '40702810700000000042';
    const documents = [
      paid({ Сумма: '1' }),
      paid({ Сумма: '2', ПлательщикСчет: OURS, ПолучательСчет: THEIRS, ДатаПоступило: '20.11.2026' }),
      paid({ Сумма: '4', ПлательщикСчет: second }),
      paid({ Сумма: '8', ПолучательСчет: '', ПолучательРасчСчет: second, ДатаПоступило: '', ДатаСписано: '19.11.2026' }),
    ];
    const read = ofText(oneC({ documents, sections: [{ РасчСчет: OURS }, { РасчСчет: second }] }));
    expect([read.incoming, read.outgoing, read.transfers]).toEqual([
      { count: 2, amount: '900' },
      { count: 1, amount: '200' },
      { count: 1, amount: '400' },
    ]);
    expect(() => ofText(oneC({ documents: [paid({ ПолучательСчет: THEIRS })] }))).toThrow(/^Строка 6: ни плательщик .* не наш счёт/);
  });

  it('takes the day it came, else the day it was written off, else its own', () => {
    const days = (came: string, left: string) => one({ ДатаПоступило: came, ДатаСписано: left, Дата: '18.11.2026' })?.receivedOn;
    expect([days('20.11.2026', '19.11.2026'), days('', '19.11.2026'), days('', '')]).toEqual(['2026-11-20', '2026-11-19', '2026-11-18']);
    expect(() => one({ ДатаПоступило: '31.11.2026' })).toThrow('Строка 6: даты «31.11.2026» не бывает.');
    expect(() => one({ ДатаПоступило: '01.12.2026' })).toThrow('ещё не наступил');
  });

  it('reads sums with none, one or two decimals', () => {
    expect(['100', '100.5', '100,50', '0.07'].map((text) => one({ Сумма: text })?.amount)).toEqual(['10000', '10050', '10050', '7']);
    for (const text of ['', '1.234', '1 2 x', '-5', '1e3', '999999999999999'])
      expect(() => one({ Сумма: text })).toThrow(/^Строка 6: сумм/);
    expect(ofText(oneC({ documents: [paid({ Сумма: '0.00' })] }))).toMatchObject({
      payments: [],
      warnings: ['Без суммы: 1 документ не взято.'],
    });
  });

  it.each([
    [{ ПлательщикИНН: '', Плательщик: 'ИНН 7700000016/773601001 ООО «Имя»' }, ['7700000016', 'ООО «Имя»']],
    [{ ПлательщикИНН: '', Плательщик: '7700000016, ООО «Имя»' }, ['7700000016', 'ООО «Имя»']],
    [{ ПлательщикИНН: '', Плательщик: 'ИНН 7700000016 КПП 773601001 ООО «Имя»' }, ['7700000016', 'ООО «Имя»']],
    [{ ПлательщикИНН: '4', ПлательщикКПП: '0', Плательщик: 'Банк' }, [null, 'Банк']],
    [{ ПлательщикИНН: '', Плательщик: '7 путей 7700000016' }, [null, '7 путей 7700000016']],
    [{ ПлательщикИНН: '770000001612', Плательщик: '', Плательщик1: 'ИП Иванов' }, ['770000001612', 'ИП Иванов']],
  ])('tells ИНН and name of %j', (fields, expected) => {
    const found = one(fields);
    expect([found?.payerInn, found?.payerName]).toEqual(expected);
  });

  it('joins the pieces of a purpose only where the whole is missing', () => {
    const pieces = { НазначениеПлатежа1: 'Счёт МС-1', НазначениеПлатежа2: 'от 30.11.2026' };
    expect([one({ НазначениеПлатежа: '', ...pieces })?.purpose, one(pieces)?.purpose]).toEqual([
      'Счёт МС-1 от 30.11.2026',
      'Оплата по счету',
    ]);
  });

  it('keeps equal payments apart by their place among equals', () => {
    const twin = paid({ Номер: '7' });
    const keys = ofText(oneC({ documents: [twin, twin, paid({ Номер: '8' }), twin] })).payments.map(({ key }) => key.split('|').at(-1));
    expect(keys).toEqual(['1', '2', '1', '3']);
  });

  it('gives two days in one file the keys of two files', () => {
    const of = (on: string) => [paid({ Номер: '1', ДатаПоступило: on }), paid({ Номер: '1', ДатаПоступило: on })];
    const keys = (documents: ReturnType<typeof of>) => ofText(oneC({ documents })).payments.map(({ key }) => key);
    const [monday, tuesday] = [of('16.11.2026'), of('17.11.2026')];
    expect(keys([...tuesday, ...monday]).sort()).toEqual([...keys(monday), ...keys(tuesday)].sort());
  });

  it('leaves out what is not in rubles, and says so', () => {
    const dollars = '40702840100000000001';
    const read = ofText(oneC({ documents: [paid({ ПолучательСчет: dollars })], sections: [{ РасчСчет: dollars }] }));
    expect(read).toMatchObject({ payments: [], warnings: [`Счёт ${dollars} не рублёвый: 1 документ не взято.`] });
  });
});

describe('control sums that break are warnings with both sums', () => {
  const section = (from: string, sums: readonly string[], to = from) => ({
    ...{ ДатаНачала: from, ДатаКонца: to, РасчСчет: OURS, НачальныйОстаток: sums[0] ?? '' },
    ...{ ВсегоПоступило: sums[1] ?? '', ВсегоСписано: sums[2] ?? '', КонечныйОстаток: sums[3] ?? '' },
  });
  const warned = (...sections: ReturnType<typeof section>[]) =>
    ofText(oneC({ documents: [paid({ Сумма: '100' })], sections })).warnings.map((text) => text.replaceAll('\u00a0', ' '));

  it('says nothing where all comes out', () => {
    expect(warned(section('19.11.2026', ['10', '0', '0', '10']), section('20.11.2026', ['10', '100', '30', '80']))).toEqual([]);
    expect(warned(section('20.11.2026', ['10', '100', '30', '80']), section('20.11.2026', ['10', '100', '30', '80']))).toEqual([]); // twice the same
    expect(warned(section('20.11.2026', ['10']))).toEqual([]);
  });

  it('tells the closing balance, the chain of days and the documents apart', () => {
    expect(warned(section('20.11.2026', ['10', '100', '30', '81']))).toEqual([
      `Счёт ${OURS}, 20.11.2026: остаток с оборотами — 80,00 ₽, в выписке конечный остаток 81,00 ₽.`,
    ]);
    expect(warned(section('20.11.2026', ['11', '100', '0', '111']), section('19.11.2026', ['10', '0', '0', '10']))).toEqual([
      `Счёт ${OURS}: 19.11.2026 закончились на 10,00 ₽, а 20.11.2026 начались с 11,00 ₽.`,
    ]);
    expect(warned(section('20.11.2026', ['0', '101', '0', '101']))).toEqual([
      `Счёт ${OURS}: по документам поступило 100,00 ₽, а по итогам банка 101,00 ₽.`,
    ]);
    expect(warned(section('20.11.2026', ['много']))[0]).toContain('«много» — не сумма');
  });
});

describe('what is not wholly a statement is refused whole', () => {
  const text = oneC({ documents: [paid({ Номер: '1' }), paid({ Номер: '2' })], sections: [{ РасчСчет: OURS }] });
  const without = (line: string) => text.replace(`${line}\r\n`, '');

  it.each([
    ['no end', without('КонецФайла'), /нет «КонецФайла».*не до конца/],
    ['no end of a document', without('КонецДокумента'), /^Строка 23: нет «КонецДокумента» у раздела со строки 9/],
    ['no end of an account', without('КонецРасчСчет'), /нет «КонецРасчСчет» у раздела со строки 6/],
    ['a beginning at a document', text.slice(text.indexOf('СекцияДокумент')), /^Строка 1: выписка начинается строкой/],
    ['a document without its beginning', without('СекцияДокумент=Платежное поручение'), /^Строка 9: строка вне раздела/],
    ['a line that is neither', text.replace('ВидОплаты=01', 'ВидОплаты 01'), /^Строка 21: «ВидОплаты 01» — не ключ/],
    ['two files in one', text + text, /после «КонецФайла» есть ещё строки/],
    ['version 2.00', text.replace('=1.03', '=2.00'), /версия формата «2.00»: это выписка белорусского или казахстанского/],
    ['БИН', text.replace('ПлательщикКПП', 'ПлательщикБИН_ИИН'), /казахстанского/],
    ['lost letters', text.replaceAll('Партнёр', '\ufffd\ufffd'), /Русские буквы потеряны/],
    ['a zero byte', text.replace('Банк', 'Б\0нк'), /нулевые байты/],
    ['another account', text.replaceAll(OURS, '40702810500000000099'), /^Это выписка не по нашему счёту: 40702810500000000099/],
    ['nothing', '', /пуст/],
    ['only spaces', ' \r\n ', /пуст/],
    ['a picture', '\u0089PNG', /^Строка 1/],
  ])('%s', (_, broken, reason) => expect(() => reading(Buffer.from(broken))).toThrow(reason));

  it('UTF-16, with or without its mark', () => {
    expect(() => reading(Buffer.from(`\ufeff${text}`, 'utf16le'))).toThrow('UTF-16');
    expect(() => reading(Buffer.from(text, 'utf16le'))).toThrow(UnreadableFile);
  });

  it('takes up to three lost letters', () => {
    expect(reading(Buffer.from(text.replace('Банк', 'Б\ufffd\ufffd\ufffd'))).payments).toHaveLength(2);
  });

  it.each(['win1251', 'utf8', 'cp866'])('cut at any byte, in %s', (encoding) => {
    const whole = iconv.encode(oneC({ documents: [paid({ Номер: '1' })], header: { Кодировка: 'DOS' } }), encoding);
    const expected = reading(whole).payments;
    const outcomes = Array.from({ length: whole.length }, (_, at) => {
      try {
        return reading(whole.subarray(0, at)).payments;
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableFile);
        return null;
      }
    });
    for (const outcome of outcomes) expect([null, expected]).toContainEqual(outcome);
    expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(2); // without the line end, or half of it
  });

  it('changed anywhere, is refused or read', () => {
    const random = createRandom(17);
    const whole = in1251(text);
    for (let round = 0; round < 3_000; round++) {
      const bytes = Buffer.from(whole);
      for (let change = random.int(1, 4); change > 0; change--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
      try {
        reading(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableFile);
      }
    }
  });
});
