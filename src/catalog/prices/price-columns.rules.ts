import { normalise } from '#src/lib/russian.ts';
import type { SheetRow } from '#src/lib/sheet.ts';

/** Why the numbers of a column can't be the price with VAT. */
export type NotPrice = 'net' | 'foreign' | 'retail' | 'other';

/** A column of a price list as its head names it; `at` counts from 0. */
export interface PriceColumn {
  readonly at: number;
  readonly title: string;
  readonly isPrice: boolean;
  /** null: it may be taken for the price. */
  readonly why: NotPrice | null;
}

/** Where the head of a table stands, and what was found in it. */
export interface PriceHead {
  /** Place of the first row of prices among the rows. */
  readonly after: number;
  readonly columns: readonly PriceColumn[];
  readonly sku: number | null;
  /** null when no column can be taken. */
  readonly price: number | null;
  readonly from: number | null;
  readonly currency: number | null;
}

const HEAD_ROWS = 20;

/** The better names first. */
const SKUS = [/^(?:артикул|sku)(?!\p{L})/u, /^(?:код товара|part ?number|part no|p\/n)$/, /^код$/];
const PRICE = /(?<!\p{L})(?:цен[аы]|стоимость|price)(?!\p{L})/u;
const FROM = /^(?:действует с|дата начала|с даты|valid ?from)$/;
const CURRENCY = /^(?:валюта|currency)/;
const GROSS = /(?<!\p{L})(?:с|вкл\.?|включая|включ(?:ая|ен|ено)?|в т\.? ?ч\.?|в том числе) ?ндс|(?:incl|with)\p{L}*\.? ?vat|gross/u;
const RUBLES = /(?<!\p{L})(?:руб\p{L}*|rub|rur|р\.)|₽/u;
const NET =
  /без ?(?:учета ?)?(?:ндс|налог)|(?<!\p{L})(?:net|нетто)(?!\p{L})|ex(?:cl)?\p{L}*\.? ?vat|без vat|не ?вкл\p{L}* ?ндс|ндс не вкл|\+ ?ндс/u;
const FOREIGN =
  /[$€£¥]|(?<!\p{L})(?:usd|eur|euro|gbp|cny|rmb|kzt|byn|долл\p{L}*|евро|юан\p{L}*|тенге|у\. ?е\.?|у\.?е\.?|в валюте|ин\. ?валют\p{L}*)(?!\p{L})/u;
const RETAIL = /(?<!\p{L})(?:розн\p{L}*|ррц|мрц|рмц|рекоменд\p{L}*|retail|msrp|rrp|srp|для конечн\p{L}*|для клиент\p{L}*)/u;
const OTHER =
  /(?<!\p{L})(?:прежн\p{L}*|стар(?:ая|ой|ые)|предыдущ\p{L}*|следующ\p{L}*|скидк\p{L}*|разниц\p{L}*|изменени\p{L}*|год|годов\p{L}*|year\p{L}*|annual\p{L}*|квартал\p{L}*|old)(?!\p{L})/u;

/** What a text says of the prices it stands over; null where it says nothing against them. */
export function saysOf(text: string): NotPrice | null {
  const said = normalise(text);
  if (FOREIGN.test(said)) return 'foreign';
  if (NET.test(said)) return 'net';
  if (RETAIL.test(said)) return 'retail';
  return OTHER.test(said) ? 'other' : null;
}

/** A head that says «с НДС» is not net, one that says «руб.» not foreign, whatever a remark elsewhere says of prices in general. */
function speaksAgainst(title: string, why: NotPrice): boolean {
  const said = normalise(title);
  return (why === 'net' && GROSS.test(said)) || (why === 'foreign' && RUBLES.test(said));
}

/**
 * Finds the head of a price list in its first rows, of one row or of two («Цена» over «без НДС» and «с НДС»), and in it the columns:
 * of several prices the first that says «с НДС», else the first that says nothing against being one. null when no row has both
 * an article and a price.
 */
export function findHead(rows: readonly SheetRow[]): PriceHead | null {
  for (const [at, row] of rows.slice(0, HEAD_ROWS).entries()) {
    const below = rows[at + 1];
    const titles = row.cells.map(titleOf);
    const both = below && isHeadToo(below) ? joined(titles, below.cells.map(titleOf)) : null;
    const head = (both && headOf(both, at + 2)) ?? headOf(titles, at + 1);
    if (head) return head;
  }
  return null;
}

/** Cells with words only, some of them of prices, go on with the head above them. */
function isHeadToo({ cells }: SheetRow): boolean {
  const filled = cells.filter((cell) => titleOf(cell) !== '');
  const isPart = (cell: string | number) => PRICE_PART.test(normalise(String(cell)));
  return filled.some(isPart) && filled.every((cell) => typeof cell === 'string' && (isPart(cell) || !/\d/.test(cell)));
}

/** What stands in the second row of a head. */
const PRICE_PART = /ндс|vat|руб|₽|цена|usd|eur|розн|ррц|рекоменд|опт|\$|€|у\. ?е|net|gross|артикул|sku|валют|с даты|действует/;

/** A head over several columns names each of them: it is written once, at the first. */
function joined(above: readonly string[], below: readonly string[]): string[] {
  let over = '';
  return Array.from({ length: Math.max(above.length, below.length) }, (_, at) => {
    if (above[at]) over = above[at];
    return [below[at] ? over : above[at], below[at]].filter(Boolean).join(' ');
  });
}

function headOf(titles: readonly string[], after: number): PriceHead | null {
  const columns = titles.map((title, at): PriceColumn => {
    const isPrice = PRICE.test(normalise(title));
    return { at, title, isPrice, why: saysOf(title) };
  });
  const find = (pattern: RegExp) => columns.find(({ title }) => pattern.test(normalise(title)))?.at ?? null;
  const prices = columns.filter(({ isPrice }) => isPrice);
  const sku = SKUS.map(find).find((at) => at !== null) ?? null;
  if (sku === null || prices.length === 0) return null;
  const good = prices.filter(({ why }) => why === null);
  const price = good.find(({ title }) => GROSS.test(normalise(title))) ?? good[0];
  return {
    after,
    columns: columns.filter(({ title }) => title !== ''),
    sku,
    price: price?.at ?? null,
    from: find(FROM),
    currency: find(CURRENCY),
  };
}

const titleOf = (cell: string | number | undefined): string =>
  String(cell ?? '')
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, 120);

/** The remark above or among the rows that contradicts the chosen column; null when there is none. */
export function contradiction(title: string, remarks: readonly string[]): { readonly remark: string; readonly why: NotPrice } | null {
  for (const remark of remarks) {
    const why = saysOf(remark);
    if ((why === 'net' || why === 'foreign') && !speaksAgainst(title, why)) return { remark, why };
  }
  return null;
}

/** «Цена в валюте», for the page and for refusals. */
export const NOT_PRICE: Record<NotPrice, string> = {
  net: 'цена без НДС',
  foreign: 'цена в иностранной валюте',
  retail: 'розничная или рекомендованная цена',
  other: 'не та цена, которую загружают',
};
