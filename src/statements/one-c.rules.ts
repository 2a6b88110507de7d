import { parseDay } from '#src/lib/days.ts';
import { type Kopecks, parseRub } from '#src/lib/money.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import type { StatementBook } from './book.rules.ts';
import { dayAt, faultAt, fieldOf, numberOf, purposeOf, sideOf, sumAt } from './fields.rules.ts';
import type { BankDocument } from './statement.types.ts';

const START = '1cclientbankexchange';
const END = 'конецфайла';
const CUT = 'файл скачан не до конца. Скачайте выписку из банка ещё раз: частично она не загружается.';
const FOREIGN = 'это выписка белорусского или казахстанского банка, портал их не читает.';
/** БИН and УНП stand in the files of other countries only. */
const FOREIGN_KEY = /(бин|иин|унп|унн)$/;

interface Section {
  readonly kind: 'account' | 'document';
  /** Number of the line it begins at. */
  readonly line: number;
  readonly fields: Map<string, string>;
}

const BEGINS = new Map<string, Section['kind']>([
  ['секциярасчсчет', 'account'],
  ['секциядокумент', 'document'],
]);
const ENDS = new Map<string, Section['kind']>([
  ['конецрасчсчет', 'account'],
  ['конецдокумента', 'document'],
]);

/**
 * Reads a statement of 1CClientBankExchange: start, header, then accounts and documents, then the end, or nothing of it (money in,
 * reader 2–5). Keys are compared in lower case, unknown ones are skipped.
 * @throws UnreadableFile with line and reason
 */
export function readOneC(lines: Iterable<string>, book: StatementBook): void {
  const reader = new OneCReader(book);
  for (const line of lines) reader.take(line);
  reader.end();
}

class OneCReader {
  readonly #book: StatementBook;
  #line = 0;
  #place: 'before' | 'header' | 'between' | 'after' = 'before';
  #section: Section | null = null;

  constructor(book: StatementBook) {
    this.#book = book;
  }

  take(raw: string): void {
    this.#line += 1;
    const text = raw.trim();
    if (text === '' || text === '\u001a') return; // editors of DOS end a file with it
    if (this.#place === 'before') this.#start(text);
    else if (this.#place === 'after') throw this.#fault('после «КонецФайла» есть ещё строки.');
    else this.#inside(text);
  }

  #inside(text: string): void {
    const cut = text.indexOf('=');
    const key = (cut < 0 ? text : text.slice(0, cut)).trim().toLowerCase();
    const [begins, ends] = [BEGINS.get(key), ENDS.get(key)];
    if (begins) this.#begin(begins);
    else if (ends) this.#endOf(ends);
    else if (key === END) this.#endFile();
    else if (cut < 0) throw this.#fault(`«${text.slice(0, 40)}» — не ключ и не начало раздела.`);
    else this.#value(key, text.slice(cut + 1).trim());
  }

  end(): void {
    if (this.#place === 'before') throw new UnreadableFile('Файл пуст.');
    if (this.#place !== 'after') throw this.#fault(`нет «КонецФайла», ${CUT}`);
  }

  #start(text: string): void {
    if (text.toLowerCase() !== START)
      throw this.#fault('выписка начинается строкой «1CClientBankExchange», а её нет: это не выписка или не вся.');
    this.#place = 'header';
  }

  #begin(kind: Section['kind']): void {
    this.#refuseOpen();
    this.#place = 'between';
    this.#section = { kind, line: this.#line, fields: new Map() };
  }

  #endOf(kind: Section['kind']): void {
    const section = this.#section;
    if (section?.kind !== kind) throw this.#fault('конец раздела, который не начинался.');
    this.#section = null;
    if (kind === 'account') takeAccount(section, this.#book);
    else this.#book.document(documentOf(section));
  }

  #endFile(): void {
    this.#refuseOpen();
    this.#place = 'after';
  }

  #refuseOpen(): void {
    if (!this.#section) return;
    const end = this.#section.kind === 'account' ? 'КонецРасчСчет' : 'КонецДокумента';
    throw this.#fault(`нет «${end}» у раздела со строки ${this.#section.line}, ${CUT}`);
  }

  #value(key: string, value: string): void {
    if (FOREIGN_KEY.test(key)) throw this.#fault(FOREIGN);
    if (this.#section) {
      if (!this.#section.fields.get(key)) this.#section.fields.set(key, value);
    } else if (this.#place !== 'header') throw this.#fault('строка вне раздела.');
    else if (key === 'версияформата') this.#version(value);
    else if (key === 'расчсчет') this.#book.account(value);
  }

  #version(version: string): void {
    if (version !== '' && !/^1\.\d+$/.test(version)) throw this.#fault(`версия формата «${version.slice(0, 20)}»: ${FOREIGN}`);
    this.#book.format = `1CClientBankExchange ${version}`.trim();
  }

  #fault(what: string): UnreadableFile {
    return faultAt(`Строка ${this.#line}`, what);
  }
}

function takeAccount({ fields, line }: Section, book: StatementBook): void {
  const sums = (key: string): Kopecks | null => {
    const text = fieldOf(fields, key);
    const found = parseRub(text);
    if (text !== '' && found === null) book.warn(`Строка ${line}: «${text.slice(0, 40)}» — не сумма, этот итог банка не проверен.`);
    return found;
  };
  book.account(fieldOf(fields, 'расчсчет'));
  book.totals({
    account: fieldOf(fields, 'расчсчет').replace(/\s/g, ''),
    ...{ from: parseDay(fieldOf(fields, 'датаначала')), to: parseDay(fieldOf(fields, 'датаконца')) },
    ...{ opening: sums('начальныйостаток'), received: sums('всегопоступило') },
    ...{ paid: sums('всегосписано'), closing: sums('конечныйостаток') },
  });
}

function documentOf({ fields, line }: Section): BankDocument {
  const place = `Строка ${line}`;
  const [value, days] = [(key: string) => fieldOf(fields, key), ['датапоступило', 'датасписано', 'дата']];
  const side = (who: 'плательщик' | 'получатель') =>
    sideOf([value(`${who}счет`), value(`${who}расчсчет`)], [value(who), value(`${who}1`)], value(`${who}инн`), value(`${who}кпп`));
  const pieces = [1, 2, 3, 4, 5, 6].map((at) => value(`назначениеплатежа${at}`)).filter((piece) => piece !== '');
  return {
    place,
    number: numberOf(value('номер')),
    day: dayAt(place, days.map(value)),
    amount: sumAt(place, value('сумма')),
    ...{ payer: side('плательщик'), payee: side('получатель') },
    purpose: purposeOf(value('назначениеплатежа') || pieces.join(' ')),
  };
}
