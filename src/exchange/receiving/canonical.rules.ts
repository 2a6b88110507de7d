import { createHash } from 'node:crypto';

/** Nobody's message is nested deeper. */
const DEEPEST = 20;

/**
 * JSON with keys in order and nothing between: two bodies that say the same are the same text.
 * @throws RangeError for what is nested too deep
 */
export function canonical(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, depth + 1)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, of]) => of !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, of]) => `${JSON.stringify(name)}:${canonical(of, depth + 1)}`).join(',')}}`;
}

/** SHA-256 of a text, in hex. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
