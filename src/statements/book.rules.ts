import { type Day, formatDayShort } from '#src/lib/days.ts';
import { type Kopecks, sum, zero } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { brokenTotals } from './control.rules.ts';
import { faultAt } from './fields.rules.ts';
import type { BankDocument, BankTotals, IncomingPayment, ReadStatement, Turnover } from './statement.types.ts';

/** Payments of one part: what is handed over is text, so that nothing holds the text of the file. */
const PART = 1_000;
const MOST_WARNINGS = 50;

/** What every reader of statements fills: it tells which way money went, and who is who among equal payments. */
export class StatementBook {
  format = '1CClientBankExchange';
  readonly #ours: Set<string>;
  readonly #today: Day;
  readonly #accounts = new Set<string>();
  readonly #totals: BankTotals[] = [];
  readonly #warnings: string[] = [];
  readonly #received = new Map<string, bigint>();
  readonly #equal = new Map<string, number>();
  readonly #turnover = {
    incoming: { count: 0, amount: zero },
    outgoing: { count: 0, amount: zero },
    transfers: { count: 0, amount: zero },
  };
  readonly #foreignCurrency = new Map<string, number>();
  readonly #parts: string[] = [];
  #part: IncomingPayment[] = [];
  #isOurs = false;
  #empty = 0;
  #from: Day | null = null;
  #to: Day | null = null;

  /** @param ours our accounts; the others of a statement that has one of them are ours as well */
  constructor(ours: readonly string[], today: Day) {
    this.#ours = new Set(ours);
    this.#today = today;
  }

  /** An account the statement is of. */
  account(number: string): void {
    const bare = number.replace(/\s/g, '');
    if (bare === '') return;
    this.#isOurs ||= this.#ours.has(bare);
    this.#accounts.add(bare);
  }

  totals(of: BankTotals): void {
    this.#totals.push(of);
    if (of.from) this.#spans(of.from);
    if (of.to) this.#spans(of.to);
  }

  warn(sentence: string): void {
    if (this.#warnings.length < MOST_WARNINGS) this.#warnings.push(sentence);
  }

  /** Accounts decide which way the money went, never days. @throws UnreadableFile when neither account is ours, or the day is to come */
  document(document: BankDocument): void {
    const { payer, payee, amount, place } = document;
    this.#refuseForeign();
    const [to, from] = [payee, payer].map(({ accounts }) => accounts.find((one) => this.#isOwn(one)));
    if (to === undefined && from === undefined)
      throw faultAt(place, `ни плательщик ${named(payer.accounts)}, ни получатель ${named(payee.accounts)} — не наш счёт.`);
    if (document.day > this.#today) throw faultAt(place, `день ${formatDayShort(document.day)} ещё не наступил.`);
    this.#spans(document.day);
    if (to !== undefined) this.#received.set(to, (this.#received.get(to) ?? 0n) + amount);
    if (to === undefined) this.#turn('outgoing', amount);
    else if (from !== undefined) this.#turn('transfers', amount);
    else if (!isRubles(to)) this.#foreignCurrency.set(to, (this.#foreignCurrency.get(to) ?? 0) + 1);
    else if (amount === 0n) this.#empty += 1;
    else this.#incoming(document, to);
  }

  /** What was read. @throws UnreadableFile for a statement of none of our accounts */
  end(): ReadStatement {
    this.#refuseForeign();
    this.#flush();
    const { incoming, outgoing, transfers } = this.#turnover;
    return {
      format: this.format,
      accounts: [...this.#accounts],
      ...{ from: this.#from, to: this.#to },
      ...{ incoming: asText(incoming), outgoing: asText(outgoing), transfers: asText(transfers) },
      warnings: [...this.#warnings, ...this.#leftOut(), ...brokenTotals(this.#totals, this.#received)].slice(0, MOST_WARNINGS),
      parts: this.#parts,
    };
  }

  #isOwn(account: string): boolean {
    return this.#ours.has(account) || (this.#isOurs && this.#accounts.has(account));
  }

  #refuseForeign(): void {
    if (this.#accounts.size > 0 && !this.#isOurs)
      throw new UnreadableFile(
        `Это выписка не по нашему счёту: ${[...this.#accounts].slice(0, 3).join(', ')}. Если счёт наш, добавьте его в «Счета».`,
      );
  }

  #incoming({ number, day, amount, payer, purpose }: BankDocument, account: string): void {
    this.#turn('incoming', amount);
    const payerAccount = payer.accounts[0] ?? '';
    const identity = [account, payerAccount, number, day, amount].join('|');
    const nth = (this.#equal.get(identity) ?? 0) + 1;
    this.#equal.set(identity, nth);
    this.#part.push({
      ...{ key: `${identity}|${nth}`, account, payerAccount, payerName: payer.name, payerInn: payer.inn, payerKpp: payer.kpp },
      ...{ docNumber: number || null, receivedOn: day, amount: String(amount), purpose },
    });
    if (this.#part.length >= PART) this.#flush();
  }

  #turn(way: 'incoming' | 'outgoing' | 'transfers', amount: Kopecks): void {
    const { count: before, amount: all } = this.#turnover[way];
    this.#turnover[way] = { count: before + 1, amount: sum(all, amount) };
  }

  #flush(): void {
    if (this.#part.length > 0) this.#parts.push(JSON.stringify(this.#part));
    this.#part = [];
  }

  #spans(day: Day): void {
    if (this.#from === null || day < this.#from) this.#from = day;
    if (this.#to === null || day > this.#to) this.#to = day;
  }

  #leftOut(): string[] {
    const documents = (found: number) => count(found, 'документ', 'документа', 'документов');
    return [
      ...[...this.#foreignCurrency].map(([account, found]) => `Счёт ${account} не рублёвый: ${documents(found)} не взято.`),
      ...(this.#empty > 0 ? [`Без суммы: ${documents(this.#empty)} не взято.`] : []),
    ];
  }
}

const isRubles = (account: string): boolean => account.length !== 20 || ['810', '643'].includes(account.slice(5, 8));
const named = (accounts: readonly string[]): string => accounts[0] ?? '(счёт не указан)';
const asText = ({ count: found, amount }: { count: number; amount: Kopecks }): Turnover => ({ count: found, amount: String(amount) });
