import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type MappedError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

/** A folder `prisma/migrations/<time>_<name>` with its SQL and the SHA-256 Prisma keeps of it. */
export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** Applying needs no models, yet the engine stops without a schema that names the database. */
const noModels: [string, string] = ['main.prisma', 'datasource db { provider = "postgresql" }'];

const engineModule = '@prisma/schema-engine-wasm/schema_engine_bg';

/**
 * Prisma's own schema engine as WebAssembly, working on the given pool: nothing is downloaded.
 * It costs about 0.3 s to load, so it is loaded only when there is something to apply or to compare.
 */
export async function loadSchemaEngine(pool: pg.Pool, datamodels: [string, string][] = [noModels]): Promise<SchemaEngine> {
  shared[LOADED] ??= loadBindings();
  const bindings = await shared[LOADED];
  const adapter = bindMigrationAwareSqlAdapterFactory(mended(new PrismaPg(pool)));
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/**
 * Once per process, whoever loads this file how often: the bindings keep views of their instance's memory in variables
 * of their own module, and a second instance would be read through the views of the first.
 */
const LOADED = Symbol.for('portal.schema-engine');
const shared = globalThis as { [LOADED]?: ReturnType<typeof loadBindings> };

/** Node's WebAssembly; its types come only with those of the browser, which the server must not see. */
const wasm = (
  globalThis as unknown as {
    WebAssembly: { instantiate(bytes: Buffer, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }> };
  }
).WebAssembly;

async function loadBindings() {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: rememberPanic } });
  const path = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/\.js$/, '_bg.wasm');
  const [bindings, bytes] = await Promise.all([import(engineModule), readFile(path)]);
  const { instance } = await wasm.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
  return bindings;
}

/** Where the engine reports a fault of its own before it stops; it expects such a registry in the global scope. */
function rememberPanic(message: string): void {
  process.stderr.write(`schema engine: ${message}\n`);
}

type PgAdapter = SqlDriverAdapter & { underlyingDriver(): pg.Pool };

/**
 * Two gaps of the stock adapter, closed for the engine:
 * it cuts a script at every semicolon, also inside function bodies. Sent whole, PostgreSQL cuts it rightly and
 * runs it as one transaction, so a migration that fails leaves nothing behind;
 * and it refuses columns of the catalogs' type "char", without which the engine can't read a database's tables.
 */
function mended(factory: PrismaPg): SqlMigrationAwareDriverAdapterFactory {
  const mend = (adapter: PgAdapter): SqlDriverAdapter => {
    const pool = adapter.underlyingDriver();
    const stock = adapter.queryRaw;
    return Object.assign(adapter, {
      executeScript: async (script: string) => {
        await pool.query(script).catch((error: unknown) => {
          throw error instanceof pg.DatabaseError ? new DriverAdapterError(readable(error, script)) : error;
        });
      },
      queryRaw: (query: SqlQuery) => readWithChars(adapter, stock, query),
    });
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => mend(await factory.connect()),
    connectToShadowDb: async () => mend(await factory.connectToShadowDb()),
  };
}

/** The server's refusal with the line of the script it points at. */
function readable(error: pg.DatabaseError, script: string): MappedError {
  const line = script.slice(0, Number(error.position ?? 0)).split('\n').length;
  const message = error.position ? `${error.message} (line ${line})` : error.message;
  const { code = '', severity = '', detail, column, hint } = error;
  return { kind: 'postgres', code, severity, message, detail, column, hint };
}

const charType = 18;

/** The adapter's own reading, with "char" columns declared as text to it and as characters to the engine. */
async function readWithChars(adapter: PgAdapter, stock: PgAdapter['queryRaw'], query: SqlQuery): Promise<SqlResultSet> {
  const chars: number[] = [];
  const client = {
    query: async (config: pg.QueryArrayConfig) => {
      const result = await adapter.underlyingDriver().query(config);
      for (const [index, field] of result.fields.entries()) {
        if (field.dataTypeID !== charType) continue;
        chars.push(index);
        field.dataTypeID = pg.types.builtins.TEXT;
      }
      return result;
    },
  };
  const result = await stock.call(Object.create(adapter, { client: { value: client } }), query);
  for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character;
  return result;
}

/** Tables that no Prisma model describes belong to others and are never compared. */
export const noFilters = { externalTables: [], externalEnums: [] };

/** The migrations in the form in which the engine wants them. */
export function migrationList(baseDir: string, migrations: readonly Migration[]): MigrationList {
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
