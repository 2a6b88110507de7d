import ts from 'typescript';
import { isPlain } from './built-in.ts';
import { called } from './calls.ts';
import { Ended, isTrue, picked, type Run, unknownAt } from './interpret.ts';
import { Callable, Fields, Names, Unknown, type Value } from './values.ts';

const MOST_STEPS = 50_000;

/** What an expression stands for, among these names. */
export function evaluate(run: Run, node: ts.Expression, names: Names): Value {
  if (++run.steps > MOST_STEPS) throw new Ended();
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''));
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isIdentifier(node)) return named(run, node, names);
  if (ts.isTemplateExpression(node)) return template(run, node, names);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node))
    return evaluate(run, node.expression, names);
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) {
    if (node.expression) evaluate(run, node.expression, names);
    return unknownAt(run, node);
  }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return new Callable(node, names);
  if (ts.isConditionalExpression(node))
    return evaluate(run, isTrue(run, evaluate(run, node.condition, names)) ? node.whenTrue : node.whenFalse, names);
  if (ts.isBinaryExpression(node)) return binary(run, node, names);
  if (ts.isPrefixUnaryExpression(node)) return prefixed(run, node, names);
  if (ts.isArrayLiteralExpression(node)) return list(run, node, names);
  if (ts.isObjectLiteralExpression(node)) return fields(run, node, names);
  if (ts.isPropertyAccessExpression(node)) return property(run, node, evaluate(run, node.expression, names), node.name.text);
  if (ts.isElementAccessExpression(node)) {
    const key = picked(run, evaluate(run, node.argumentExpression, names));
    return property(run, node, evaluate(run, node.expression, names), isPlain(key) ? String(key) : undefined);
  }
  if (ts.isCallExpression(node)) return called(run, node, names);
  if (ts.isNewExpression(node)) for (const arg of node.arguments ?? []) evaluate(run, arg, names);
  return unknownAt(run, node);
}

function named(run: Run, node: ts.Identifier, names: Names): Value {
  if (node.text === 'undefined') return undefined;
  const symbol = symbolOf(run, node);
  const found = symbol && names.find(symbol);
  if (found) return narrowed(run, node, found.value);
  return symbol ? (constant(run, symbol) ?? unknownAt(run, node)) : unknownAt(run, node);
}

function symbolOf({ checker }: Run, node: ts.Node): ts.Symbol | undefined {
  const found =
    ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
  return found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
}

/** The type a value has at this place is often nearer than where it came from, and never wider. */
function narrowed(run: Run, node: ts.Expression, value: Value): Value {
  if (!(value instanceof Unknown)) return value;
  const here = run.checker.getTypeAtLocation(node);
  return run.checker.isTypeAssignableTo(value.type, here) ? value : new Unknown(value.key, here);
}

/** A function or a constant of a module. */
function constant(run: Run, symbol: ts.Symbol): Value {
  const declared = symbol.valueDeclaration;
  if (!declared || declared.getSourceFile().isDeclarationFile) return undefined;
  if (ts.isFunctionDeclaration(declared)) return new Callable(declared, new Names());
  if (!ts.isVariableDeclaration(declared) || !declared.initializer || !ts.isSourceFile(declared.parent.parent.parent)) return undefined;
  if (!run.constants.has(symbol)) run.constants.set(symbol, evaluate(run, declared.initializer, new Names()));
  return run.constants.get(symbol);
}

function template(run: Run, node: ts.TemplateExpression, names: Names): Value {
  let text = node.head.text;
  let missing: Unknown | undefined;
  for (const span of node.templateSpans) {
    const value = anyNumber(picked(run, evaluate(run, span.expression, names)));
    if (value instanceof Unknown) missing ??= value;
    text += `${isPlain(value) ? value : ''}${span.literal.text}`;
  }
  return missing ? new Unknown(missing.key, run.checker.getTypeAtLocation(node)) : text;
}

/** A number in a text is as good as any other: the length of a page, for example. */
const anyNumber = (value: Value): Value => (value instanceof Unknown && value.type.flags & ts.TypeFlags.NumberLike ? 1 : value);

function binary(run: Run, node: ts.BinaryExpression, names: Names): Value {
  const operator = node.operatorToken.kind;
  const left = ts.isIdentifier(node.left) && operator === ts.SyntaxKind.EqualsToken ? undefined : evaluate(run, node.left, names);
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return isTrue(run, left) ? evaluate(run, node.right, names) : falseOf(run, left);
  if (operator === ts.SyntaxKind.BarBarToken) return isTrue(run, left) ? picked(run, left) : evaluate(run, node.right, names);
  if (operator === ts.SyntaxKind.QuestionQuestionToken) return isNull(run, left) ? evaluate(run, node.right, names) : left;
  const right = evaluate(run, node.right, names);
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken) return equal(run, left, right);
  if (operator === ts.SyntaxKind.ExclamationEqualsEqualsToken) return !equal(run, left, right);
  if (operator === ts.SyntaxKind.PlusToken) {
    const [one, other] = [picked(run, left), picked(run, right)];
    return isPlain(one) && isPlain(other) ? (one as string) + (other as string) : unknownAt(run, node);
  }
  if (operator === ts.SyntaxKind.MinusToken && typeof left === 'number' && typeof right === 'number') return left - right;
  if (ts.isIdentifier(node.left) && (operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.PlusEqualsToken)) {
    const symbol = symbolOf(run, node.left);
    const value = operator === ts.SyntaxKind.EqualsToken ? right : isPlain(left) && isPlain(right) ? (left as string) + right : right;
    if (symbol) names.assign(symbol, value);
    return value;
  }
  return unknownAt(run, node);
}

function falseOf(run: Run, value: Value): Value {
  const known = picked(run, value);
  return known instanceof Unknown ? false : known;
}

function isNull(run: Run, value: Value): boolean {
  if (!(value instanceof Unknown)) return value === null || value === undefined;
  const canBe = (value.type.isUnion() ? value.type.types : [value.type]).some(
    ({ flags }) => flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined),
  );
  return canBe && run.choices.choose(`${value.key} ?? `, [false, true]);
}

function equal(run: Run, one: Value, other: Value): boolean {
  const [left, right] = [picked(run, one), picked(run, other)];
  if (isPlain(left) && isPlain(right)) return left === right;
  const keyOf = (value: Value) => (value instanceof Unknown ? value.key : String(value));
  if (left instanceof Unknown || right instanceof Unknown) return run.choices.choose(`${keyOf(left)} === ${keyOf(right)}`, [false, true]);
  return left === right;
}

function prefixed(run: Run, node: ts.PrefixUnaryExpression, names: Names): Value {
  const value = evaluate(run, node.operand, names);
  if (node.operator === ts.SyntaxKind.ExclamationToken) return !isTrue(run, value, false);
  if (node.operator === ts.SyntaxKind.MinusToken && typeof value === 'number') return -value;
  return unknownAt(run, node);
}

function list(run: Run, node: ts.ArrayLiteralExpression, names: Names): Value {
  const items: Value[] = [];
  for (const element of node.elements) {
    const value = evaluate(run, ts.isSpreadElement(element) ? element.expression : element, names);
    const spread = ts.isSpreadElement(element) ? parts(run, value) : [value];
    if (!spread) return unknownAt(run, node);
    items.push(...spread);
  }
  return items;
}

/** The items of a list whose length is known. */
export function parts({ checker }: Run, value: Value): Value[] | undefined {
  if (Array.isArray(value)) return value;
  if (!(value instanceof Unknown) || !checker.isTupleType(value.type)) return undefined;
  const types = checker.getTypeArguments(value.type as ts.TypeReference);
  return types.map((type, at) => new Unknown(`${value.key}.${at}`, type));
}

function fields(run: Run, node: ts.ObjectLiteralExpression, names: Names): Value {
  const known = new Fields();
  for (const one of node.properties) {
    if (ts.isPropertyAssignment(one)) known.set(nameOf(one.name), evaluate(run, one.initializer, names));
    else if (ts.isShorthandPropertyAssignment(one)) known.set(one.name.text, named(run, one.name, names));
    else if (ts.isMethodDeclaration(one)) known.set(nameOf(one.name), new Callable(one, names));
    else if (ts.isSpreadAssignment(one))
      for (const [key, value] of entries(run, evaluate(run, one.expression, names))) known.set(key, value);
  }
  return known;
}

const nameOf = (name: ts.PropertyName): string => (ts.isStringLiteralLike(name) ? name.text : name.getText());

/** The properties of an object; of one that is not known, those of its type. */
export function entries({ checker }: Run, value: Value): [string, Value][] {
  if (value instanceof Fields) return [...value];
  if (!(value instanceof Unknown) || checker.isArrayLikeType(value.type)) return [];
  return checker
    .getPropertiesOfType(checker.getNonNullableType(value.type))
    .map((symbol) => [symbol.name, new Unknown(`${value.key}.${symbol.name}`, checker.getTypeOfSymbol(symbol))]);
}

function property(run: Run, node: ts.Expression, of: Value, key: string | undefined): Value {
  if (of instanceof Fields && key !== undefined) return of.get(key);
  if (Array.isArray(of) && key !== undefined)
    return key === 'length' ? of.length : /^\d+$/.test(key) ? of[Number(key)] : unknownAt(run, node);
  if (typeof of === 'string' && key === 'length') return of.length;
  if (!(of instanceof Unknown) || key === undefined) return unknownAt(run, node);
  const symbol = run.checker.getPropertyOfType(of.type, key);
  const value = symbol && new Unknown(`${of.key}.${key}`, run.checker.getTypeOfSymbol(symbol));
  return value ? narrowed(run, node, value) : unknownAt(run, node, `${of.key}.${key}`);
}
