import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { checkUtd } from '#src/documents/utd-checks.ts';
import { utdFileName } from '#src/documents/utd-names.ts';
import { utdTree, utdXml } from '#src/documents/utd-xml.ts';
import { cp1251Text, isCp1251 } from '#src/lib/cp1251.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { found, type XmlElement } from '#src/lib/xml.ts';
import { longInvoice, oddInvoice, printedInvoice, printedLine, workedExample } from './invoices.ts';

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
  ['without VAT', printedInvoice([printedLine({ vatRate: null })])],
  ['of 60 lines', longInvoice(60)],
  ['with odd names', oddInvoice()],
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
    expect(isCp1251(text.replaceAll('\n', ' '))).toBe(true);
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

/** A copy of the tree with one element changed; the path goes down from Файл. */
function broken(
  path: readonly string[],
  change: (of: XmlElement) => Partial<XmlElement>,
  of: XmlElement = utdTree(workedExample()),
): XmlElement {
  const [next, ...rest] = path;
  if (next === undefined) return { ...of, ...change(of) };
  let isDone = false;
  const children = of.children.map((child) => {
    if (isDone || typeof child === 'string' || child.name !== next) return child;
    isDone = true;
    return broken(rest, change, child);
  });
  if (!isDone) throw new Error(`no ${next} in ${of.name}`);
  return { ...of, children };
}

const without = (name: string) => (of: XmlElement) => ({ attributes: { ...of.attributes, [name]: undefined } });
const having = (name: string, value: string) => (of: XmlElement) => ({ attributes: { ...of.attributes, [name]: value } });
const LINE = ['Документ', 'ТаблСчФакт', 'СведТов'];
const TOTAL = ['Документ', 'ТаблСчФакт', 'ВсегоОпл'];

describe('the checks', () => {
  it.each<[string, readonly string[], (of: XmlElement) => Partial<XmlElement>]>([
    ['1:', ['Документ'], (of) => ({ children: of.children.filter((child) => typeof child === 'string' || child.name !== 'ТаблСчФакт') })],
    ['2:', ['Документ'], (of) => ({ children: of.children.filter((child) => typeof child === 'string' || child.name !== 'СвПродПер') })],
    ['3:', ['Документ'], without('НаимДокОпр')],
    [
      '4:',
      ['Документ'],
      (of) => ({ attributes: { ...of.attributes, Функция: 'СЧФ', НаимДокОпр: undefined }, children: of.children.map(noShipment) }),
    ],
    [
      '5:',
      ['Документ', 'СвСчФакт', 'СвПокуп'],
      (of) => ({ children: of.children.filter((child) => typeof child !== 'string' && child.name !== 'Адрес') }),
    ],
    [
      '6:',
      ['Документ', 'СвСчФакт'],
      (of) => ({ children: [...of.children, { name: 'ДопСвФХЖ1', attributes: { СпОбстФДОП: '11111' }, children: [] }] }),
    ],
    ['7:', LINE, without('НаимТов')],
    ['8:', LINE, without('НаимЕдИзм')],
    ['8:', LINE, without('КолТов')],
    ['9:', LINE, having('ЦенаТов', '0.00')],
    ['10:', LINE, without('СтТовБезНДС')],
    ['10:', TOTAL, without('СтТовУчНалВсего')],
    ['11:', LINE, (of) => ({ attributes: { ...of.attributes, СтТовБезНДС: undefined, СтТовУчНал: undefined } })],
    ['12:', LINE, (of) => ({ children: [{ name: 'ДопСведТов', attributes: { КодВидПр: '100' }, children: [] }, ...of.children.slice(2)] })],
    ['13:', LINE, (of) => ({ children: [{ name: 'СвДТ', attributes: { КодПроисх: '643' }, children: [] }, ...of.children] })],
    ['14:', ['Документ', 'СвПродПер', 'СвПер'], (of) => ({ attributes: { ...of.attributes, ДатаПер: undefined, ДатаНачПер: undefined } })],
    ['15:', ['Документ', 'Подписант'], having('СпосПодтПолном', '3')],
    ['name:', [], having('ИдФайл', 'ON_NSCHFDOPPR_1')],
    ['sums: net', LINE, having('СтТовУчНал', '12575.16')],
    ['sums: the lines', TOTAL, having('СтТовБезНДСВсего', '12297.49')],
    ['values:', LINE, having('НаимТов', 'Я'.repeat(2_001))],
    ['values:', LINE, having('НаимТов', '100 ₽')],
    ['values:', LINE, having('НаимТов', '')],
  ])('see a broken rule %s at %s', (rule, path, change) => {
    const faults = checkUtd(broken(path, change));
    expect(faults.some((fault) => fault.startsWith(rule))).toBe(true);
  });

  it('see that there is no document at all', () => {
    expect(checkUtd({ name: 'Файл', attributes: {}, children: [] })).toEqual(['Документ is missing']);
  });
});

const noShipment = (child: XmlElement | string): XmlElement | string =>
  typeof child === 'string' || child.name !== 'СвСчФакт'
    ? child
    : { ...child, children: child.children.filter((one) => typeof one === 'string' || one.name !== 'ДокПодтвОтгрНом') };

describe('what windows-1251 lacks', () => {
  it.each([
    ['100 ₽', '100 руб.'],
    ['a\u202fb\u00a0c\td', 'a b c d'],
    ['−5 × é ñ', '-5 x e n'],
    ['👩‍💻ok🐮', 'ok'],
    ['漢字', '??'],
    ['«Ёлка» № 1 — „x“ …', '«Ёлка» № 1 — „x“ …'],
    ['a\u0007b', 'ab'],
    ['Қазақ', '?аза?'],
  ])('%s becomes %s', (text, expected) => {
    expect(cp1251Text(text)).toBe(expected);
    expect(isCp1251(cp1251Text(text))).toBe(true);
  });

  it('is nowhere in a file, and marks of XML are written as they must be', () => {
    const text = textOf(oddInvoice());
    expect(text).toContain('&lt;b&gt;&amp;amp;&lt;/b&gt; руб.100');
    expect(text).toContain('ООО &quot;Рога &amp; Копыта&quot;');
    expect(found(utdTree(oddInvoice()), 'Документ', 'СвСчФакт', 'СвПокуп', 'ИдСв', 'СвЮЛУч')?.attributes['НаимОрг']).toHaveLength(1_000);
  });
});
