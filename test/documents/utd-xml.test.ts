import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { checkUtd } from '#src/documents/utd/utd-checks.ts';
import { utdFileName } from '#src/documents/utd/utd-names.ts';
import { utdTree, utdXml } from '#src/documents/utd/utd-xml.ts';
import { exchangeText } from '#src/lib/cp1251.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { childrenOf, found, type XmlElement, xmlText } from '#src/lib/xml.ts';
import { exemptLine, longInvoice, oddInvoice, printedInvoice, printedLine, workedExample } from './invoices.ts';

/** The structural part of the format 5.03 (order ЕД-7-26/970@ of the tax service). */
const schema = resolve(import.meta.dirname, 'schema/ON_NSCHFDOPPR_1_997_01_05_03_05.reconstructed.xsd');

const textOf = (invoice: InvoiceToPrint): string => iconv.decode(Buffer.from(utdXml(invoice)), 'win1251');

const entrepreneur = () => {
  const buyer = { ...printedInvoice().buyer, name: 'ИП Каримова Лилия Рашидовна', inn: '773370857141', kpp: null, ogrn: '304500116000157' };
  return printedInvoice([printedLine()], { buyer });
};
const agreement = () => {
  const contract = { number: '2', signedOn: day('2026-06-01'), baseNumber: 'MCD-77/2026', baseSignedOn: day('2026-01-15') };
  return printedInvoice([printedLine()], { contract, replaces: 'МС-000001' });
};

const prepaid = () =>
  printedInvoice([printedLine()], {
    prepayments: [
      { number: '17', on: day('2026-11-01'), amount: kopecks(100_00n) },
      { number: null, on: day('2026-11-02'), amount: kopecks(50_50n) },
    ],
  });

const kinds: [string, InvoiceToPrint][] = [
  ['with VAT and without', workedExample()],
  ['without VAT', printedInvoice([exemptLine()])],
  ['of December 2025', printedInvoice([printedLine({ vatRate: 20 })], { issuedOn: day('2025-12-31') })],
  ['of 60 lines', longInvoice(60)],
  ['with odd names', oddInvoice()],
  ['with letters of other alphabets', printedInvoice([printedLine({ productName: '„Заря-Ω“ Қазақ 漢字' })])],
  ['for an entrepreneur', entrepreneur()],
  ['paid for in advance', prepaid()],
  ['under a supplementary agreement, in place of another', agreement()],
];

describe.each(kinds)('a УПД %s', (_, invoice) => {
  it('keeps every rule of the format', () => {
    expect(checkUtd(utdTree(invoice))).toEqual([]);
  });

  it('is well-formed and of its encoding', async () => {
    const text = textOf(invoice);
    expect(text.startsWith('<?xml version="1.0" encoding="windows-1251"?>\n<Файл ')).toBe(true);
    expect(text).not.toContain('\ufffd');
    const { valid, errors } = await validateXML({ xml: { fileName: 'utd.xml', contents: utf8(text) }, normalization: 'format' });
    expect([valid, errors]).toEqual([true, []]);
  });

  it('fits the schema', async () => {
    const { valid, errors } = await validateXML({
      xml: { fileName: 'utd.xml', contents: utf8(textOf(invoice)) },
      schema: { fileName: 'utd.xsd', contents: schemaText() },
    });
    expect([errors.map(({ message }) => message), valid]).toEqual([[], true]);
  });
});

/** The checker reads UTF-8 only. */
const utf8 = (text: string): string => text.replace('windows-1251', 'UTF-8');

function schemaText(): string {
  const bytes = readFileSync(schema);
  return /encoding="windows-1251"/i.test(bytes.toString('latin1', 0, 200)) ? utf8(iconv.decode(bytes, 'win1251')) : bytes.toString('utf8');
}

it('names the payment orders of money that came before', () => {
  const said = textOf(prepaid());
  expect(said).toContain('<СвПРД НомерПРД="17" ДатаПРД="01.11.2026" СуммаПРД="100.00"/>');
  expect(said).toContain('<СвПРД НомерПРД="б/н" ДатаПРД="02.11.2026" СуммаПРД="50.50"/>');
});

describe('the sums of the worked example', () => {
  it('stand in the file to the kopeck', () => {
    const text = textOf(workedExample());
    for (const said of [
      'КолТов="25" ЦенаТов="412.30" СтТовБезНДС="10307.50" НалСт="22%" СтТовУчНал="12575.15"',
      '<СумНал><СумНал>2267.65</СумНал></СумНал>',
      'КолТов="10" ЦенаТов="199.00" СтТовБезНДС="1990.00" НалСт="без НДС" СтТовУчНал="1990.00"',
      '<СумНал><БезНДС>без НДС</БезНДС></СумНал>',
      '<ВсегоОпл СтТовБезНДСВсего="12297.50" СтТовУчНалВсего="14565.15"><СумНалВсего><СумНал>2267.65</СумНал></СумНалВсего></ВсегоОпл>',
      'Функция="СЧФДОП"',
      'ДатаИнфПр="30.11.2026" ВремИнфПр="23.10.05"',
      'ДатаПер="30.11.2026" ДатаНачПер="01.11.2026" ДатаОконПер="30.11.2026"',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('of the short one: 100,00 and 22,00 of VAT', () => {
    const text = textOf(printedInvoice([printedLine({ seats: 1, gross: kopecks(12_200n) })]));
    expect(text).toContain('СтТовБезНДСВсего="100.00" СтТовУчНалВсего="122.00"><СумНалВсего><СумНал>22.00</СумНал>');
  });
});

describe('the name of the file', () => {
  it('is that of the format, equal to ИдФайл, the same each time and another for another invoice', () => {
    const name = utdFileName(workedExample());
    expect(name).toMatch(
      /^ON_NSCHFDOPPR_2BM-7700000023-773601001-0{21}_2BM-7700000016-773601001-0{21}_20261130_[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}_0_0_0_0_0_00$/,
    );
    expect(utdTree(workedExample()).attributes['ИдФайл']).toBe(name);
    expect(utdFileName(workedExample())).toBe(name);
    expect(utdFileName({ ...workedExample(), id: 18 })).not.toBe(name);
  });
});

describe('people and parties', () => {
  const partyOf = (changes: Partial<InvoiceToPrint['buyer']>, seller: Partial<InvoiceToPrint['seller']> = {}) => {
    const base = printedInvoice();
    return utdTree({ ...base, buyer: { ...base.buyer, ...changes }, seller: { ...base.seller, ...seller } });
  };
  const names = (of: XmlElement | undefined) => ['Фамилия', 'Имя', 'Отчество'].map((name) => of?.attributes[name]);

  it.each([
    ['Воронцов Сергей Андреевич', 'Воронцов', 'Сергей', 'Андреевич'],
    ['Ким Ольга', 'Ким', 'Ольга', undefined],
    ['  Салтыков-Щедрин   Михаил  Евграфович ', 'Салтыков-Щедрин', 'Михаил', 'Евграфович'],
    ['Мамедов Али Гусейн оглы', 'Мамедов', 'Али', 'Гусейн оглы'],
    ['Мадонна', 'Мадонна', '?', undefined],
    ['🐮', '?', '?', undefined],
  ])('a director «%s» is %s, %s, %s', (director, ...expected) => {
    const root = partyOf({}, { director });
    expect(names(found(root, 'Документ', 'Подписант', 'ФИО'))).toEqual(expected);
    expect(names(found(root, 'Документ', 'СвПродПер', 'СвПер', 'СвЛицПер', 'РабОргПрод', 'ФИО'))).toEqual(expected);
    expect(checkUtd(root)).toEqual([]);
  });

  it.each([
    'ИП Каримова Лилия Рашидовна',
    'Индивидуальный предприниматель Каримова Лилия Рашидовна',
    'ИП «Каримова Лилия Рашидовна»',
    'Каримова Лилия Рашидовна (ИП)',
    'ИП Глава КФХ Каримова Лилия Рашидовна',
  ])('an entrepreneur «%s» is a person with ИНН of 12 digits, ОГРНИП and no КПП', (name) => {
    const root = partyOf({ name, inn: '773370857141', kpp: null, ogrn: '304500116000157' });
    const one = found(root, 'Документ', 'СвСчФакт', 'СвПокуп', 'ИдСв', 'СвИП');
    expect(one?.attributes).toEqual({ ИННФЛ: '773370857141', ОГРНИП: '304500116000157' });
    expect(names(found(one, 'ФИО'))).toEqual(['Каримова', 'Лилия', 'Рашидовна']);
    expect(checkUtd(root)).toEqual([]);
  });

  it('a family name may begin like the mark of an entrepreneur', () => {
    const root = partyOf({ name: 'ИП Ипатов Глеб', inn: '773370857141', kpp: null, ogrn: null });
    const one = found(root, 'Документ', 'СвСчФакт', 'СвПокуп', 'ИдСв', 'СвИП');
    expect([names(found(one, 'ФИО')), one?.attributes]).toEqual([['Ипатов', 'Глеб', undefined], { ИННФЛ: '773370857141' }]);
  });

  it('an address nobody knows is said to be so, for a счёт-фактура must have one', () => {
    const root = partyOf({ address: null });
    expect(found(root, 'Документ', 'СвСчФакт', 'СвПокуп', 'Адрес', 'АдрИнф')?.attributes['АдрТекст']).toBe('адрес не указан');
  });
});

describe('the transfer', () => {
  const transferOf = (invoice: InvoiceToPrint) => found(utdTree(invoice), 'Документ', 'СвПродПер', 'СвПер');

  it('lasts from the first to the last day of what is delivered, not of what costs nothing', () => {
    const lines = [
      printedLine({ from: day('2026-11-10'), to: day('2026-11-21') }),
      printedLine({ from: day('2026-11-05'), to: day('2026-11-08') }),
      printedLine({ from: day('2026-11-01'), to: day('2026-12-01'), gross: kopecks(0n) }),
    ];
    const { ДатаПер, ДатаНачПер, ДатаОконПер } = transferOf(printedInvoice(lines))?.attributes ?? {};
    expect([ДатаПер, ДатаНачПер, ДатаОконПер]).toEqual(['30.11.2026', '05.11.2026', '20.11.2026']);
  });

  it('rests on the contract, and on the agreement that supplements it', () => {
    const grounds = (invoice: InvoiceToPrint) =>
      childrenOf(transferOf(invoice), 'ОснПер').map(({ attributes }) => Object.values(attributes));
    expect(grounds(printedInvoice())).toEqual([['Договор', 'MCD-77/2026', '15.01.2026']]);
    expect(grounds(agreement())).toEqual([
      ['Договор', 'MCD-77/2026', '15.01.2026'],
      ['Дополнительное соглашение', '2', '01.06.2026'],
    ]);
  });
});

it('a УПД of anything keeps every rule of the format', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
  const long = fc.tuple(text, fc.integer({ min: 1, max: 80 })).map(([part, times]) => part.repeat(times));
  const line = fc
    .record({
      ...{ productName: long, customerName: long, sku: long, subscriptionNumber: text, registryNumber: text },
      ...{
        gross: fc.bigInt({ min: 1n, max: 10n ** 12n }),
        seats: fc.integer({ min: 1, max: 100_000 }),
        vatRate: fc.constantFrom(22, 20, null),
      },
    })
    .map(({ gross, ...rest }) => printedLine({ ...rest, gross: kopecks(gross) }));
  const people = fc.record({ name: long, address: fc.option(long), axDebtorCode: text, axPayerCode: text });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      people,
      long,
      long,
      fc.boolean(),
      (lines, person, number, director, isPerson) => {
        const base = printedInvoice(lines);
        const codes = isPerson ? { inn: '773370857141', kpp: null } : {};
        const invoice = {
          ...base,
          buyer: { ...base.buyer, ...person, ...codes },
          seller: { ...base.seller, director, name: number, fullName: director, address: number },
          contract: { ...base.contract, number, baseNumber: director, baseSignedOn: day('2026-01-01') },
          prepayments: [{ number, on: day('2026-11-01'), amount: kopecks(1n) }],
          replaces: number,
        };
        expect(checkUtd(utdTree(invoice))).toEqual([]);
        expect(readTree(textOf(invoice))).toBe(xmlText(utdTree(invoice)));
      },
    ),
    { numRuns: 200 },
  );
});

/** A file with its character references read, without its prolog. */
const readTree = (text: string): string =>
  text.replace(/^.*\n/, '').replace(/&#(\d{3,});/g, (_, code) => String.fromCodePoint(Number(code)));

describe('what an exchange file can hold', () => {
  it.each([
    ['100 ₽', '100 руб.'],
    ['a\u202fb\u00a0c\td', 'a b c d'],
    ['−5 × é ñ', '-5 × é ñ'],
    ['👩‍💻ok🐮', 'ok'],
    ['漢字', '漢字'],
    ['«Ёлка» № 1 — „x“ …', '«Ёлка» № 1 — „x“ …'],
    ['a\u0007b', 'ab'],
    ['soft\u00adhyphen ® 🇷🇺 e\u200d\u0301', 'softhyphen ®  é'],
    ['Қазақ', 'Қазақ'],
  ])('%s becomes %s', (text, expected) => {
    expect(exchangeText(text)).toBe(expected);
  });

  it('is written as character references where windows-1251 lacks it', () => {
    const { buyer } = printedInvoice();
    const text = textOf(printedInvoice([printedLine()], { buyer: { ...buyer, name: 'АО «„Заря-Ω“» Қазақ é' } }));
    expect(text).toContain('НаимОрг="АО «„Заря-&#937;“» &#1178;аза&#1179; &#233;"');
  });

  it('keeps marks of XML as they must be written', () => {
    const text = textOf(oddInvoice());
    expect(text).toContain('&lt;b&gt;&amp;amp;&lt;/b&gt; руб.100');
    expect(text).toContain('ООО &quot;Рога &amp; Копыта&quot;');
    expect(found(utdTree(oddInvoice()), 'Документ', 'СвСчФакт', 'СвПокуп', 'ИдСв', 'СвЮЛУч')?.attributes['НаимОрг']).toHaveLength(1_000);
  });
});
