import ts from 'typescript';
import type { Column, Described } from './describe.ts';
import { comesAs, kindsOf, kindsOfValue, type Types, takes } from './kinds.ts';
import type { Value } from './values.ts';

/**
 * What differs between the columns of a statement and the row type its caller asserts, as sentences. Columns nobody reads are
 * no fault. That a column is null sometimes is known of those taken from a table as they are; `text` may still rule it out.
 */
export function compareRow(checker: ts.TypeChecker, row: ts.Type, { columns }: Described, types: Types, text: string): string[] {
  const hasOuterJoin = /\b(left|right|full)\s+join\b|\b(rollup|cube|grouping sets)\b/i.test(text);
  return propertiesOf(checker, row).flatMap(({ name, parts, isOptional }) => {
    const column = columns.find((one) => one.name === name);
    if (!column) return isOptional ? [] : [`there is no column «${name}»`];
    const kinds = new Set(parts.flatMap((type) => [...kindsOf(checker, type)]));
    const isRowSometimesNull = row.isUnion() || hasOuterJoin;
    return [
      ...kindFaults(column, kinds, types),
      ...nullFaults(column, kinds, text, isRowSometimesNull),
      ...(comesAs(types, column.type) === 'json' ? parts.flatMap((type) => jsonFaults(checker, name, type)) : []),
    ];
  });
}

interface Property {
  readonly name: string;
  readonly parts: readonly ts.Type[];
  readonly isOptional: boolean;
}

/** The properties of a row; of one of several shapes, those of all. */
function propertiesOf(checker: ts.TypeChecker, row: ts.Type): Property[] {
  const symbols = (row.isUnion() ? row.types : [row]).flatMap((shape) => checker.getPropertiesOfType(shape));
  return [...new Set(symbols.map(({ name }) => name))].map((name) => {
    const own = symbols.filter((symbol) => symbol.name === name);
    return {
      name,
      parts: own.map((symbol) => checker.getTypeOfSymbol(symbol)),
      isOptional: own.some(({ flags }) => flags & ts.SymbolFlags.Optional),
    };
  });
}

function kindFaults({ name, type }: Column, kinds: ReadonlySet<string>, types: Types): string[] {
  const given = comesAs(types, type);
  const isFit = (kind: string) => kind === given || kind === 'null' || kind === 'any' || kind === 'list of null' || given === 'json';
  const wrong = [...kinds].filter((kind) => !isFit(kind));
  return wrong.length > 0
    ? [`column «${name}» is ${types.get(type)?.name} and comes as ${given}, the row type says ${wrong.join(' | ')}`]
    : [];
}

function nullFaults({ name, from }: Column, kinds: ReadonlySet<string>, text: string, isRowSometimesNull: boolean): string[] {
  if (!from || kinds.has('any')) return [];
  const isRuledOut = new RegExp(`\\b${from.name}\\s*(=|<|>|is not null\\b|in\\b|between\\b)`, 'i').test(text);
  if (from.isNullable && !kinds.has('null') && !isRuledOut) return [`column «${name}» can be null, the row type says it is not`];
  if (!from.isNullable && kinds.has('null') && !isRowSometimesNull) return [`column «${name}» is never null, the row type says it can be`];
  return [];
}

/** JSON has neither instants nor bigints: they come as text and numbers. */
function jsonFaults(checker: ts.TypeChecker, path: string, type: ts.Type, depth = 0): string[] {
  if (depth > 4) return [];
  return (type.isUnion() ? type.types : [type]).flatMap((one) => {
    const [kind = ''] = kindsOf(checker, one);
    if (kind === 'instant' || kind === 'bigint') return [`«${path}» comes in JSON, the row type says ${kind}`];
    if (checker.isArrayType(one) || checker.isTupleType(one))
      return checker.getTypeArguments(one as ts.TypeReference).flatMap((item) => jsonFaults(checker, `${path}[]`, item, depth + 1));
    if (kind !== 'object') return [];
    return checker
      .getPropertiesOfType(one)
      .flatMap((symbol) => jsonFaults(checker, `${path}.${symbol.name}`, checker.getTypeOfSymbol(symbol), depth + 1));
  });
}

/** What differs between the values handed in and the parameters the server makes out, as sentences. */
export function compareParameters(checker: ts.TypeChecker, values: readonly Value[], { parameters }: Described, types: Types): string[] {
  if (values.length !== parameters.length) return [`the statement takes ${parameters.length} parameters and gets ${values.length}`];
  return values.flatMap((value, at) => {
    const oid = parameters[at] ?? 0;
    const taken = takes(types, oid);
    const kinds = [...kindsOfValue(checker, value)];
    if (kinds.includes('any')) return [`what goes to $${at + 1} has no type`];
    const wrong = kinds.filter((kind) => !/^(list of )?null$/.test(kind) && !taken.includes(kind));
    return wrong.length > 0 ? [`$${at + 1} is ${types.get(oid)?.name}, it gets ${wrong.join(' | ')}`] : [];
  });
}

/** The type of one row; undefined where the call asserts none. */
export function rowType(checker: ts.TypeChecker, call: ts.CallExpression): ts.Type | undefined {
  const signature = checker.getResolvedSignature(call);
  const promised = signature && checker.getAwaitedType(signature.getReturnType());
  if (!promised || !checker.isArrayType(promised)) return undefined;
  const [row] = checker.getTypeArguments(promised as ts.TypeReference);
  return row && !checker.getIndexInfoOfType(row, ts.IndexKind.String) ? row : undefined;
}
