// What a fresh install still lacks: the Prisma client and, where npm did not run the install script of the embedded
// PostgreSQL, the links among its libraries. Nothing is downloaded.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';
import { postgresBinaries } from '#src/platform/db/postgres-binaries.ts';

generateClient();
await postgresBinaries().catch((error: unknown) => {
  // Not every machine has a build, and with DATABASE_URL none is needed: the portal says so when it starts.
  if (!(error instanceof EmbeddedError)) throw error;
  console.warn(error.message);
});

function generateClient(): void {
  const prisma = findPrisma();
  if (!prisma) {
    console.warn('The Prisma client was not generated: install with the development dependencies and run npm run generate.');
    return;
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], { encoding: 'utf8' });
  if (status === 0) return;
  console.error(stdout, stderr);
  process.exit(1);
}

function findPrisma(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js');
  } catch {
    return undefined;
  }
}
