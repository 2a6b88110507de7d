import { exchangeText } from '#src/lib/cp1251.ts';
import { roundHalfUpDiv } from '#src/lib/money.ts';
import { found, type XmlElement } from '#src/lib/xml.ts';

const CODES: Record<string, RegExp> = {
  ИННЮЛ: /^(\d[1-9]|[1-9]\d)\d{8}$/,
  ИННФЛ: /^(\d[1-9]|[1-9]\d)\d{10}$/,
  КПП: /^(\d[1-9]|[1-9]\d)\d{2}[0-9A-Z]{2}\d{3}$/,
  ОГРНИП: /^\d{15}$/,
  БИК: /^\d{9}$/,
};

/** Have all tax and bank codes of the element, and of those inside, their form? */
export function codesFit({ attributes, children }: XmlElement): boolean {
  const own = Object.entries(CODES).every(([name, form]) => attributes[name] === undefined || form.test(attributes[name]));
  return own && children.every((child) => typeof child === 'string' || codesFit(child));
}

/** Rates that a счёт-фактура of goods and services may have; those of advances, of special regimes and of agents are not the portal's. */
const RATES = ['0%', '10%', '18%', '20%', '22%'];

/** Has the line a rate of the format, and a sum of VAT unless it is «без НДС»? */
export function rateFits(line: XmlElement): boolean {
  const rate = line.attributes['НалСт'] ?? '';
  const isTaxed = found(line, 'СумНал', 'СумНал') !== undefined;
  return isTaxed ? RATES.includes(rate) : rate === 'без НДС' && found(line, 'СумНал', 'БезНДС') !== undefined;
}

const PRICE = /^(\d{1,15})\.(\d{1,11})$/;

/** Is price × quantity, rounded half up to a kopeck, the sum of the line? */
export function priceFits({ attributes }: XmlElement): boolean {
  const [, rubles = '', decimals = ''] = PRICE.exec(attributes['ЦенаТов'] ?? '') ?? [];
  const quantity = attributes['КолТов'] ?? '';
  if (rubles === '' || !/^[1-9]\d{0,14}$/.test(quantity)) return false;
  const product = BigInt(rubles + decimals) * BigInt(quantity) * 100n;
  return roundHalfUpDiv(product, 10n ** BigInt(decimals.length)) === kopecksOf(attributes['СтТовБезНДС']);
}

const DAY = /^(\d\d)\.(\d\d)\.(\d{4})$/;

/** Are the days of the transfer days, and does it end no earlier than it begins? */
export function daysFit(transfer: XmlElement | undefined): boolean {
  const [on = '', from = '', to = ''] = ['ДатаПер', 'ДатаНачПер', 'ДатаОконПер'].map((name) =>
    transfer?.attributes[name]?.replace(DAY, '$3$2$1'),
  );
  return [on, from, to].every((day) => day === '' || /^\d{8}$/.test(day)) && from <= to;
}

/** Sum of VAT that an element with `СумНал` or `СумНалВсего` tells, kopecks; 0 for «без НДС». */
export const vatOf = (of: XmlElement | undefined, name: string): bigint =>
  kopecksOf(String(found(of, name, 'СумНал')?.children[0] ?? '0.00'));

/** A decimal with two digits after the point, in kopecks; anything else gives a sum that fits nowhere. */
export const kopecksOf = (decimal: string | undefined): bigint =>
  /^\d+\.\d\d$/.test(decimal ?? '') ? BigInt(String(decimal).replace('.', '')) : -1n;

/** Longest values of the attributes that hold free text. */
const LENGTHS: Record<string, number> = {
  ВерсПрог: 40,
  ПоФактХЖ: 255,
  НаимДокОпр: 255,
  НомерДок: 1000,
  НаимОрг: 1000,
  СокрНаим: 510,
  АдрТекст: 1000,
  НаимТов: 2000,
  АртикулТов: 50,
  КодТов: 100,
  НаимЕдИзм: 255,
  НомерПРД: 30,
  НомерСчета: 34,
  КорСчет: 34,
  РеквНаимДок: 255,
  РеквНомерДок: 255,
  СодОпер: 255,
  Должн: 255,
  Идентиф: 50,
  Значен: 2000,
  Фамилия: 60,
  Имя: 60,
  Отчество: 60,
  ИдФайл: 255,
};

/** Is nothing in the element empty, too long or unfit for an exchange file? */
export function valuesFit({ attributes, children }: XmlElement): boolean {
  return (
    Object.entries(attributes).every(([name, value]) => value === undefined || valueFits(name, value)) &&
    children.every((child) => (typeof child === 'string' ? isFit(child) : valuesFit(child)))
  );
}

const valueFits = (name: string, value: string): boolean => value !== '' && [...value].length <= (LENGTHS[name] ?? 1000) && isFit(value);

const isFit = (value: string): boolean => exchangeText(value) === value;
