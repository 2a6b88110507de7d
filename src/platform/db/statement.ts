/**
 * Runs one statement and returns its rows. `name` is unique for the text: PostgreSQL keeps the prepared
 * statement under it. Conventions, the same inside and outside of a transaction:
 * rows — int4 number, int8 bigint, numeric text, date 'YYYY-MM-DD', timestamptz Date, jsonb object, arrays as arrays;
 * values — Date goes as an instant (`$1::timestamptz`), a day as text (`$1::date`), bigint as it is, arrays for
 * `any($1::int[])`, an object or JSON text for `$1::jsonb` (lists as JSON text), undefined as null.
 */
export type Sql = <Row = Record<string, unknown>>(name: string, text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** PostgreSQL cuts longer names, and two statements would then share one. */
const LONGEST_NAME = 63;

/** A statement as `pg` takes it. @throws RangeError for a name that is too long */
export function statement(name: string, text: string, values: readonly unknown[]): { name: string; text: string; values: unknown[] } {
  if (name.length > LONGEST_NAME) throw new RangeError(`the name of a statement is too long: ${name}`);
  return { name, text, values: values.map(parameter) };
}

function parameter(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(parameter);
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) return JSON.stringify(value);
  return value;
}
