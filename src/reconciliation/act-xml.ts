import { ENTREPRENEUR, fitting, guidOf, participant, personName } from '#src/documents/exchange.rules.ts';
import { cp1251Xml } from '#src/lib/cp1251.ts';
import { type Day, formatDayShort, formatTime, moscowDay } from '#src/lib/days.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { decimalRub } from '#src/lib/money.ts';
import { element, type XmlElement, xmlText } from '#src/lib/xml.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Act, ActContract, Party } from './act.types.ts';
import { operationText } from './act.words.ts';
import { checkAct } from './act-checks.rules.ts';
import { creditOf, debitOf } from './ledger.rules.ts';
import type { Ledger, LedgerEntry } from './ledger.types.ts';

const PROGRAM = 'ed.mont 1.0';

/** Its name without an ending, = ИдФайл: `ON_AKTSVEROTP_recipient_sender_date_GUID`. The same act of the same instant has the same name. */
export function actFileName({ seller, party, from, to, of, formedAt }: Act): string {
  const scope = typeof of === 'string' ? of : String(of.id);
  const guid = guidOf(`reconciliation/${seller.inn}/${party.id}/${from}/${to}/${scope}/${formedAt.toISOString()}`);
  return ['ON_AKTSVEROTP', participant(party), participant(seller), moscowDay(formedAt).replaceAll('-', ''), guid].join('_');
}

/**
 * An act of reconciliation as an exchange file ON_AKTSVEROTP 5.01 (приказ ФНС № ЕД-7-26/405@, КНД 1110332) in windows-1251.
 * @throws Conflict when the partner's requisites lack what the format wants; Error when the file breaks a rule of it
 */
export function actXml(act: Act): Uint8Array {
  const root = actTree(act);
  const faults = checkAct(root);
  if (faults.length > 0) throw new Error(`the act of partner ${act.party.id} breaks the format: ${faults.join('; ')}`);
  return cp1251Xml(`<?xml version="1.0" encoding="windows-1251"?>\n${xmlText(root)}`);
}

/** The file as a tree, for writing and for checking. */
export function actTree(act: Act): XmlElement {
  const { seller, party, from, to, formedAt } = act;
  const attributes = {
    КНД: '1110332',
    ДатаИнфОтпр: formatDayShort(moscowDay(formedAt)),
    ВрИнфОтпр: `${formatTime(formedAt)}:${String(formedAt.getUTCSeconds()).padStart(2, '0')}`,
    ДатаНачПер: formatDayShort(from),
    ДатаОкПер: formatDayShort(to),
    НомерАкт: actNumber(act),
  };
  const sides = element(
    'СвДокКрАкт',
    { КодОКВ: '643' },
    element(
      'СвОтпр',
      { КраткНазв: fitting(seller.name, 255) },
      company({ name: seller.fullName, inn: seller.inn, kpp: seller.kpp, ogrn: seller.ogrn }),
      contact(seller),
    ),
    element('СвПол', { КраткНазв: fitting(party.name, 255) }, identity(party), contact(party)),
  );
  const table = element('ТаблАкт', balances(act.ledger), ...partsOf(act).map((part) => contractPart(part, to)));
  const signer = element('Подписант', { Должн: 'Генеральный директор' }, element('ФИО', personName(seller.director)));
  return element(
    'Файл',
    { ИдФайл: actFileName(act), ВерсФорм: '5.01', ВерсПрог: PROGRAM },
    element('Документ', attributes, sides, table, signer),
  );
}

/** «К-004512/20260701-20260930»: the debtor and the days make an act's number; of one contract its number, too. */
export function actNumber({ party, from, to, of }: Act): string {
  const scope = of === 'all' ? '' : of === 'none' ? '/б-д' : `/${of.number}`;
  return fitting(`${party.axDebtorCode}/${from.replaceAll('-', '')}-${to.replaceAll('-', '')}${scope}`, 1000);
}

/** The format wants a contract, and a document in it: where there is nothing, one part without a number says so. */
const partsOf = ({ parts, ledger }: Act): Act['parts'] => (parts.length > 0 ? parts : [{ contract: null, ledger }]);

function balances({ opening, debit, credit, closing }: Ledger): Readonly<Record<string, string>> {
  return {
    СальдоНачДеб: decimalRub(debitOf(opening)),
    СальдоНачКр: decimalRub(creditOf(opening)),
    ОборотДеб: decimalRub(debit),
    ОборотКр: decimalRub(credit),
    СальдоКонДеб: decimalRub(debitOf(closing)),
    СальдоКонКр: decimalRub(creditOf(closing)),
  };
}

function contractPart({ contract, ledger }: { contract: ActContract | null; ledger: Ledger }, to: Day): XmlElement {
  const named = contract
    ? {
        ОписТипДог: contract.baseNumber ? 'Дополнительное соглашение' : 'Договор',
        НомДог: fitting(contract.number, 50),
        ДатаДог: formatDayShort(contract.signedOn),
      }
    : { ОписТипДог: 'Без договора' };
  const byDocument = groupedBy(ledger.entries, ({ kind, id }) => `${isMoney(kind) ? 'payment' : 'invoice'} ${id}`);
  const documents = [...byDocument.values()].map(documentOf);
  return element('ДогСв', { ...named, ...balances(ledger) }, ...(documents.length > 0 ? documents : [nothingHappened(to)]));
}

const isMoney = (kind: LedgerEntry['kind']): boolean => kind === 'payment' || kind === 'reversal' || kind === 'offset';

/** A document with its operations, in their order. */
function documentOf(entries: readonly LedgerEntry[]): XmlElement {
  const [first] = entries;
  if (!first) throw new RangeError('a document without operations');
  const attributes = {
    НаимДок: documentName(first),
    НомДок: fitting(first.number ?? 'б/н', 50),
    ДатаДок: formatDayShort(first.documentOn),
  };
  return element(
    'ДокСв',
    attributes,
    ...entries.map((entry, at) =>
      element('СвОпер', {
        НомСтр: String(at + 1),
        ДатаОпер: formatDayShort(entry.on),
        НаимОпер: fitting(operationText(entry), 500),
        ...(entry.amount > 0n ? { СумДебет: decimalRub(entry.amount) } : { СумКредит: decimalRub(-entry.amount) }),
      }),
    ),
  );
}

function documentName({ kind, docMode }: LedgerEntry): string {
  if (isMoney(kind)) return 'Платёжное поручение';
  return docMode === 'act_sf' ? 'Акт' : 'Универсальный передаточный документ';
}

/** Without an operation a balance could not be told: the format lets no contract stand without a document. */
function nothingHappened(to: Day): XmlElement {
  const operation = { НомСтр: '1', ДатаОпер: formatDayShort(to), НаимОпер: 'Операций за период нет', СумДебет: '0.00' };
  return element('ДокСв', { НаимДок: 'Сальдо', НомДок: 'б/н', ДатаДок: formatDayShort(to) }, element('СвОпер', operation));
}

/** A company by ИНН, КПП and ОГРН; an entrepreneur by ИНН and ОГРНИП, or by ИНН alone. @throws Conflict when something is lacking */
function identity({ name, inn, kpp, ogrn }: Party): XmlElement {
  if (inn.length === 10) {
    if (!kpp || !ogrn) {
      throw new Conflict('В файл для ЭДО нужны КПП и ОГРН вашей компании, а в реквизитах их нет. Сообщите их своему менеджеру.');
    }
    return company({ name, inn, kpp, ogrn });
  }
  const person = element('ФИО', personName(name.replace(ENTREPRENEUR, ' ')));
  if (ogrn?.length === 15) return element('ИдСв', {}, element('СвИП', { ИННФЛ: inn, ОГРНИП: ogrn }, person));
  return element('ИдСв', {}, element('СвФЛ', { ИННФЛ: inn }, person));
}

function company({ name, inn, kpp, ogrn }: { name: string; inn: string; kpp: string; ogrn: string }): XmlElement {
  return element('ИдСв', {}, element('СвЮЛУч', { НаимОрг: fitting(name, 1000), ИННЮЛ: inn, КПП: kpp, ОГРН: ogrn }));
}

const contact = ({ phone, email }: { phone: string | null; email: string }): XmlElement =>
  element('Контакт', { ...(phone ? { Тлф: fitting(phone, 255) } : {}), ЭлПочта: fitting(email, 255) });
