import ts from 'typescript';
import { method, ofObject } from './built-in.ts';
import { entries, evaluate, parts } from './expressions.ts';
import { Ended, invoke, picked, type Run, unknownAt } from './interpret.ts';
import { Callable, Fields, type Names, Unknown, type Value } from './values.ts';

/** What a call gives; where it sends a statement, that is told. */
export function called(run: Run, node: ts.CallExpression, names: Names): Value {
  const callee = node.expression;
  const args: Value[] = [];
  for (const arg of node.arguments) {
    const value = evaluate(run, ts.isSpreadElement(arg) ? arg.expression : arg, names);
    args.push(...((ts.isSpreadElement(arg) && parts(run, value)) || [value]));
  }
  if (isStatement(run.checker, node)) {
    const [name, text, values] = args;
    run.met({ call: node, name: picked(run, name), text, values: parts(run, values) ?? values });
    return unknownAt(run, node);
  }
  if (ts.isPropertyAccessExpression(callee)) {
    const call = (fn: Value, given: Value[]) => (fn instanceof Callable ? invoke(run, fn, given) : undefined);
    const own = callee.expression.getText() === 'Object' ? objects(run, callee.name.text, args) : undefined;
    const of = picked(run, evaluate(run, callee.expression, names));
    const plain = callee.name.text === 'join' && Array.isArray(of) ? of.map((item) => picked(run, item)) : of;
    const known = own ?? method(plain, callee.name.text, args, call);
    if (known) return known.value;
  }
  const fn = evaluate(run, callee, names);
  if (fn instanceof Callable && isFollowed(run, fn, node)) return invoke(run, fn, args);
  for (const arg of args) if (arg instanceof Callable) aside(run, arg);
  return unknownAt(run, node);
}

function objects(run: Run, name: string, args: Value[]) {
  const [first, ...rest] = args;
  return ofObject(name, [first instanceof Unknown ? new Fields(entries(run, first)) : first, ...rest]);
}

/** A call of `sql`, or of `write` of a transaction; one that only hands on what it got is none. */
export function isStatement(checker: ts.TypeChecker, node: ts.CallExpression): boolean {
  if (node.arguments[0] && ts.isSpreadElement(node.arguments[0])) return false;
  const type = checker.getTypeAtLocation(node.expression);
  if (type.aliasSymbol?.name === 'Sql') return true;
  if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'write') return false;
  return checker.getTypeAtLocation(node.expression.expression).symbol?.name === 'Tx';
}

/** Can what it returns be a part of a statement? Others are not looked into, except those written inside of the function at hand. */
function isFollowed({ checker, followed }: Run, { node }: Callable, call: ts.CallExpression): boolean {
  if (followed.has(node) || ts.findAncestor(node.parent, ts.isFunctionLike)) return true;
  const isAsync = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  const isLater = isAsync || (ts.isFunctionDeclaration(node) && node.asteriskToken);
  return !isLater && carriesText(checker, checker.getTypeAtLocation(call));
}

function carriesText(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.flags & ts.TypeFlags.String || type.isStringLiteral()) return true;
  if (type.isUnion()) return type.types.some((one) => carriesText(checker, one));
  if (checker.isTupleType(type) || checker.isArrayType(type))
    return checker.getTypeArguments(type as ts.TypeReference).some((one) => !(one.flags & ts.TypeFlags.Object));
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    checker.getPropertiesOfType(type).some((one) => checker.getTypeOfSymbol(one).flags & ts.TypeFlags.String)
  );
}

/** A function handed to others: it is run once, with nothing known of what it is given. */
function aside(run: Run, fn: Callable): void {
  try {
    invoke(
      run,
      fn,
      fn.node.parameters.map(({ name }) => unknownAt(run, name)),
    );
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
}
