import { defineConfig } from 'prisma/config';

// Generating the client needs no engine, yet the CLI insists on a path to one and would download it.
// Migrations are applied by src/platform/db/migrate.ts with the WebAssembly engine from npm.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
