import type { Actor } from './actor.ts';
import type { Sql } from './db/sql.ts';
import { Conflict } from './errors.ts';

/**
 * One part of the statement that writes what a command has gathered: the rows of a table, and what follows from them. Parts run in no
 * particular order and don't see each other's rows; foreign keys are checked when all are through.
 */
export interface Part<Row extends object> {
  /** Unique among parts. */
  readonly name: string;
  /**
   * A data-modifying statement over the rows given to it, jsonb at `rows`. $1 is the command's instant, $2 to $5 are the actor's id (int),
   * name, role and address, $6 the request's id.
   */
  readonly text: (rows: string) => string;
  /** Steps whose RETURNING it reads, by their names. */
  readonly first?: Readonly<Record<string, (rows: string) => string>>;
  /** Every row must be found, or the command fails with Conflict: the text returns a row for each. */
  readonly mustFind?: boolean;
  /** Never set: keeps the type of its rows. */
  readonly row?: Row;
}

/** What all parts may name. */
export interface By {
  readonly now: Date;
  readonly actor: Actor;
  readonly address: string | null;
  readonly requestId: string;
}

/** Rows that a command writes, kept until something must see them, then sent in one statement. */
export class Gathered {
  readonly #sql: Sql;
  readonly #by: By;
  #rows = new Map<Part<object>, object[]>();

  constructor(sql: Sql, by: By) {
    this.#sql = sql;
    this.#by = by;
  }

  add<Row extends object>(part: Part<Row>, rows: readonly Row[]): void {
    if (rows.length === 0) return;
    const kept = this.#rows.get(part) ?? [];
    this.#rows.set(part, kept);
    for (const row of rows) kept.push(row);
  }

  /** Must the answer be looked at before the commit? */
  get isChecked(): boolean {
    return [...this.#rows.keys()].some(({ mustFind }) => mustFind);
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  /** Sends all of it. @throws Conflict when a row was not found */
  send(): Promise<void> {
    const parts = [...this.#rows].sort(([a], [b]) => (a.name < b.name ? -1 : 1));
    this.#rows = new Map();
    const { now, actor, address, requestId } = this.#by;
    const { name, text } = statementOf(parts.map(([part]) => part));
    const shared = [now, actor.userId, actor.name, actor.role, address, requestId];
    return this.#sql<Record<string, boolean>>(name, text, [...shared, ...parts.map(([, rows]) => JSON.stringify(rows))]).then(([found]) => {
      if (found && Object.values(found).includes(false)) throw new Conflict();
    });
  }
}

const statements = new Map<string, { name: string; text: string }>();

/** One statement for each set of parts; its number is of this process, as prepared statements are of a connection. */
function statementOf(parts: readonly Part<object>[]): { name: string; text: string } {
  const key = parts.map(({ name }) => name).join(' ');
  const known = statements.get(key);
  if (known) return known;
  const made = { name: `gathered.${statements.size + 1}`, text: textOf(parts) };
  statements.set(key, made);
  return made;
}

const SHARED = '$1::timestamptz, $2::int, $3::text, $4::text, $5::text, $6::text';

function textOf(parts: readonly Part<object>[]): string {
  const steps = parts.flatMap(({ name, text, first = {} }, at) =>
    Object.entries({ ...first, [name]: text }).map(([step, of]) => `${step} as (${of(`$${at + 7}::jsonb`)})`),
  );
  const checked = parts.flatMap(({ name, mustFind }, at) =>
    mustFind ? [`(select count(*) from ${name}) = jsonb_array_length($${at + 7}::jsonb) as ${name}`] : [],
  );
  const answer =
    checked.length > 0
      ? `select ${checked.join(', ')} from (select ${SHARED}) as shared`
      : `select from (select ${SHARED}) as shared where false`;
  return `with ${steps.join(',\n')}\n${answer}`;
}
