import { type Day, parseDay } from '#src/lib/days.ts';
import { type Kopecks, kopecks, parseRub } from '#src/lib/money.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { XmlReader } from '#src/lib/xml-read.ts';
import type { StatementBook } from './book.rules.ts';
import { dayAt, faultAt, numberOf, purposeOf, sideOf, sumAt } from './fields.rules.ts';
import type { Side } from './statement.types.ts';

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.\d\d)$/;
/** So much of one text is kept. */
const MOST_TEXT = 1_000;

/**
 * Reads a statement of camt.053 in one pass, without entities or document types: booked entries only. `.02` and `.05` keep status and
 * parties one level higher than `.08`.
 * @throws UnreadableFile with line and reason; a cut file is not well-formed, and refused whole
 */
export function readCamt(pieces: Iterable<Uint8Array>, book: StatementBook): void {
  const reader = new CamtReader(book);
  for (const piece of pieces) reader.write(piece);
  reader.end();
}

/** Texts by their path below the element they are kept for, several of one path in order. */
type Texts = Map<string, string[]>;

class CamtReader {
  readonly #book: StatementBook;
  readonly #xml: XmlReader;
  readonly #path: string[] = [];
  #text = '';
  #isCamt = false;
  #statement: Texts = new Map();
  #bal: Texts = new Map();
  #entry: Texts | null = null;
  #details: Texts[] = [];
  #at = 0;

  constructor(book: StatementBook) {
    this.#book = book;
    this.#xml = new XmlReader({
      open: (name, attributes) => this.#open(name, attributes),
      text: (text) => {
        if (this.#text.length < MOST_TEXT) this.#text += text.slice(0, MOST_TEXT);
      },
      close: (name) => this.#close(name),
    });
  }

  write(piece: Uint8Array): void {
    this.#placed(() => this.#xml.write(piece));
  }

  end(): void {
    this.#placed(() => this.#xml.end());
    if (!this.#isCamt) throw new UnreadableFile('Это не выписка camt.053.');
  }

  #placed(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof UnreadableFile) || /^Строка/.test(error.message)) throw error;
      throw faultAt(`Строка ${this.#xml.line}`, error.message);
    }
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#path.length === 0) this.#root(name, attributes);
    this.#path.push(name);
    this.#text = '';
    if (name === 'Stmt') this.#statement = new Map();
    if (name === 'Bal') this.#bal = new Map();
    if (name === 'Ntry') [this.#entry, this.#details, this.#at] = [new Map(), [], this.#xml.line];
    if (name === 'TxDtls') this.#details.push(new Map());
    const { Ccy } = attributes;
    if (name === 'Amt' && Ccy !== undefined) this.#keep('Ccy', Ccy);
  }

  #root(name: string, attributes: Readonly<Record<string, string>>): void {
    const format = Object.values(attributes).flatMap((value) => NAMESPACE.exec(value)?.[1] ?? [])[0];
    if (name !== 'Document' || !format) throw new UnreadableFile('это не выписка camt.053.');
    this.#isCamt = true;
    this.#book.format = format;
  }

  #close(name: string): void {
    if (this.#text.trim() !== '') this.#keep(null, name === 'Ustrd' ? this.#text : this.#text.trim());
    this.#text = '';
    this.#path.pop();
    if (name === 'Acct' && this.#path.at(-1) === 'Stmt') this.#book.account(accountIn(this.#statement, 'Acct'));
    if (name === 'Bal') this.#balance();
    if (name === 'Ntry') this.#take();
    if (name === 'Stmt') this.#total();
  }

  /** Keeps a text for the innermost of details, entry, balance and statement. */
  #keep(name: string | null, text: string): void {
    const from = ['TxDtls', 'Ntry', 'Bal', 'Stmt'].map((one) => this.#path.lastIndexOf(one)).find((at) => at >= 0) ?? -1;
    const into = this.#kept(this.#path[from]);
    if (!into) return;
    const path = [...this.#path.slice(from + 1), ...(name ? [name] : [])].join('/').replace('/Pty/', '/');
    const kept = into.get(path);
    if (kept === undefined) into.set(path, [text]);
    else if (kept.length < 10) kept.push(text);
  }

  #kept(element: string | undefined): Texts | null | undefined {
    if (element === 'TxDtls') return this.#details.at(-1);
    if (element === 'Ntry') return this.#entry;
    if (element === 'Bal') return this.#bal;
    return element === 'Stmt' ? this.#statement : null;
  }

  /** Opening and closing balance are told apart by their code only when they end. */
  #balance(): void {
    const code = first(this.#bal, 'Tp/CdOrPrtry/Cd');
    const size = sumIn(first(this.#bal, 'Amt'));
    if (size !== null) this.#statement.set(code, [String(first(this.#bal, 'CdtDbtInd') === 'DBIT' ? -size : size)]);
  }

  #total(): void {
    const one = (path: string) => this.#statement.get(path)?.[0];
    const balance = (...codes: string[]): Kopecks | null => {
      const found = codes.map(one).find((text) => text !== undefined);
      return found === undefined ? null : kopecks(found);
    };
    this.#book.totals({
      account: accountIn(this.#statement, 'Acct'),
      ...{ from: dayIn(one('FrToDt/FrDtTm')), to: dayIn(one('FrToDt/ToDtTm')) },
      ...{ opening: balance('OPBD', 'PRCD'), received: sumIn(one('TxsSummry/TtlCdtNtries/Sum') ?? '') },
      ...{ paid: sumIn(one('TxsSummry/TtlDbtNtries/Sum') ?? ''), closing: balance('CLBD') },
    });
  }

  #take(): void {
    const entry = this.#entry;
    this.#entry = null;
    if (!entry || (first(entry, 'Sts/Cd') || first(entry, 'Sts')) !== 'BOOK') return;
    const place = `Строка ${this.#at}`;
    const whole = sumAt(place, bareSum(first(entry, 'Amt')));
    const parts = this.#details.map((one) => sumIn(first(one, 'Amt') || first(one, 'AmtDtls/TxAmt/Amt')));
    const isSplit =
      parts.length > 1 && parts.every((part) => part !== null) && parts.reduce((all, part) => all + (part ?? 0n), 0n) === whole;
    if (isSplit) for (const [at, one] of this.#details.entries()) this.#document(place, entry, one, parts[at] ?? whole);
    else this.#document(place, entry, this.#details[0] ?? new Map(), whole);
  }

  #document(place: string, entry: Texts, details: Texts, amount: Kopecks): void {
    const currency = first(entry, 'Amt/Ccy');
    if (currency !== '' && currency !== 'RUB' && currency !== 'RUR') {
      this.#book.warn(`${place}: операция в ${currency.slice(0, 10)} не взята.`);
      return;
    }
    const own = accountIn(this.#statement, 'Acct');
    const isCredit = first(entry, 'CdtDbtInd') === 'CRDT';
    const days = ['BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm'].map((path) => first(entry, path));
    this.#book.document({
      place,
      number: numberOf(numberIn(details)),
      day: dayAt(place, days),
      amount,
      payer: partyIn(details, 'Dbtr', isCredit ? null : own),
      payee: partyIn(details, 'Cdtr', isCredit ? own : null),
      purpose: purposeOf(joined(details.get('RmtInf/Ustrd') ?? [first(details, 'AddtlTxInf')])),
    });
  }
}

/** Sums of ISO have up to five decimals. */
const bareSum = (text: string): string => text.replace(/(\.\d\d)0+$/, '$1');
const sumIn = (text: string): Kopecks | null => parseRub(bareSum(text));
const first = (texts: Texts, path: string): string => texts.get(path)?.[0] ?? '';
const accountIn = (texts: Texts, path: string): string => first(texts, `${path}/Id/Othr/Id`) || first(texts, `${path}/Id/IBAN`);
const dayIn = (text: string | undefined): Day | null => (text ? parseDay(text.slice(0, 10)) : null);

/**
 * The number of the order is the payer's reference (Alfa-Bank, Host-to-Host guide, «Details of statement line»). The others are
 * none: `InstrId` is the id of a message, `AcctSvcrRef` and `AddtlNtryInf` of an entry hold codes of the debtor.
 */
function numberIn(details: Texts): string {
  const number = first(details, 'Refs/EndToEndId');
  return number === 'NOTPROVIDED' ? '' : number;
}

/** A text of ISO has 140 signs at most: a longer purpose comes in pieces, cut wherever that is. */
const PIECE = 140;
const joined = (pieces: readonly string[]): string =>
  pieces.reduce((all, piece, at) => all + ((pieces[at - 1]?.length ?? PIECE) >= PIECE ? piece : ` ${piece.trim()}`), '');

/** `own`: the account of the statement, where it is this side's. */
function partyIn(details: Texts, who: 'Dbtr' | 'Cdtr', own: string | null): Side {
  const ids = ['OrgId', 'PrvtId'].flatMap((kind) => details.get(`RltdPties/${who}/Id/${kind}/Othr/Id`) ?? []);
  const inn = first(details, `RmtInf/Strd/TaxRmt/${who}/TaxId`) || (ids.find((id) => /^(\d{10}|\d{12})$/.test(id)) ?? '');
  const account = accountIn(details, `RltdPties/${who}Acct`);
  return sideOf(own === null ? [account] : [own], [first(details, `RltdPties/${who}/Nm`)], inn, ids.find((id) => /^\d{9}$/.test(id)) ?? '');
}
