import type { Buyer, InvoiceToPrint, PrintedLine } from '#src/documents/documents.types.ts';
import { fitting, guidOf } from '#src/documents/exchange.rules.ts';
import { billable, contractText, lineName, linePrice, totalsByRate } from '#src/documents/printing.rules.ts';
import { type Day, formatTime, moscowDay } from '#src/lib/days.ts';
import { decimalRub } from '#src/lib/money.ts';
import { element, type XmlElement, xmlText } from '#src/lib/xml.ts';
import { checkCommerce } from './commerceml-checks.rules.ts';

/** The version of the schema whose elements and order are kept. */
const VERSION = '2.10';

/**
 * Invoices of a month as documents of CommerceML 2, which 1С reads: seller, buyer, lines with their rate and VAT. UTF-8.
 * @throws Error when the sums of the file do not fit: such a file is never given out
 */
export function commerceXml(invoices: readonly InvoiceToPrint[], formedAt: Date): Uint8Array {
  const root = commerceTree(invoices, formedAt);
  const faults = checkCommerce(root);
  if (faults.length > 0) throw new Error(`the CommerceML of ${invoices.map(({ number }) => number).join(', ')}: ${faults.join('; ')}`);
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(root)}`, 'utf8');
}

/** The file as a tree, for writing and for checking. */
export function commerceTree(invoices: readonly InvoiceToPrint[], formedAt: Date): XmlElement {
  const attributes = {
    xmlns: 'urn:1C.ru:commerceml_2',
    ВерсияСхемы: VERSION,
    ДатаФормирования: `${moscowDay(formedAt)}T${clock(formedAt)}`,
  };
  return element('КоммерческаяИнформация', attributes, ...invoices.map(documentOf));
}

const clock = (instant: Date): string => `${formatTime(instant)}:${String(instant.getUTCSeconds()).padStart(2, '0')}`;

/** An element that holds a text; none without one. */
const leaf = (name: string, text: string | null | undefined): XmlElement | null => (text ? element(name, {}, text) : null);

function documentOf(invoice: InvoiceToPrint): XmlElement {
  const { id, number, issuedOn, issuedAt, dueOn, seller, buyer, contract } = invoice;
  return element(
    'Документ',
    {},
    leaf('Ид', guidOf(`commerceml/${seller.inn}/${issuedOn}/${number}/${id}`)),
    leaf('Номер', fitting(number, 50)),
    leaf('Дата', issuedOn),
    leaf('ХозОперация', 'Отпуск товара'),
    leaf('Роль', 'Продавец'),
    leaf('Валюта', 'RUB'),
    leaf('Курс', '1'),
    leaf('Сумма', decimalRub(invoice.gross)),
    element('Контрагенты', {}, sellerOf(invoice), buyerOf(buyer)),
    leaf('Время', clock(issuedAt)),
    leaf('СрокПлатежа', dueOn),
    leaf('Комментарий', fitting(contractText(contract), 3000)),
    element('Налоги', {}, ...totalsByRate(billable(invoice)).map(({ rate, vat }) => tax(rate, vat))),
    element('Товары', {}, ...billable(invoice).map(lineOf)),
    requisites([
      ['Номер договора', contract.number],
      ['Дата договора', contract.signedOn],
      ['Период', invoice.period.slice(0, 7)],
    ]),
  );
}

function sellerOf({ seller }: InvoiceToPrint): XmlElement {
  const { bank } = seller;
  const account = element(
    'РасчетныйСчет',
    {},
    leaf('НомерСчета', bank.account),
    element('Банк', {}, leaf('СчетКорреспондентский', bank.correspondentAccount), leaf('Наименование', bank.name), leaf('БИК', bank.bic)),
  );
  return element(
    'Контрагент',
    {},
    leaf('Ид', partyId(seller)),
    leaf('Наименование', fitting(seller.name, 250)),
    leaf('ОфициальноеНаименование', fitting(seller.fullName, 250)),
    address(seller.address),
    leaf('ИНН', seller.inn),
    leaf('КПП', seller.kpp),
    element('РасчетныеСчета', {}, account),
    leaf('Роль', 'Продавец'),
  );
}

/** A company by its official name, an entrepreneur by the full one. */
function buyerOf(buyer: Buyer): XmlElement {
  const isCompany = buyer.inn.length === 10;
  return element(
    'Контрагент',
    {},
    leaf('Ид', partyId(buyer)),
    leaf('Наименование', fitting(buyer.name, 250)),
    leaf(isCompany ? 'ОфициальноеНаименование' : 'ПолноеНаименование', fitting(buyer.name, 250)),
    isCompany && buyer.address ? address(buyer.address) : null,
    leaf('ИНН', buyer.inn),
    isCompany ? leaf('КПП', buyer.kpp) : null,
    leaf('Роль', 'Покупатель'),
  );
}

/** The same company has the same id in every file. */
const partyId = ({ inn, kpp }: { inn: string; kpp: string | null }): string => guidOf(`party/${inn}/${kpp ?? ''}`);

const address = (text: string): XmlElement => element('ЮридическийАдрес', {}, leaf('Представление', fitting(text, 500)));

/** VAT inside of a sum; «Без НДС» holds none. */
function tax(rate: number | null, vat: bigint): XmlElement {
  return element(
    'Налог',
    {},
    leaf('Наименование', 'НДС'),
    leaf('УчтеноВСумме', 'true'),
    leaf('Сумма', decimalRub(vat)),
    leaf('Ставка', rateOf(rate)),
  );
}

const rateOf = (rate: number | null): string => (rate === null ? 'Без НДС' : String(rate));

/** A line; the product is the same in every month, by its article. */
function lineOf(line: PrintedLine): XmlElement {
  const { sku, productName, seats, gross, vat, vatRate, subscriptionNumber, customerName } = line;
  return element(
    'Товар',
    {},
    leaf('Ид', guidOf(`product/${sku}`)),
    leaf('Артикул', fitting(sku, 255)),
    leaf('Наименование', fitting(productName, 250)),
    element('БазоваяЕдиница', { Код: '796', НаименованиеПолное: 'Штука', МеждународноеСокращение: 'PCE' }, 'шт'),
    leaf('Описание', fitting(lineName(line), 3000)),
    element('СтавкиНалогов', {}, element('СтавкаНалога', {}, leaf('Наименование', 'НДС'), leaf('Ставка', rateOf(vatRate)))),
    requisites([
      ['ВидНоменклатуры', 'Услуга'],
      ['ТипНоменклатуры', 'Услуга'],
      ['Подписка', subscriptionNumber],
      ['Заказчик', customerName],
    ]),
    leaf('ЦенаЗаЕдиницу', linePrice(gross, seats)),
    leaf('Количество', String(seats)),
    leaf('Сумма', decimalRub(gross)),
    element('Налоги', {}, tax(vatRate, vat)),
  );
}

function requisites(values: readonly (readonly [name: string, value: string | Day])[]): XmlElement {
  const given = values.map(([name, value]) =>
    element('ЗначениеРеквизита', {}, leaf('Наименование', name), leaf('Значение', fitting(value, 1000))),
  );
  return element('ЗначенияРеквизитов', {}, ...given);
}
