import type { Seller } from '#src/billing/close/close.types.ts';
import type { Buyer, InvoiceToPrint, PrintedContract, PrintedLine } from '#src/documents/documents.types.ts';
import { ENTREPRENEUR, personName, fitting as text } from '#src/documents/exchange.rules.ts';
import { advanceInvoicesText, billable, isVatDue, lineName, linePrice, taxText } from '#src/documents/printing.rules.ts';
import { cp1251Xml } from '#src/lib/cp1251.ts';
import { addDays, type Day, earlierDay, formatDayShort, formatTime, lastOfMonth, laterDay, moscowDay } from '#src/lib/days.ts';
import { decimalRub } from '#src/lib/money.ts';
import { element, type XmlElement, xmlText } from '#src/lib/xml.ts';
import { checkUtd } from './utd-checks.ts';
import { utdFileName } from './utd-names.ts';

const FACT = 'Документ об отгрузке товаров (выполнении работ), передаче имущественных прав (документ об оказании услуг)';
const WITH_VAT_INVOICE = `Счет-фактура и ${FACT.charAt(0).toLowerCase()}${FACT.slice(1)}`;
const PROGRAM = 'ed.mont 1.0';

/**
 * УПД as an exchange file of format 5.03 (приказ ФНС от 19.12.2023 № ЕД-7-26/970@) in windows-1251: function СЧФДОП when a line
 * bears VAT, else ДОП. Characters that the encoding lacks are character references. @returns the same bytes for the same invoice
 * @throws Error when the file breaks a rule of the format: such a document is never frozen
 */
export function utdXml(invoice: InvoiceToPrint): Uint8Array {
  const root = utdTree(invoice);
  const faults = checkUtd(root);
  if (faults.length > 0) throw new Error(`the УПД of invoice ${invoice.number} breaks the format: ${faults.join('; ')}`);
  return cp1251Xml(`<?xml version="1.0" encoding="windows-1251"?>\n${xmlText(root)}`);
}

/** The document as a tree, for writing and for checking. */
export function utdTree(invoice: InvoiceToPrint): XmlElement {
  const { seller, issuedAt } = invoice;
  const isVat = isVatDue(invoice);
  const attributes = {
    КНД: '1115131',
    Функция: isVat ? 'СЧФДОП' : 'ДОП',
    ПоФактХЖ: FACT,
    НаимДокОпр: isVat ? WITH_VAT_INVOICE : FACT,
    ДатаИнфПр: formatDayShort(moscowDay(issuedAt)),
    ВремИнфПр: `${formatTime(issuedAt).replace(':', '.')}.${String(issuedAt.getUTCSeconds()).padStart(2, '0')}`,
    НаимЭконСубСост: text(`${seller.name}, ${taxText(seller)}`, 1000),
  };
  return element(
    'Файл',
    { ИдФайл: utdFileName(invoice), ВерсФорм: '5.03', ВерсПрог: PROGRAM },
    element('Документ', attributes, parties(invoice), table(invoice), transfer(invoice), signer(seller)),
  );
}

function parties(invoice: InvoiceToPrint): XmlElement {
  const { issuedOn, seller, buyer, prepayments } = invoice;
  const [number, on] = [text(invoice.number, 255), formatDayShort(issuedOn)];
  const self = { РеквНаимДок: 'Универсальный передаточный документ', РеквНомерДок: number, РеквДатаДок: on };
  return element(
    'СвСчФакт',
    { НомерДок: number, ДатаДок: on },
    element(
      'СвПрод',
      { СокрНаим: text(seller.name, 510) },
      identity({ ...seller, name: seller.fullName }),
      address(seller.address),
      bank(seller),
    ),
    ...prepayments.map(({ number, on, amount }) =>
      element('СвПРД', { НомерПРД: text(number ?? 'б/н', 30), ДатаПРД: formatDayShort(on), СуммаПРД: decimalRub(amount) }),
    ),
    element('ДокПодтвОтгрНом', self),
    element('СвПокуп', {}, identity(buyer), address(buyer.address)),
    element('ДенИзм', { КодОКВ: '643', НаимОКВ: 'Российский рубль' }),
    notes(invoice),
  );
}

/** A company by ИНН of 10 digits and КПП, an entrepreneur by ИНН of 12 digits. */
function identity({ name, inn, kpp, ogrn }: Pick<Buyer, 'name' | 'inn' | 'kpp' | 'ogrn'>): XmlElement {
  if (inn.length === 10) return element('ИдСв', {}, element('СвЮЛУч', { НаимОрг: text(name, 1000), ИННЮЛ: inn, КПП: kpp ?? undefined }));
  const register = ogrn?.length === 15 ? { ОГРНИП: ogrn } : {};
  return element('ИдСв', {}, element('СвИП', { ИННФЛ: inn, ...register }, person(name.replace(ENTREPRENEUR, ' '))));
}

const person = (fullName: string): XmlElement => element('ФИО', personName(fullName));

function address(of: string | null): XmlElement {
  return element('Адрес', {}, element('АдрИнф', { КодСтр: '643', НаимСтран: 'РОССИЯ', АдрТекст: text(of ?? 'адрес не указан', 1000) }));
}

function bank({ bank: { account, name, bic, correspondentAccount } }: Seller): XmlElement {
  const own = element('СвБанк', { НаимБанк: text(name, 1000), БИК: bic, КорСчет: correspondentAccount });
  return element('БанкРекв', { НомерСчета: account }, own);
}

function notes(invoice: InvoiceToPrint): XmlElement {
  const { buyer, number, replaces, line5bFieldId } = invoice;
  const values: [string, string | null][] = [
    ['код_дебитора', buyer.axDebtorCode],
    ['код_плательщика', buyer.axPayerCode],
    ['номер_счета', number],
    ['взамен_документа', replaces],
    ...(line5bFieldId && isVatDue(invoice) ? [[line5bFieldId, advanceInvoicesText(invoice)] as [string, string | null]] : []),
  ];
  const given = values.flatMap(([id, value]) => (value ? [element('ТекстИнф', { Идентиф: id, Значен: text(value, 2000) })] : []));
  return element('ИнфПолФХЖ1', {}, ...given);
}

function table(invoice: InvoiceToPrint): XmlElement {
  const total = vatSum('СумНалВсего', isVatDue(invoice) ? invoice.vat : null);
  const sums = { СтТовБезНДСВсего: decimalRub(invoice.net), СтТовУчНалВсего: decimalRub(invoice.gross) };
  return element('ТаблСчФакт', {}, ...billable(invoice).map((one, at) => line(one, at + 1)), element('ВсегоОпл', sums, total));
}

function line(of: PrintedLine, no: number): XmlElement {
  const attributes = {
    НомСтр: String(no),
    НаимТов: text(lineName(of), 2000),
    ОКЕИ_Тов: '796',
    НаимЕдИзм: 'шт',
    КолТов: String(of.seats),
    ЦенаТов: linePrice(of.net, of.seats),
    СтТовБезНДС: decimalRub(of.net),
    НалСт: of.vatRate === null ? 'без НДС' : `${of.vatRate}%`,
    СтТовУчНал: decimalRub(of.gross),
  };
  // 3 is a service, 4 the right to use a program, which alone is exempt
  const more = { ПрТовРаб: of.vatRate === null ? '4' : '3', АртикулТов: text(of.sku, 50), КодТов: text(of.subscriptionNumber, 100) };
  const excise = element('Акциз', {}, element('БезАкциз', {}, 'без акциза'));
  return element('СведТов', attributes, element('ДопСведТов', more), excise, vatSum('СумНал', of.vatRate === null ? null : of.vat));
}

/** A sum of VAT, kopecks, or the words that there is none. */
function vatSum(name: string, vat: bigint | null): XmlElement {
  return element(name, {}, vat === null ? element('БезНДС', {}, 'без НДС') : element('СумНал', {}, decimalRub(vat)));
}

function transfer(invoice: InvoiceToPrint): XmlElement {
  const [from, last] = deliveredDays(invoice);
  const attributes = {
    СодОпер: 'Услуги оказаны, права использования переданы',
    ДатаПер: formatDayShort(invoice.issuedOn),
    ДатаНачПер: formatDayShort(from),
    ДатаОконПер: formatDayShort(last),
  };
  const handedBy = element('СвЛицПер', {}, element('РабОргПрод', { Должность: DIRECTOR }, person(invoice.seller.director)));
  return element('СвПродПер', {}, element('СвПер', attributes, ...grounds(invoice.contract), handedBy));
}

const DIRECTOR = 'Генеральный директор';

/** First and last day of what the document delivers. */
function deliveredDays(invoice: InvoiceToPrint): [Day, Day] {
  const first = billable(invoice).reduce((day, { from }) => earlierDay(day, from), lastOfMonth(invoice.period));
  const end = billable(invoice).reduce((day, { to }) => laterDay(day, to), addDays(invoice.period, 1));
  return [first, addDays(end, -1)];
}

function grounds({ number, signedOn, baseNumber, baseSignedOn }: PrintedContract): XmlElement[] {
  const ground = (what: string, no: string, on: Day) =>
    element('ОснПер', { РеквНаимДок: what, РеквНомерДок: text(no, 255), РеквДатаДок: formatDayShort(on) });
  if (!baseNumber || !baseSignedOn) return [ground('Договор', number, signedOn)];
  return [ground('Договор', baseNumber, baseSignedOn), ground('Дополнительное соглашение', number, signedOn)];
}

/** The director signs with data of the signature itself: СпосПодтПолном 1. */
function signer({ director }: Seller): XmlElement {
  return element('Подписант', { СпосПодтПолном: '1', Должн: DIRECTOR }, person(director));
}
