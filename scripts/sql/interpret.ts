import ts from 'typescript';
import { evaluate } from './expressions.ts';
import { type Callable, type Choices, Fields, Names, Unknown, type Value } from './values.ts';

/** A call of `sql` or `tx.write` that a run came by. */
export interface Met {
  readonly call: ts.CallExpression;
  readonly name: Value;
  readonly text: Value;
  readonly values: Value;
}

/** One run over one function: what is known of the program, which way questions go, and who is told of statements. */
export interface Run {
  readonly checker: ts.TypeChecker;
  readonly choices: Choices;
  /** Asynchronous functions that are looked into all the same. */
  readonly followed: ReadonlySet<ts.Node>;
  readonly met: (met: Met) => void;
  /** Constants of modules, worked out once. */
  readonly constants: Map<ts.Symbol, Value>;
  steps: number;
  depth: number;
}

/** Thrown where the code throws, and where a run takes too long: what was met before stands. */
export class Ended extends Error {}

type Outcome = { readonly is: 'return'; readonly value: Value } | { readonly is: 'break' | 'continue' } | undefined;

/** Runs a function with nothing known of its parameters. */
export function runAlone(run: Run, node: Callable['node']): void {
  const names = new Names();
  try {
    for (const parameter of node.parameters) bind(run, parameter.name, unknownAt(run, parameter.name), names);
    perform(run, node, names);
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
}

/** Calls a function of the project with these arguments; missing ones are what they default to. */
export function invoke(run: Run, { node, names: outer }: Callable, args: readonly Value[]): Value {
  if (run.depth > 20) throw new Ended();
  const names = new Names(outer);
  run.depth += 1;
  try {
    node.parameters.forEach((parameter, at) => {
      const given = parameter.dotDotDotToken ? args.slice(at) : args[at];
      const value = given === undefined && parameter.initializer ? evaluate(run, parameter.initializer, names) : given;
      bind(run, parameter.name, value as Value, names);
    });
    return perform(run, node, names);
  } finally {
    run.depth -= 1;
  }
}

function perform(run: Run, node: Callable['node'], names: Names): Value {
  if (!node.body) return unknownAt(run, node);
  if (!ts.isBlock(node.body)) return evaluate(run, node.body as ts.Expression, names);
  const outcome = execute(run, node.body, names);
  return outcome?.is === 'return' ? outcome.value : undefined;
}

function execute(run: Run, node: ts.Statement, names: Names): Outcome {
  if (ts.isBlock(node)) return inOrder(run, node.statements, new Names(names));
  if (ts.isVariableStatement(node)) return declare(run, node.declarationList, names);
  if (ts.isExpressionStatement(node)) return void evaluate(run, node.expression, names);
  if (ts.isReturnStatement(node)) return { is: 'return', value: node.expression && evaluate(run, node.expression, names) };
  if (ts.isIfStatement(node)) return branch(run, node, names);
  if (ts.isForOfStatement(node)) return each(run, node, names);
  if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) return once(run, node, names);
  if (ts.isTryStatement(node)) {
    const tried = execute(run, node.tryBlock, names);
    return (node.finallyBlock && execute(run, node.finallyBlock, names)) ?? tried;
  }
  if (ts.isSwitchStatement(node)) return select(run, node, names);
  if (ts.isThrowStatement(node)) throw new Ended();
  if (ts.isBreakStatement(node)) return { is: 'break' };
  if (ts.isContinueStatement(node)) return { is: 'continue' };
  return undefined;
}

function inOrder(run: Run, statements: readonly ts.Statement[], names: Names): Outcome {
  for (const statement of statements) {
    const outcome = execute(run, statement, names);
    if (outcome) return outcome;
  }
  return undefined;
}

function declare(run: Run, list: ts.VariableDeclarationList, names: Names): undefined {
  for (const { name, initializer } of list.declarations) {
    bind(run, name, initializer && evaluate(run, initializer, names), names);
  }
}

function branch(run: Run, node: ts.IfStatement, names: Names): Outcome {
  const condition = evaluate(run, node.expression, names);
  if (isTrue(run, condition, !leaves(node.thenStatement))) return execute(run, node.thenStatement, names);
  return node.elseStatement && execute(run, node.elseStatement, names);
}

/** Is it a guard: does nothing of the function follow? */
function leaves(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last));
}

function each(run: Run, node: ts.ForOfStatement, names: Names): Outcome {
  const list = evaluate(run, node.expression, names);
  if (!ts.isVariableDeclarationList(node.initializer)) return undefined;
  const [declared] = node.initializer.declarations;
  if (!declared) return undefined;
  for (const item of Array.isArray(list) ? list : [unknownAt(run, declared.name)]) {
    const inner = new Names(names);
    bind(run, declared.name, item, inner);
    const outcome = execute(run, node.statement, inner);
    if (outcome?.is === 'break') break;
    if (outcome?.is === 'return' && Array.isArray(list)) return outcome;
  }
  return undefined;
}

/** A loop whose turns are not counted: one turn. */
function once(run: Run, node: ts.ForStatement | ts.WhileStatement | ts.DoStatement, names: Names): Outcome {
  const inner = new Names(names);
  if (ts.isForStatement(node) && node.initializer && ts.isVariableDeclarationList(node.initializer)) {
    for (const { name } of node.initializer.declarations) bind(run, name, unknownAt(run, name), inner);
  } else if (ts.isWhileStatement(node)) evaluate(run, node.expression, inner);
  execute(run, node.statement, inner);
  return undefined;
}

function select(run: Run, node: ts.SwitchStatement, names: Names): Outcome {
  evaluate(run, node.expression, names);
  const { clauses } = node.caseBlock;
  if (clauses.length === 0) return undefined;
  const places = clauses.map((_, at) => at) as [number, ...number[]];
  const chosen = run.choices.choose(`switch ${node.getText()}`, places);
  const outcome = inOrder(
    run,
    clauses.slice(chosen).flatMap((clause) => [...clause.statements]),
    new Names(names),
  );
  return outcome?.is === 'break' ? undefined : outcome;
}

/** Gives the names of a parameter or a declaration their values. */
export function bind(run: Run, name: ts.BindingName, value: Value, names: Names): void {
  if (ts.isIdentifier(name)) {
    const symbol = run.checker.getSymbolAtLocation(name);
    if (symbol) names.declare(symbol, value);
    return;
  }
  const taken = new Set<string>();
  name.elements.forEach((element, at) => {
    if (ts.isOmittedExpression(element)) return;
    const key = (element.propertyName ?? element.name).getText().replace(/^'|'$/g, '');
    taken.add(key);
    const part = () => unknownAt(run, element.name, value instanceof Unknown ? `${value.key}.${key}` : undefined);
    let inner: Value;
    if (element.dotDotDotToken) {
      if (value instanceof Fields) inner = new Fields([...value].filter(([known]) => !taken.has(known)));
      else inner = Array.isArray(value) ? value.slice(at) : part();
    } else if (value instanceof Fields) inner = value.get(key);
    else inner = Array.isArray(value) && ts.isArrayBindingPattern(name) ? value[at] : part();
    if (inner === undefined && element.initializer) inner = evaluate(run, element.initializer, names);
    bind(run, element.name, inner, names);
  });
}

export function unknownAt({ checker }: Run, node: ts.Node, key = node.getText()): Unknown {
  return new Unknown(key.replace(/\s+/g, ' '), checker.getTypeAtLocation(node));
}

/** Which way a condition goes; `first` is what is tried first where it is open. */
export function isTrue(run: Run, value: Value, first = true): boolean {
  if (!(value instanceof Unknown)) return Boolean(value);
  if (value.type.flags & ts.TypeFlags.Boolean) return run.choices.choose(value.key, first ? [true, false] : [false, true]);
  const known = picked(run, value);
  if (!(known instanceof Unknown)) return Boolean(known);
  if (!canBeFalse(known.type)) return true;
  return run.choices.choose(`${known.key}?`, first ? [true, false] : [false, true]);
}

const falsy = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike;
const open = falsy | ts.TypeFlags.BooleanLike | ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Void | ts.TypeFlags.TypeParameter;

const canBeFalse = (type: ts.Type): boolean => (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & open) !== 0);

/** One of the values that the type allows, where they can be counted. */
export function picked(run: Run, value: Value): Value {
  if (!(value instanceof Unknown)) return value;
  const options = (value.type.isUnion() ? value.type.types : [value.type]).map((type) => literal(run, type));
  if (options.some((option) => option instanceof Unknown)) return value;
  return run.choices.choose(value.key, options as [Value, ...Value[]]);
}

function literal({ checker }: Run, type: ts.Type): Value {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
  if (type.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(type) === 'true';
  if (type.flags & ts.TypeFlags.Null) return null;
  if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return undefined;
  return new Unknown('', type);
}
