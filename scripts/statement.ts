// npm run statement -- --rows 5000 [--out kl_to_1c.txt]: a bank statement as the open invoices of a demo world would be paid,
// to be loaded under «Платежи». It reads the database only: of DATABASE_URL, or of a stopped portal of its own.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import iconv from 'iconv-lite';
import { startClock } from '#src/demo/clock.ts';
import { loadConfig } from '#src/platform/config.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { poolSql } from '#src/platform/db/sql.ts';
import { payableInvoices } from './statement/payable.ts';
import { statementOf } from './statement/statement-of.ts';

const text = { type: 'string' } as const;
const { rows = '5000', out = 'kl_to_1c.txt', seed = '1' } = parseArgs({ options: { rows: text, out: text, seed: text } }).values;
const config = loadConfig(process.env);
const embedded = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir });
const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
const pool = createPool({ url: databaseUrl, max: 1, name: 'statement', timeouts: { statement: 0, lock: 0, idleInTransaction: 0 } });
try {
  const { invoices, ours } = await payableInvoices(poolSql(pool));
  const day = (await startClock(config, databaseUrl)).today();
  const made = statementOf(invoices, { rows: Number(rows), seed: Number(seed), ours, day });
  await writeFile(out, iconv.encode(made.text, 'win1251'));
  console.log(`${out}: ${rows} documents for ${invoices.length} open invoices`, made.written);
} finally {
  await pool.end();
  await embedded?.stop();
}
