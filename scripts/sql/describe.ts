import type pg from 'pg';

/** A type of the database, as far as it matters which values of ours it takes and gives. */
export interface DbType {
  readonly name: string;
  readonly isEnum: boolean;
  /** Of an array, what it holds. */
  readonly of: number | undefined;
}

export interface Column {
  readonly name: string;
  readonly type: number;
  /** The column of a table it is taken from, with its own name there; undefined where the statement makes it. */
  readonly from: TableColumn | undefined;
}

export interface TableColumn {
  readonly name: string;
  readonly isNullable: boolean;
}

export interface Described {
  readonly columns: readonly Column[];
  readonly parameters: readonly number[];
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly tableID: number;
  readonly columnID: number;
}

/** Has statements parsed and described by the server, without running them. */
export class Describer {
  readonly types: ReadonlyMap<number, DbType>;
  readonly #client: pg.Client;
  readonly #columns: ReadonlyMap<string, TableColumn>;

  private constructor(client: pg.Client, types: ReadonlyMap<number, DbType>, columns: ReadonlyMap<string, TableColumn>) {
    this.#client = client;
    this.types = types;
    this.#columns = columns;
  }

  static async on(client: pg.Client): Promise<Describer> {
    const types = await client.query(
      `select oid, typname as name, typtype = 'e' as "isEnum", case when typcategory = 'A' then typelem::int end as of from pg_type`,
    );
    const columns = await client.query(
      `select attrelid || '.' || attnum as place, attname as name, not attnotnull as "isNullable" from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relkind in ('r', 'p') and a.attnum > 0`,
    );
    return new Describer(
      client,
      new Map(types.rows.map((row) => [row.oid, { name: row.name, isEnum: row.isEnum, of: row.of ?? undefined }])),
      new Map(columns.rows.map(({ place, ...column }) => [place, column])),
    );
  }

  /** @throws pg.DatabaseError where the server does not understand the statement */
  async describe(text: string): Promise<Described> {
    const { fields, parameters } = await sendForDescription(this.#client, text);
    return {
      parameters,
      columns: fields.map(({ name, dataTypeID, tableID, columnID }) => ({
        name,
        type: dataTypeID,
        from: this.#columns.get(`${tableID}.${columnID}`),
      })),
    };
  }
}

/** Parse and Describe of the protocol; pg itself has no query that stops there. */
function sendForDescription(client: pg.Client, text: string): Promise<{ fields: Field[]; parameters: number[] }> {
  return new Promise((resolve, reject) => {
    let fields: Field[] = [];
    let parameters: number[] = [];
    client.query({
      submit(connection: pg.Connection) {
        connection.once('parameterDescription', (message: { dataTypeIDs: number[] }) => {
          parameters = message.dataTypeIDs;
        });
        connection.parse({ name: '', text, types: [] }, true);
        connection.describe({ type: 'S', name: '' }, true);
        connection.sync();
      },
      handleRowDescription(message: { fields: Field[] }) {
        fields = message.fields;
      },
      handleReadyForQuery: () => resolve({ fields, parameters }),
      handleError: reject,
    } as pg.Submittable);
  });
}
