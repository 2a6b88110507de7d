import { setTimeout as delay } from 'node:timers/promises';
import { zip } from '#test/lib/zip.ts';
import { openBenchDatabase } from './database.ts';
import { fill, ownersOf } from './fill.ts';
import { median, quantile } from './load.ts';
import { type Bench, type Figure, ms } from './results.ts';
import { type Served, spawnServer } from './spawn.ts';
import { Visitor } from './visitor.ts';

const AT_ONCE = 100;
const MEMORY_MB = 400;
/** A person has two heavy requests at once, so so many people ask. */
const PEOPLE = AT_ONCE / 2;
const IDLE_MS = 5_000;
const HOSTILE_MS = 20_000;

/** P10: memory of one instance under a hundred exports asked at once, and what a list feels of them and of a hostile file. */
export const bench: Bench = {
  async run({ isShort }) {
    const database = await openBenchDatabase();
    await fill(database, { partners: PEOPLE + 20, subscriptions: isShort ? 14_000 : 70_000, products: 1 });
    const owners = await ownersOf(database, 1_000, PEOPLE + 2);
    await database.sql('bench_admin', `update users set role = 'admin', partner_id = null where login = $1`, [owners[0]?.login]);
    const portal = await spawnServer('portal', { DATABASE_URL: database.url });
    try {
      const people: Visitor[] = [];
      for (const { login } of owners) people.push(await new Visitor(portal.port, 2).logOn(login));
      const [admin, looker, ...askers] = people;
      if (!admin || !looker) throw new Error('nobody can log on');
      const idle = await look(portal, looker, delay(IDLE_MS));
      const exporting = askAll(askers);
      const busy = await look(portal, looker, exporting);
      const { bytes, refused } = await exporting;
      const reading = loadHostile(admin, HOSTILE_MS);
      const hostile = await look(portal, looker, reading);
      return [
        { what: `memory, peak under ${AT_ONCE} exports`, value: mb(busy.rss), aim: `≤ ${MEMORY_MB} MB`, isReached: busy.rss <= MEMORY_MB },
        { what: 'memory before', value: mb(idle.rss) },
        { what: 'exports given out, refused, bytes', value: `${AT_ONCE - refused}, ${refused}, ${bytes}` },
        timesOf('a list idle', idle, null),
        timesOf('a list under exports', busy, null),
        timesOf('a list while hostile files are read', hostile, idle),
        { what: 'hostile files were answered', value: told(await reading) },
      ];
    } finally {
      await portal.stop();
      await database.close();
    }
  },
};

interface Seen {
  readonly times: readonly number[];
  /** Most memory seen, in megabytes. */
  readonly rss: number;
}

/** Asks for a list one after another, and for the memory, until `work` is over. */
async function look(portal: Served, { client, cookie }: Visitor, work: Promise<unknown>): Promise<Seen> {
  const times: number[] = [];
  let rss = 0;
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const begin = performance.now();
    const { status } = await client.ask('/subscriptions', { headers: { cookie } });
    if (status !== 200) throw new Error(`a page answered ${status}`);
    times.push(performance.now() - begin);
    rss = Math.max(rss, (await portal.usage()).rss / 2 ** 20);
    await delay(10);
  }
  return { times, rss };
}

async function askAll(people: readonly Visitor[]): Promise<{ bytes: number; refused: number }> {
  const asked = people.flatMap(({ client, cookie }) =>
    ['/subscriptions.xlsx', '/history.xlsx'].map((path) => client.ask(path, { headers: { cookie } })),
  );
  const answers = await Promise.all(asked);
  const refused = answers.filter(({ status }) => status !== 200).length;
  return { bytes: answers.reduce((sum, { body }) => sum + body.length, 0), refused };
}

/** Files that took the old readers minutes, three one after another, again and again until a p99 can be told. */
async function loadHostile(admin: Visitor, forMs: number): Promise<number[]> {
  const files = ['<v'.repeat(14_000_000), '<row/>'.repeat(6_000_000), '<row><c/></row>'.repeat(3_000_000)].map(workbook);
  const statuses: number[] = [];
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    for (const file of files) {
      await admin.get('/admin/catalog/import');
      statuses.push((await admin.client.ask('/admin/catalog/import', formOf(admin, file))).status);
    }
  }
  return statuses;
}

const workbook = (inner: string): Buffer =>
  zip({
    'xl/workbook.xml': Buffer.from('<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': Buffer.from('<a><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></a>'),
    'xl/worksheets/sheet1.xml': Buffer.from(`<worksheet>${inner}</worksheet>`),
  });

function formOf({ csrf, cookie }: Visitor, file: Buffer) {
  const field = (name: string, value: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = [field('_csrf', csrf), field('validFrom', '01.12.2030'), field('token', crypto.randomUUID())].join('');
  const body = Buffer.concat([
    Buffer.from(`${head}--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n`),
    file,
    Buffer.from('\r\n--b--\r\n'),
  ]);
  const headers = { cookie, 'content-type': 'multipart/form-data; boundary=b', 'content-length': String(body.length) };
  return { method: 'POST', body, headers } as const;
}

/** With the idle times beside it: p99 within twice theirs. */
function timesOf(what: string, { times }: Seen, idle: Seen | null): Figure {
  const p99 = quantile(times, 0.99);
  const value = `median ${ms(median(times))}, p99 ${ms(p99)} of ${times.length}`;
  return idle ? { what, value, aim: 'p99 ≤ 2 × idle', isReached: p99 <= 2 * quantile(idle.times, 0.99) } : { what, value };
}

/** «422 × 36» */
const told = (statuses: readonly number[]): string =>
  [...new Set(statuses)].map((status) => `${status} × ${statuses.filter((other) => other === status).length}`).join(', ');

const mb = (size: number): string => `${size.toFixed(0)} MB`;
