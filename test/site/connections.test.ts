import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Where connections are made: each listens to its own loss from its birth. */
const MAKER = 'src/platform/db/client.ts';

/** Others' makers of connections that nobody would listen to. */
const BARE = [/new\s+(pg\.)?(Client|Pool)\(/, /new\s+PrismaPg\(\s*\{/, /new\s+PgBoss\(\s*(\{[^}]*connectionString|['"`]|\w*[uU]rl)/];

/** Clients of http, not of the database. */
const HTTP = /new Client\((portal\.|server\.)?port, /;

const files = ['src', 'scripts', 'prisma', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => `${folder}/${name}`),
);

const bareLines = (file: string): string[] =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .filter((line) => BARE.some((bare) => bare.test(line)) && !HTTP.test(line));

test('every connection to the database comes from the one place whose connections listen to their loss', () => {
  const found = files.filter((file) => bareLines(file).length > 0);
  expect(found).toEqual([MAKER]);
});
