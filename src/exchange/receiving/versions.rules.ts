/**
 * Is `version` newer than `known`? Instants are compared as instants, all else piece by piece: digits as numbers, the rest as text.
 * Examples: `5637144576-17` is newer than `5637144576-9`; `2026-11-30T06:00:00Z` than `2026-11-30T08:59:00+03:00`.
 */
export function isNewer(version: string, known: string | null): boolean {
  return known === null || compare(version, known) > 0;
}

/** The version of an item that has none: when its message was made, and its number for those of one instant. */
export const versionOfMessage = (createdAt: Date, seq: number | undefined): string => `${createdAt.toISOString()}#${seq ?? 0}`;

function compare(a: string, b: string): number {
  const [at, bt] = [instantOf(a), instantOf(b)];
  if (at !== null && bt !== null && at !== bt) return at - bt;
  const [as, bs] = at !== null && bt !== null ? [tail(a), tail(b)] : [a, b];
  const [ap, bp] = [pieces(as), pieces(bs)];
  for (let i = 0; i < Math.max(ap.length, bp.length); i++) {
    const order = comparePiece(ap[i], bp[i]);
    if (order !== 0) return order;
  }
  return 0;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)/;

function instantOf(text: string): number | null {
  const found = INSTANT.exec(text)?.[0];
  const ms = found === undefined ? Number.NaN : Date.parse(found);
  return Number.isNaN(ms) ? null : ms;
}

const tail = (text: string): string => text.replace(INSTANT, '');

const pieces = (text: string): string[] => text.toUpperCase().match(/\d+|\D+/g) ?? [];

function comparePiece(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  const areNumbers = /^\d/.test(a) && /^\d/.test(b);
  if (!areNumbers) return a === b ? 0 : a < b ? -1 : 1;
  const [x, y] = [BigInt(a), BigInt(b)];
  return x === y ? 0 : x < y ? -1 : 1;
}
