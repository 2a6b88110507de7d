import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { systemClock } from '#src/platform/clock.ts';
import { readStatement } from '#src/statements/statement-file.work.ts';
import { payableInvoices } from '../../scripts/statement/payable.ts';
import { statementOf } from '../../scripts/statement/statement-of.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { fill, ownersOf } from './fill.ts';
import { quantile } from './load.ts';
import { type Bench, type Figure, ms, perSecond } from './results.ts';
import { type Served, spawnServer } from './spawn.ts';
import { Visitor } from './visitor.ts';

const PATH = '/admin/payments/import';
const READ_MS = 10_000;
const MORE_MB = 200;
const PAGE_MS = 500;
const RECORDING_MS = 20_000;

/** A bank statement of 50,000 documents: read, loaded, looked through and recorded, while others use the portal. */
export const bench: Bench = {
  async run({ isShort }) {
    const size = isShort ? { rows: 5_000, partners: 200 } : { rows: 50_000, partners: 2_000 };
    const database = await openBenchDatabase();
    await fill(database, { partners: size.partners, subscriptions: size.partners * 2, products: 1 });
    await owe(database, Math.ceil(size.rows / size.partners));
    const bytes = await statementFor(database, size.rows);
    const staff = (await ownersOf(database, 2, 2)).map(({ login }) => login);
    await database.sql('bench_staff', `update users set role = 'manager', partner_id = null where login = any($1::text[])`, [staff]);
    const served = await spawnServer('portal', { DATABASE_URL: database.url, BENCH_JOBS: '1' });
    try {
      const [manager, colleague] = [
        await new Visitor(served.port).logOn(staff[0] ?? ''),
        await new Visitor(served.port).logOn(staff[1] ?? ''),
      ];
      return await measure({ bytes, rows: size.rows, served, manager, colleague, database });
    } finally {
      await served.stop();
      await database.close();
    }
  },
};

interface Measured {
  readonly bytes: Buffer;
  readonly rows: number;
  readonly served: Served;
  readonly manager: Visitor;
  readonly colleague: Visitor;
  readonly database: BenchDatabase;
}

async function measure({ bytes, rows, served, manager, colleague, database }: Measured): Promise<Figure[]> {
  const [seller] = await database.sql<{ account: string }>(
    'bench_seller',
    `select value #>> '{bank,account}' as account from settings where key = 'seller'`,
  );
  const reading = timed(() => readStatement(bytes, [seller?.account ?? ''], systemClock().today()));
  for (let warm = 0; warm < 30; warm++) await pageOf(colleague, '/admin/partners');
  const { rss: before, cpu: begun } = await served.usage();
  const peak = { rss: before };
  const load = await beside(colleague, served, peak, async () => {
    let to = await upload(manager, bytes);
    for (;;) {
      const page = await manager.get(to);
      if (page.status === 303) {
        to = String(page.headers.location);
        continue;
      }
      if (page.status !== 200) throw new Error(`${to} answered ${page.status}`);
      const html = page.body.toString();
      if (html.includes('Файл не загружен'))
        throw new Error(`${to} was refused: ${/role="alert"[\s\S]{0,600}/.exec(html)?.[0] ?? html.slice(0, 600)}`);
      if (!html.includes('data-refresh')) return to;
      await delay(500);
    }
  });
  const spent = (await served.usage()).cpu - begun;
  const pages: number[] = [];
  for (let at = 0; at < 40; at++)
    pages.push(await pageOf(manager, `${load.result}?show=${at % 2 ? 'sure' : 'suggested'}&page=${1 + (at % 3)}`));
  const loaded = (peak.rss - before) / 2 ** 20;
  const record = await beside(colleague, served, peak, () => recordSure(manager, load.result, database));
  const more = (peak.rss - before) / 2 ** 20;
  return [
    {
      what: `${rows} documents, ${(bytes.length / 2 ** 20).toFixed(0)} MB, read`,
      value: ms(reading),
      aim: `≤ ${ms(READ_MS)}`,
      isReached: reading <= READ_MS,
    },
    { what: 'from sending to the sorted review page', value: `${ms(load.took)}, processor time of Node ${ms(spent)}` },
    { what: 'memory on top while it is read and sorted', value: `${loaded.toFixed(0)} MB` },
    { what: 'memory of the whole process on top', value: `${more.toFixed(0)} MB`, aim: `≤ ${MORE_MB} MB`, isReached: more <= MORE_MB },
    {
      what: '/admin/partners meanwhile, p99',
      value: ms(quantile(load.times, 0.99)),
      aim: `≤ ${PAGE_MS} ms`,
      isReached: quantile(load.times, 0.99) <= PAGE_MS,
    },
    {
      what: 'the review page, median and p99',
      value: `${ms(quantile(pages, 0.5))}, ${ms(quantile(pages, 0.99))}`,
      aim: `p99 ≤ ${PAGE_MS} ms`,
      isReached: quantile(pages, 0.99) <= PAGE_MS,
    },
    { what: 'sure ones recorded', value: perSecond((record.result * 1000) / RECORDING_MS) },
    { what: '/admin/partners meanwhile, p99', value: ms(quantile(record.times, 0.99)) },
  ];
}

/** So many open invoices for each partner, beside what it has. */
const owe = ({ sql }: BenchDatabase, each: number) =>
  sql(
    'bench_owe',
    `insert into invoices (partner_id, contract_id, period, series, year, seq, number, issued_on, issued_at, due_on, net, vat, gross, line_count, seller, buyer, contract, doc_mode)
     select p.id, c.id, (date '1990-01-01' + (n || ' month')::interval)::date, 'ТЕСТ', 2026, row_number() over (), 'ТЕСТ-' || lpad((row_number() over ())::text, 6, '0'),
       (date '1990-01-31' + (n || ' month')::interval)::date, now() - interval '40 day', current_date - 10, 1000 * n + p.id, 0, 1000 * n + p.id, 1, '{}',
       jsonb_build_object('name', p.name, 'inn', p.inn), '{}', (enum_range(null::doc_mode))[1]
     from partners p cross join lateral (select min(id) as id from contracts where partner_id = p.id) c cross join generate_series(1, $1::int) n where c.id is not null`,
    [each],
  ).then(() => sql('bench_series', `insert into document_series values ('ТЕСТ', 2026, 10000000) on conflict do nothing`));

async function statementFor({ sql }: BenchDatabase, rows: number): Promise<Buffer> {
  const { invoices, ours } = await payableInvoices(sql);
  return iconv.encode(statementOf(invoices, { rows, seed: 1, ours, day: systemClock().today() }).text, 'win1251');
}

async function upload(visitor: Visitor, file: Buffer): Promise<string> {
  await visitor.get(PATH);
  const mark = `----${randomUUID()}`;
  const field = (name: string, value: string) => `--${mark}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `${field('_csrf', visitor.csrf)}${field('token', randomUUID())}--${mark}\r\ncontent-disposition: form-data; name="file"; filename="kl_to_1c.txt"\r\ncontent-type: text/plain\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${mark}--\r\n`)]);
  const headers = {
    cookie: visitor.cookie,
    'content-type': `multipart/form-data; boundary=${mark}`,
    'content-length': String(body.length),
  };
  const answer = await visitor.client.ask(PATH, { method: 'POST', headers, body: body as unknown as string });
  if (answer.status !== 303) throw new Error(`the statement was answered ${answer.status}`);
  return String(answer.headers.location);
}

/** Confirms all sure ones. @returns how many of them are recorded after a while */
async function recordSure(visitor: Visitor, to: string, database: BenchDatabase): Promise<number> {
  const html = (await visitor.get(to)).body.toString();
  const hidden = (name: string) => new RegExp(`action="${to}/sure"[\\s\\S]*?name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
  const answer = await visitor.post(`${to}/sure`, { token: hidden('token'), seen: hidden('seen') });
  if (answer.status !== 303) throw new Error(`all sure ones were answered ${answer.status}`);
  await delay(RECORDING_MS);
  const [row] = await database.sql<{ count: number }>(
    'bench_recorded',
    `select count(*)::int as count from payments where source = 'bank'`,
  );
  return row?.count ?? 0;
}

/** Work, with the times of a page somebody else opens meanwhile, and the most memory that was seen. */
async function beside<T>(
  visitor: Visitor,
  served: Served,
  peak: { rss: number },
  work: () => Promise<T>,
): Promise<{ result: T; took: number; times: number[] }> {
  const times: number[] = [];
  let isOver = false;
  const begin = performance.now();
  const done = work().finally(() => {
    isOver = true;
  });
  done.catch(() => undefined);
  while (!isOver) {
    times.push(await pageOf(visitor, '/admin/partners'));
    peak.rss = Math.max(peak.rss, (await served.usage()).rss);
    await delay(50);
  }
  return { result: await done, took: performance.now() - begin, times };
}

async function pageOf(visitor: Visitor, path: string): Promise<number> {
  const begin = performance.now();
  const { status } = await visitor.get(path);
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return performance.now() - begin;
}

function timed(work: () => unknown): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}
