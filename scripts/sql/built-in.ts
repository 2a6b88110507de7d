import { Callable, Fields, Unknown, type Value } from './values.ts';

type Call = (fn: Value, args: Value[]) => Value;

/** The method of a string or an array, on known values; undefined where it is not one of these. */
export function method(of: Value, name: string, args: Value[], call: Call): { value: Value } | undefined {
  if (typeof of === 'string') return ofText(of, name, args);
  if (Array.isArray(of)) return ofList(of, name, args, call);
  return undefined;
}

/** `Object.keys` and its like. */
export function ofObject(name: string, [of, ...rest]: Value[]): { value: Value } | undefined {
  if (of instanceof Fields) {
    if (name === 'keys') return { value: [...of.keys()] };
    if (name === 'values') return { value: [...of.values()] };
    if (name === 'entries') return { value: [...of].map(([key, value]) => [key, value]) };
    if (name === 'hasOwn' && typeof rest[0] === 'string') return { value: of.has(rest[0]) };
  }
  if (name === 'fromEntries' && Array.isArray(of) && of.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string')) {
    return { value: new Fields(of.map((pair) => [String((pair as Value[])[0]), (pair as Value[])[1]])) };
  }
  return undefined;
}

function ofText(of: string, name: string, args: Value[]): { value: Value } | undefined {
  if (!args.every((arg) => typeof arg === 'string' || typeof arg === 'number')) return undefined;
  const own = (of as unknown as Record<string, unknown>)[name];
  return typeof own === 'function' ? { value: own.apply(of, args) as Value } : undefined;
}

function ofList(of: Value[], name: string, args: Value[], call: Call): { value: Value } | undefined {
  const [first] = args;
  if (name === 'push') return { value: of.push(...args) };
  if (name === 'join')
    return of.every(isPlain) && isPlain(first) ? { value: of.join(first === undefined ? ',' : String(first)) } : undefined;
  if (name === 'includes' || name === 'indexOf') return [...of, first].every(isPlain) ? { value: of[name](first) } : undefined;
  if (name === 'concat') return args.every(Array.isArray) ? { value: of.concat(...(args as Value[][])) } : undefined;
  if (name === 'slice') return args.every((arg) => typeof arg === 'number') ? { value: of.slice(...(args as number[])) } : undefined;
  if (!(first instanceof Callable)) return undefined;
  const each = () => of.map((item, at) => call(first, [item, at]));
  if (name === 'map') return { value: each() };
  if (name === 'flatMap') return { value: each().flat() };
  if (name === 'filter' || name === 'find') {
    const answers = each();
    if (answers.some((answer) => answer instanceof Unknown)) return undefined;
    const kept = of.filter((_, at) => answers[at]);
    return { value: name === 'filter' ? kept : kept[0] };
  }
  return undefined;
}

export const isPlain = (value: Value): value is string | number | bigint | boolean | null | undefined =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');
