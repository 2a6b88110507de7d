import { childrenOf, found, type XmlElement } from '#src/lib/xml.ts';

/** Elements of a document and of a line in the order of the schema 2.10; what may be missing is marked. */
const DOCUMENT =
  'Ид Номер Дата ХозОперация Роль Валюта Курс Сумма Контрагенты Время СрокПлатежа? Комментарий? Налоги Товары ЗначенияРеквизитов?'.split(
    ' ',
  );
const LINE =
  'Ид Артикул? Наименование БазоваяЕдиница Описание? СтавкиНалогов ЗначенияРеквизитов? ЦенаЗаЕдиницу Количество Сумма Налоги'.split(' ');
const PARTY =
  'Ид Наименование ОфициальноеНаименование? ПолноеНаименование? ЮридическийАдрес? ИНН КПП? РасчетныеСчета? Роль РасчетныйСчет?'.split(' ');

/** Is a file of CommerceML of the standard's elements in their order, and do its sums fit? @returns what is broken */
export function checkCommerce(root: XmlElement): string[] {
  return childrenOf(root, 'Документ').flatMap((document) => {
    const lines = childrenOf(found(document, 'Товары'), 'Товар');
    const parties = childrenOf(found(document, 'Контрагенты'), 'Контрагент');
    const rules: [boolean, string][] = [
      [isInOrder(document, DOCUMENT), 'elements of the document'],
      [lines.length > 0 && lines.every((line) => isInOrder(line, LINE)), 'elements of a line'],
      [parties.every((party) => isInOrder(party, PARTY)), 'elements of a party'],
      [parties.map((party) => textOf(party, 'Роль')).join() === 'Продавец,Покупатель', 'a seller and a buyer'],
      [/^\d{4}-\d\d-\d\d$/.test(textOf(document, 'Дата')), 'a day'],
      [sumOf(lines, 'Сумма') === kopecksOf(textOf(document, 'Сумма')), 'lines add up to the document'],
      [taxOf(lines) === taxOf([document]), 'VAT of the lines adds up to that of the document'],
    ];
    return rules.flatMap(([isKept, rule]) => (isKept ? [] : [`${textOf(document, 'Номер')}: ${rule}`]));
  });
}

function isInOrder(of: XmlElement, order: readonly string[]): boolean {
  const names = of.children.map((child) => (typeof child === 'string' ? '' : child.name));
  const known = order.map((name) => name.replace('?', ''));
  const places = names.map((name) => known.indexOf(name));
  const isSorted = places.every((place, at) => place > (places[at - 1] ?? -1));
  return isSorted && order.every((name) => name.endsWith('?') || names.includes(name));
}

const textOf = (of: XmlElement | undefined, name: string): string => String(found(of, name)?.children[0] ?? '');

const kopecksOf = (decimal: string): bigint => (/^\d+\.\d\d$/.test(decimal) ? BigInt(decimal.replace('.', '')) : -1n);

const sumOf = (all: readonly XmlElement[], name: string): bigint => all.reduce((total, one) => total + kopecksOf(textOf(one, name)), 0n);

const taxOf = (all: readonly XmlElement[]): bigint =>
  all.reduce((total, one) => total + sumOf(childrenOf(found(one, 'Налоги'), 'Налог'), 'Сумма'), 0n);
