import ts from 'typescript';
import type { DbType } from './describe.ts';
import { Callable, Fields, Unknown, type Value } from './values.ts';

/** Types of the database by their oids. */
export type Types = ReadonlyMap<number, DbType>;

const numbers = new Set(['int2', 'int4', 'float4', 'float8', 'oid']);
const others: Readonly<Record<string, string>> = {
  int8: 'bigint',
  bool: 'boolean',
  timestamptz: 'instant',
  timestamp: 'instant',
  bytea: 'bytes',
  json: 'json',
  jsonb: 'json',
};

/** The kind of value a column of this type comes as, by the conventions of `sql`; of an array, `list of …`. */
export function comesAs(types: Types, oid: number): string {
  const type = types.get(oid);
  if (!type) return 'string';
  // pg knows no arrays of enums: they come as their text.
  if (type.of) return types.get(type.of)?.isEnum ? 'string' : `list of ${comesAs(types, type.of)}`;
  return numbers.has(type.name) ? 'number' : (others[type.name] ?? 'string');
}

/** The kinds of values a parameter of this type takes. */
export function takes(types: Types, oid: number): string[] {
  const type = types.get(oid);
  if (type?.of) return takes(types, type.of).map((kind) => `list of ${kind}`);
  if (type?.name === 'int8') return ['bigint', 'number'];
  if (type?.name === 'numeric') return ['bigint', 'number', 'string'];
  // Lists go to json as text: pg would write them as arrays of PostgreSQL.
  return comesAs(types, oid) === 'json' ? ['string', 'object'] : [comesAs(types, oid)];
}

/** What a value handed in can be. */
export function kindsOfValue(checker: ts.TypeChecker, value: Value): Set<string> {
  if (value instanceof Unknown) return kindsOf(checker, value.type);
  if (value === null || value === undefined) return new Set(['null']);
  if (Array.isArray(value)) return listOf(value.flatMap((item) => [...kindsOfValue(checker, item)]));
  if (value instanceof Fields) return new Set(['object']);
  return new Set([value instanceof Callable ? 'function' : typeof value]);
}

const { TypeFlags } = ts;
const kindsByFlag: readonly (readonly [flags: number, kind: string])[] = [
  [TypeFlags.Any | TypeFlags.Unknown | TypeFlags.TypeParameter, 'any'],
  [TypeFlags.Null | TypeFlags.Undefined | TypeFlags.Void, 'null'],
  [TypeFlags.StringLike, 'string'],
  [TypeFlags.NumberLike, 'number'],
  [TypeFlags.BigIntLike, 'bigint'],
  [TypeFlags.BooleanLike, 'boolean'],
];

/** The kinds of values a type allows: brands and literals are what they are made of. */
export function kindsOf(checker: ts.TypeChecker, type: ts.Type): Set<string> {
  if (type.isUnion()) return new Set(type.types.flatMap((one) => [...kindsOf(checker, one)]));
  const [, plain] = kindsByFlag.find(([flags]) => type.flags & flags) ?? [];
  if (plain) return new Set([plain]);
  if (type.isIntersection()) {
    const branded = type.types.find((one) => !(one.flags & TypeFlags.Object));
    return branded ? kindsOf(checker, branded) : new Set(['object']);
  }
  if (checker.isArrayType(type) || checker.isTupleType(type))
    return listOf(checker.getTypeArguments(type as ts.TypeReference).flatMap((one) => [...kindsOf(checker, one)]));
  const { name = '' } = type.symbol ?? {};
  if (name === 'Date') return new Set(['instant']);
  return new Set([/^(Buffer|Uint8Array)$/.test(name) ? 'bytes' : 'object']);
}

const listOf = (kinds: readonly string[]): Set<string> => new Set(kinds.map((kind) => `list of ${kind}`));
