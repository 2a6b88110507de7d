import type { Sql } from './sql.ts';

/** Asks the database one thing: the first and only statement it sends is sent at once. */
export type Question<T> = (sql: Sql) => Promise<T>;

type Answers<Q> = { readonly [K in keyof Q]: Q[K] extends Question<infer T> ? T : never };

interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly answer: (rows: never[]) => void;
}

/**
 * Asks some questions of one moment in one statement, `name` for always the same ones. Their rows come through JSON: int8 as a number
 * (`kopecks` refuses one that lost digits), so days and instants must be selected as text.
 * @throws what the first of the questions, in the order given, makes of its rows
 */
export async function askTogether<Q extends Readonly<Record<string, Question<unknown>>>>(
  sql: Sql,
  name: string,
  questions: Q,
): Promise<Answers<Q>> {
  const asked: Asked[] = [];
  const noted: Sql = (_, text, values = []) => new Promise((answer) => asked.push({ text, values, answer }));
  const answers = Promise.allSettled(Object.values(questions).map((question) => question(noted)));
  const [row] = await sql<{ found: never[][] }>(
    name,
    textOf(name, asked),
    asked.flatMap(({ values }) => values),
  );
  for (const [at, { answer }] of asked.entries()) answer(row?.found[at] ?? []);
  const told = (await answers).map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  return Object.fromEntries(Object.keys(questions).map((key, at) => [key, told[at]])) as Answers<Q>;
}

const texts = new Map<string, string>();

function textOf(name: string, asked: readonly Asked[]): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  let before = 0;
  const parts = asked.map(({ text, values }) => {
    const placed = text.replace(/\$(\d+)/g, (_, place) => `$${Number(place) + before}`);
    before += values.length;
    return `(select coalesce(json_agg(q), '[]') from (${placed}) q)`;
  });
  const made = `select json_build_array(${parts.join(',\n')}) as found`;
  texts.set(name, made);
  return made;
}
