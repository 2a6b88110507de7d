import type ts from 'typescript';

/** What an expression of the source stands for while a statement's text is worked out; Unknown where only running would tell. */
export type Value = string | number | bigint | boolean | null | undefined | Value[] | Fields | Callable | Unknown;

/** An object whose properties are known. */
export class Fields extends Map<string, Value> {}

/** A function of the project, with the names it was written among. */
export class Callable {
  readonly node: ts.SignatureDeclaration & { readonly body?: ts.Node };
  readonly names: Names;
  constructor(node: Callable['node'], names: Names) {
    this.node = node;
    this.names = names;
  }
}

/** A value that is not known; two with one `key` are the same value. */
export class Unknown {
  readonly key: string;
  readonly type: ts.Type;
  constructor(key: string, type: ts.Type) {
    this.key = key;
    this.type = type;
  }
}

/** Values by the symbols they are named with. */
export class Names {
  readonly #own = new Map<ts.Symbol, Value>();
  readonly #outer: Names | undefined;
  constructor(outer?: Names) {
    this.#outer = outer;
  }

  declare(symbol: ts.Symbol, value: Value): void {
    this.#own.set(symbol, value);
  }

  assign(symbol: ts.Symbol, value: Value): void {
    if (this.#own.has(symbol) || !this.#outer) this.#own.set(symbol, value);
    else this.#outer.assign(symbol, value);
  }

  find(symbol: ts.Symbol): { readonly value: Value } | undefined {
    return this.#own.has(symbol) ? { value: this.#own.get(symbol) } : this.#outer?.find(symbol);
  }
}

/** Which way each open question goes in one run: the first option, unless the plan names another; the same question the same way. */
export class Choices {
  readonly plan: ReadonlyMap<string, Value>;
  readonly #made = new Map<string, Value>();
  /** What could have been chosen instead. */
  readonly others = new Map<string, readonly Value[]>();
  constructor(plan: ReadonlyMap<string, Value>) {
    this.plan = plan;
  }

  choose<T extends Value>(question: string, options: readonly [T, ...T[]]): T {
    for (const known of [this.plan, this.#made]) {
      const answer = known.get(question) as T;
      if (known.has(question) && options.includes(answer)) return answer;
    }
    this.#made.set(question, options[0]);
    this.others.set(question, options.slice(1));
    return options[0];
  }
}

const MOST_RUNS = 300;

/** Runs `work` so often that each option of each question it meets is taken at least once; not every combination of them. */
export function withEveryOption(work: (choices: Choices) => void): void {
  const planned = new Set<string>();
  const plans: ReadonlyMap<string, Value>[] = [new Map()];
  for (let at = 0; at < plans.length && at < MOST_RUNS; at++) {
    const plan = plans[at] as ReadonlyMap<string, Value>;
    const choices = new Choices(plan);
    work(choices);
    for (const [question, options] of choices.others) {
      for (const option of options) {
        const key = `${question}\n${String(option)}`;
        if (planned.has(key)) continue;
        planned.add(key);
        plans.push(new Map([...plan, [question, option]]));
      }
    }
  }
}
