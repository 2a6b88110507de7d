import type pg from 'pg';

export type Row = Record<string, unknown>;

/** What a floor copies: rows as the portal wrote them, without keys and generated columns, which the database gives again. */
export class RowReader {
  readonly #pool: pg.Pool;
  readonly #generated: ReadonlySet<string>;

  private constructor(pool: pg.Pool, generated: ReadonlySet<string>) {
    this.#pool = pool;
    this.#generated = generated;
  }

  static async over(pool: pg.Pool): Promise<RowReader> {
    const { rows } = await pool.query<{ name: string }>(
      `select column_name as name from information_schema.columns where is_generated = 'ALWAYS'`,
    );
    return new RowReader(pool, new Set(rows.map(({ name }) => name)));
  }

  async read(table: string, where: string, value: unknown): Promise<Row[]> {
    const { rows } = await this.#pool.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t where ${where}`, [value]);
    return rows.map(({ row }) => this.#written(row));
  }

  /** Lists and objects go as JSON text. */
  #written(row: Row): Row {
    return Object.fromEntries(
      Object.entries(row)
        .filter(([name]) => name !== 'id' && !this.#generated.has(name))
        .map(([name, value]) => [name, typeof value === 'object' && value !== null ? JSON.stringify(value) : value]),
    );
  }
}

/** Inserts one row by a prepared statement; its id where it is asked for. */
export async function insertRow(client: pg.PoolClient, name: string, table: string, row: Row, wantsId = false): Promise<number> {
  const values = Object.values(row);
  const columns = Object.keys(row).join(', ');
  const places = values.map((_, index) => `$${index + 1}`).join(', ');
  const text = `insert into ${table} (${columns}) values (${places})${wantsId ? ' returning id' : ''}`;
  const { rows } = await client.query<{ id: number }>({ name, text, values });
  return rows[0]?.id ?? 0;
}
