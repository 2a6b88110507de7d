import { relative } from 'node:path';
import ts from 'typescript';
import { isStatement } from './calls.ts';
import { type Met, runAlone } from './interpret.ts';
import { type Callable, type Choices, Unknown, type Value, withEveryOption } from './values.ts';

/** A statement as it is sent: a call may send several texts, each under its own name. */
export interface Statement {
  /** Where it is sent from, relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly text: string;
  readonly call: ts.CallExpression;
  /** Undefined where their number can't be seen. */
  readonly values: readonly Value[] | undefined;
}

/** A call whose text can't be worked out. */
export interface Unseen {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

export interface Collected {
  readonly statements: readonly Statement[];
  readonly unseen: readonly Unseen[];
  readonly checker: ts.TypeChecker;
}

/** Here the job queue sends what is its own; questions asked together are met where each is asked; parts of a gathered statement run in tests. */
const handedOn = new Set(['src/platform/job-store.ts', 'src/platform/db/questions.ts', 'src/platform/gathering.ts']);

/**
 * Every statement that the program in `root` sends by `sql` or `tx.write`. Texts that are put together are worked out by going
 * through the function that sends them, so that each part which may or may not be there is met at least once.
 */
export function collectStatements(root: string, program: ts.Program): Collected {
  const checker = program.getTypeChecker();
  const calls: ts.CallExpression[] = [];
  const places = new Map<ts.CallExpression, { file: string; line: number }>();
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || source.fileName.includes('/node_modules/')) continue;
    visit(source, (node) => {
      if (!ts.isCallExpression(node)) return;
      calls.push(node);
      if (!/sql$|^write$/i.test(calledName(node)) || !isStatement(checker, node)) return;
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      places.set(node, { file: relative(root, source.fileName), line });
    });
  }
  const statements = new Map<string, Statement>();
  const missing = new Map<ts.CallExpression, string>();
  const meet = ({ call, name, text, values }: Met) => {
    const place = places.get(call);
    if (!place) return;
    if (typeof text !== 'string' || typeof name !== 'string') {
      const open = [text, name].find((one) => typeof one !== 'string');
      missing.set(call, open instanceof Unknown ? open.key : 'no text');
      return;
    }
    const key = `${place.file}:${place.line}\n${name}\n${text}`;
    const list = values === undefined ? [] : Array.isArray(values) ? values : undefined;
    if (!statements.get(key)?.values) statements.set(key, { ...place, name, text, call, values: list });
  };
  const constants = new Map<ts.Symbol, Value>();
  const runOver = (node: Callable['node'], followed: ReadonlySet<ts.Node>) =>
    withEveryOption((choices: Choices) => runAlone({ checker, choices, followed, met: meet, constants, steps: 0, depth: 0 }, node));
  const seen = () => new Set([...statements.values()].map(({ call }) => call));
  for (const node of new Set([...places.keys()].map(entryOf))) if (node) runOver(node, new Set());
  const seenFromTheirOwn = seen();
  for (const call of places.keys()) {
    if (seenFromTheirOwn.has(call)) continue;
    const target = entryOf(call);
    for (const caller of callersOf(target, calls, checker)) runOver(caller, new Set(target && [target]));
  }
  const known = seen();
  const unseen = [...places].filter(([call, { file }]) => !known.has(call) && !handedOn.has(file));
  return {
    statements: [...statements.values()],
    unseen: unseen.map(([call, place]) => ({ ...place, why: missing.get(call) ?? 'no run comes here' })),
    checker,
  };
}

/** Where the text comes in as a parameter: the functions that call the one it comes to. */
function callersOf(
  target: Callable['node'] | undefined,
  calls: readonly ts.CallExpression[],
  checker: ts.TypeChecker,
): Set<Callable['node']> {
  const named = target && ts.isVariableDeclaration(target.parent) ? target.parent : target;
  const name = named?.name?.getText();
  const own = calls.filter((call) => calledName(call) === name && checker.getResolvedSignature(call)?.declaration === target);
  return new Set(own.map(entryOf).filter((caller) => caller !== undefined));
}

const calledName = ({ expression }: ts.CallExpression): string =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : ts.isIdentifier(expression) ? expression.text : '';

/** The outermost function a node stands in. */
function entryOf(node: ts.Node): Callable['node'] | undefined {
  let found: Callable['node'] | undefined;
  for (let at: ts.Node | undefined = node; at; at = at.parent) if (ts.isFunctionLike(at) && 'body' in at) found = at as Callable['node'];
  return found;
}

function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  each(node);
  ts.forEachChild(node, (child) => visit(child, each));
}
