import { startEmbedded } from '#src/platform/db/embedded.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { poolSql, transactionSql } from '#src/platform/db/sql.ts';

const e = await startEmbedded({ dataDir: '/tmp/d1', warn: console.log });
const pool = createPool({ url: e.url, max: 2, name: 'a' });
const p = createPrisma({ url: e.url, max: 2, name: 'b' });
const text = `select 1::int4 a, 2::int8 b, 'x' c, true d, now() e, '{"a":1}'::jsonb f, array['a','b'] g, null::int h, date '2026-01-02' i, 1.50::numeric j,
 array[1,2] k, array[1::int8] l, pg_advisory_xact_lock(1) m, daterange('2026-01-01','2026-02-01') n, interval '1 day' o, array[date '2026-01-01'] p, 1.5::float8 q, 'a'::"char" r, gen_random_uuid()::text is not null s,
 $1::int8 p1, $2::timestamptz p2, $3::date p3, 5 = any($4::int[]) p4, $5::jsonb p5, 'b'=any($6::text[]) p6, $7::text p7, $8::bool p8, $9::jsonb p9, $10::numeric p10, array[now()] t`;
const v = [
  12345678901234567890n / 10n,
  new Date('2026-11-22T20:59:59.999Z'),
  '2026-11-30',
  [4, 5],
  { a: [1] },
  ['a', 'b'],
  undefined,
  false,
  JSON.stringify([1, 2]),
  '1.20',
];
for (let i = 0; i < 3; i++) {
  const r1 = (await poolSql(pool)('q1', text, v))[0];
  const r2 = (await p.db.$transaction(async (tx) => transactionSql(tx)('q1', text, v)))[0];
  if (i === 0) console.log(r1, r2);
}
await p.close();
await pool.end();
await e.stop();
