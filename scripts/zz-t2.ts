import pg from 'pg';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { migrate } from '#src/platform/db/migrate.ts';

const e = await startEmbedded({ dataDir: '/tmp/d1', warn: console.log });
const admin = new pg.Client(e.adminUrl);
await admin.connect();
await admin.query('drop database if exists m1');
await admin.query('create database m1 owner portal');
const url = e.url.replace(/portal$/, 'm1');
try {
  let t = performance.now();
  console.log(await Promise.all([migrate(url, process.argv[2]), migrate(url, process.argv[2])]), performance.now() - t);
  t = performance.now();
  console.log(await migrate(url, process.argv[2]), performance.now() - t);
} catch (x) {
  console.log(x);
}
const c = new pg.Client(url);
await c.connect();
console.log((await c.query('select migration_name, finished_at, rolled_back_at, applied_steps_count from _prisma_migrations')).rows);
await c.end();
await admin.end();
await e.stop();
