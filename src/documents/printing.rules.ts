import { type Day, daysBetween, daysInMonth, firstOfMonth, formatDayLong, formatDayShort, formatMonth, nextMonth } from '#src/lib/days.ts';
import { decimalRub, formatAmount, type Kopecks, kopecks, roundHalfUpDiv, sum } from '#src/lib/money.ts';
import { plural } from '#src/lib/russian.ts';
import type { InvoiceToPrint, PrintedContract, PrintedLine } from './documents.types.ts';

/** Holds together what must not be torn between two lines of a cell; files of exchange get a plain space. */
const NBSP = '\u00a0';

/** «МС-000123 от 30 ноября 2026 г.» */
export function numbered(number: string, on: Day): string {
  return `${number} от ${formatDayLong(on)} г.`;
}

/** Lines that cost something: a line of 0,00 ₽ delivers nothing and stands in no document. */
export function billable(invoice: InvoiceToPrint): readonly PrintedLine[] {
  return invoice.lines.filter(({ gross }) => gross > 0n);
}

/** Is a счёт-фактура due: does any line bear VAT? Without one the УПД has status 2 (ст. 169 п. 3 пп. 1 НК РФ). */
export function isVatDue(invoice: InvoiceToPrint): boolean {
  return invoice.lines.some(({ vatRate }) => vatRate !== null);
}

/**
 * What was delivered, for whom and when; a part of a month with its days: «с 22 по 30 ноября 2026 г. (9 из 30 дней)»,
 * where the sum follows them; what is charged by the month whatever the days says so.
 * Software sold without VAT names its entry of the register, which the exemption rests on (пп. 26 п. 2 ст. 149 НК РФ).
 */
export function lineName(line: PrintedLine): string {
  const { productName, sku, customerName, subscriptionNumber } = line;
  const what = [`${productName} (${sku})`, registryEntry(line), customerName, `подписка${NBSP}${subscriptionNumber}`, deliveredWhen(line)];
  return what.filter((part) => part !== '').join(', ');
}

function registryEntry({ vatRate, registryNumber, registryOn }: PrintedLine): string {
  if (vatRate !== null || !registryNumber) return '';
  return `реестр ПО №${NBSP}${registryNumber}${registryOn ? ` от${NBSP}${formatDayShort(registryOn)}` : ''}`;
}

function deliveredWhen(line: PrintedLine): string {
  const { from, to } = line;
  const month = firstOfMonth(from);
  if (from === month && to === nextMonth(from)) return `${formatMonth(from).replace(' ', NBSP)}${NBSP}г.`;
  const days = daysBetween(from, to);
  const last = Number(from.slice(8)) + days - 1;
  const span =
    days === 1 ? formatDayLong(from) : `с${NBSP}${Number(from.slice(8))} по${NBSP}${last} ${formatDayLong(from).replace(/^\d+ /, '')}`;
  if (!isByDays(line)) return `${span}${NBSP}г., плата${NBSP}помесячная`;
  const of = daysInMonth(from);
  return `${span}${NBSP}г. (${days}${NBSP}из${NBSP}${of}${NBSP}${plural(of, 'дня', 'дней', 'дней')})`;
}

/** Is it charged by its days (product rule §8, `prorated`)? */
function isByDays({ from, to, seats, unitPrice, gross }: PrintedLine): boolean {
  return gross === roundHalfUpDiv(unitPrice * BigInt(seats) * BigInt(daysBetween(from, to)), BigInt(daysInMonth(from)));
}

/** Decimals a price may have: as many as the exchange format has. */
const MOST_DECIMALS = 11;

/**
 * Price of one piece, a decimal of rubles `28.533`, so that quantity × price is the sum (kopecks). With two decimals or as many
 * more as the exact quotient has, up to 11: 526,23 ₽ for 8 pieces are 65.77875 each. A quotient that does not end by then is
 * rounded to the fewest decimals whose product rounds to the sum: 199,73 ₽ for 7 are 28.533 each. The sum is always exact.
 * @throws RangeError when no price will do, which takes a billion of pieces
 */
export function linePrice(total: bigint, quantity: number): string {
  const exact = priceWhere((price, unit) => price * BigInt(quantity) === total * unit, total, quantity);
  const price = exact ?? priceWhere((price, unit) => roundHalfUpDiv(price * BigInt(quantity), unit) === total, total, quantity);
  if (price === undefined) throw new RangeError(`no price of ${quantity} pieces gives ${total} kopecks`);
  return price;
}

function priceWhere(isRight: (price: bigint, unit: bigint) => boolean, total: bigint, quantity: number): string | undefined {
  for (let decimals = 2; decimals <= MOST_DECIMALS; decimals++) {
    const unit = 10n ** BigInt(decimals - 2);
    const price = roundHalfUpDiv(total * unit, BigInt(quantity));
    if (!isRight(price, unit)) continue;
    const digits = price.toString().padStart(decimals + 1, '0');
    return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  }
  return undefined;
}

/** A decimal of `linePrice` for people: `1 065,77875`. */
export function formatPrice(decimal: string): string {
  const [rubles = '0', decimals = '00'] = decimal.split('.');
  return `${formatAmount(BigInt(rubles) * 100n).slice(0, -2)}${decimals}`;
}

/** What the lines of one rate come to, kopecks. */
export interface RateTotal {
  /** Percent; null = без НДС. */
  readonly rate: number | null;
  readonly net: Kopecks;
  readonly vat: Kopecks;
  readonly gross: Kopecks;
}

/** Sums per VAT rate, the highest first, «без НДС» last. VAT is added up from the lines, never computed from the total. */
export function totalsByRate(lines: readonly PrintedLine[]): RateTotal[] {
  const rates = [...new Set(lines.map(({ vatRate }) => vatRate))].sort((a, b) => (b ?? -1) - (a ?? -1));
  return rates.map((rate) => {
    const same = lines.filter(({ vatRate }) => vatRate === rate);
    const [net, vat, gross] = [sum(...same.map((l) => l.net)), sum(...same.map((l) => l.vat)), sum(...same.map((l) => l.gross))];
    return { rate, net, vat, gross };
  });
}

/** «22 %» or «без НДС», for a column of rates. */
export const rateText = (rate: number | null): string => (rate === null ? 'без НДС' : `${rate}${NBSP}%`);

/** «Договор № 7 от 15.01.2026, доп. соглашение № 2 от 01.06.2026». */
export function contractText({ number, signedOn, baseNumber, baseSignedOn }: PrintedContract): string {
  const own = `№ ${number} от ${formatDayShort(signedOn)}`;
  if (!baseNumber || !baseSignedOn) return `Договор ${own}`;
  return `Договор № ${baseNumber} от ${formatDayShort(baseSignedOn)}, дополнительное соглашение ${own}`;
}

/** Line 5б: «№ А-17 от 25.11.2026, исправление № 1 от 30.11.2026; № А-18 от …»; null when no счёт-фактура for an advance is closed. */
export function advanceInvoicesText({ advanceInvoices }: Pick<InvoiceToPrint, 'advanceInvoices'>): string | null {
  const texts = advanceInvoices.map(({ number, on, correctionNumber, correctionOn }) => {
    const correction =
      correctionNumber && correctionOn ? `№${NBSP}${correctionNumber} от${NBSP}${formatDayShort(correctionOn)}` : `№${NBSP}— от${NBSP}—`;
    return `№${NBSP}${number} от${NBSP}${formatDayShort(on)}, исправление${NBSP}${correction}`;
  });
  return texts.length > 0 ? texts.join('; ') : null;
}

/** «7700000016/773601001»; an entrepreneur has no КПП. */
export const taxCodes = ({ inn, kpp }: { inn: string; kpp: string | null }): string => (kpp ? `${inn}/${kpp}` : inn);

/** «ИНН/КПП 7700000016/773601001», of an entrepreneur «ИНН 773370857141». */
export const taxText = (of: { inn: string; kpp: string | null }): string => `${of.kpp ? 'ИНН/КПП' : 'ИНН'} ${taxCodes(of)}`;

/** An address in which «д.» is not torn from its number. */
export const addressText = (address: string): string =>
  address.replace(/(?<=(^|[\s,])(г|ул|пер|наб|д|корп|стр|кв|оф|офис|пом)\.?) /gu, NBSP);

/** «Воронцов С. А.» */
export function shortName(fullName: string): string {
  const [family = '', ...names] = fullName.trim().split(/\s+/);
  return [family, ...names.map((name) => `${name.slice(0, 1)}.`)].join(NBSP);
}

/** What is left to pay: money that came before the invoice was issued has settled the rest, kopecks. */
export const toPay = ({ gross, paid }: Pick<InvoiceToPrint, 'gross' | 'paid'>): Kopecks => kopecks(gross - paid);

const PURPOSE_LENGTH = 210;

/**
 * «Назначение платежа» that lets the bank and us recognise the payment, with the VAT text payers must give: at most 210 characters,
 * a point in its sums as in payment orders. The VAT is never cut off. When a part is paid, it is the VAT inside of what is left.
 */
export function paymentPurpose(invoice: InvoiceToPrint): string {
  const head = `Оплата по счету № ${invoice.number} от ${formatDayShort(invoice.issuedOn)} (код ${invoice.buyer.axDebtorCode}).`;
  const vat = vatPurpose(totalsByRate(billable(invoice)), (whole) => roundHalfUpDiv(whole * toPay(invoice), invoice.gross));
  return `${head.slice(0, PURPOSE_LENGTH - 1 - vat.length)} ${vat}`;
}

function vatPurpose(totals: readonly RateTotal[], partOf: (whole: bigint) => bigint): string {
  const taxed = totals.filter(({ rate }) => rate !== null).map(({ rate, vat }) => `НДС ${rate}% - ${decimalRub(partOf(vat))} руб.`);
  if (taxed.length === 0) return 'НДС не облагается';
  const exempt = totals.filter(({ rate }) => rate === null).map(({ gross }) => `без НДС - ${decimalRub(partOf(gross))} руб.`);
  return `В том числе ${[...taxed, ...exempt].join(', ')}`;
}
