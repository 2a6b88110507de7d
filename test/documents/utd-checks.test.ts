import { describe, expect, it } from 'vitest';
import { checkUtd } from '#src/documents/utd/utd-checks.ts';
import { utdTree } from '#src/documents/utd/utd-xml.ts';
import { element, type XmlElement } from '#src/lib/xml.ts';
import { printedInvoice, printedLine, workedExample } from './invoices.ts';

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
const withMore =
  (...more: readonly XmlElement[]) =>
  (of: XmlElement) => ({ children: [...of.children, ...more] });
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
    ['5:', ['Документ', 'СвСчФакт'], withMore(element('ГрузОт', {}, element('ГрузОтпр', {}, element('ИдСв'))))],
    ['5:', ['Документ', 'СвСчФакт'], withMore(element('ГрузПолуч', {}, element('ИдСв')))],
    ['5:', ['Документ', 'СвСчФакт'], withMore(element('ДопСвФХЖ1', {}, element('СвФактор', {}, element('ИдСв'))))],
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
    ['15:', ['Документ', 'Подписант'], having('СпосПодтПолном', '5')],
    ['codes:', ['Документ', 'СвСчФакт', 'СвПокуп', 'ИдСв', 'СвЮЛУч'], having('ИННЮЛ', '0000000023')],
    ['codes:', ['Документ', 'СвСчФакт', 'СвПокуп', 'ИдСв', 'СвЮЛУч'], having('КПП', '77360100')],
    ['codes:', ['Документ', 'СвСчФакт', 'СвПрод', 'БанкРекв', 'СвБанк'], having('БИК', '4452522')],
    ['rates:', LINE, having('НалСт', '21%')],
    ['rates:', LINE, having('НалСт', 'без НДС')],
    ['price:', LINE, having('ЦенаТов', '412.31')],
    ['price:', LINE, having('ЦенаТов', '412.300000000001')],
    ['price:', LINE, having('КолТов', '0')],
    ['price:', LINE, having('КолТов', '26')],
    ['days:', ['Документ', 'СвПродПер', 'СвПер'], having('ДатаОконПер', '31.10.2026')],
    ['days:', ['Документ', 'СвПродПер', 'СвПер'], having('ДатаПер', '2026-11-30')],
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

  it('see a code of a person that is none', () => {
    const buyer = { ...printedInvoice().buyer, inn: '77337085714', kpp: null, ogrn: null };
    expect(checkUtd(utdTree(printedInvoice([printedLine()], { buyer })))).toEqual(['codes: ИНН, КПП, ОГРНИП and БИК are of their form']);
  });

  it('let a sender, a receiver and a factor with addresses pass, and a СЧФ of an advance without a delivery', () => {
    const address = element('Адрес');
    const named = withMore(
      element('ГрузОт', {}, element('ГрузОтпр', {}, address)),
      element('ГрузОт', {}, element('ОнЖе', {}, 'он же')),
      element('ГрузПолуч', {}, address),
      element('ДопСвФХЖ1', {}, element('СвФактор', {}, address)),
    );
    expect(checkUtd(broken(['Документ', 'СвСчФакт'], named))).toEqual([]);
    const advance = withMore(element('ДопСвФХЖ1', { СпОбстФСЧФ: '2' }));
    const vatInvoice = broken(['Документ'], (of) => ({
      attributes: { ...of.attributes, Функция: 'СЧФ', НаимДокОпр: undefined },
      children: of.children.map(noShipment),
    }));
    expect(checkUtd(vatInvoice)).toEqual(['4: a СЧФ names the document of delivery']);
    expect(checkUtd(broken(['Документ', 'СвСчФакт'], advance, vatInvoice))).toEqual([]);
  });

  it('see that there is no document at all', () => {
    expect(checkUtd({ name: 'Файл', attributes: {}, children: [] })).toEqual(['Документ is missing']);
  });
});

const noShipment = (child: XmlElement | string): XmlElement | string =>
  typeof child === 'string' || child.name !== 'СвСчФакт'
    ? child
    : { ...child, children: child.children.filter((one) => typeof one === 'string' || one.name !== 'ДокПодтвОтгрНом') };
