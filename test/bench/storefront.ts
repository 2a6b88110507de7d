import { FULL, TENTH } from './fill.ts';
import { measureList, openListPage } from './list-page.ts';
import { Client, type Load, median, press } from './load.ts';
import { type Bench, type Figure, perSecond, ratio } from './results.ts';
import type { Served } from './spawn.ts';

const LANES = 8;
const ROUNDS = 7;
const WARM_UP = 2;
const HOME = '/store/p00001';

/** A storefront's first page, drawn and answered by its ETag, beside the list of subscriptions of P1 in the same run. */
export const bench: Bench = {
  async run({ isShort }) {
    const page = await openListPage(isShort ? TENTH : FULL);
    try {
      const tag = await tagOf(page.portal);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push({
          list: await measureList(page.portal, { cookie: page.cookie }),
          drawn: await measure(page.portal, {}, 200),
          kept: await measure(page.portal, { 'if-none-match': tag }, 304),
        });
      }
      return [...figures(rounds.slice(WARM_UP)), await firstVisit(page.portal)];
    } finally {
      await page.close();
    }
  },
};

type Round = Record<'list' | 'drawn' | 'kept', Load>;

async function tagOf(server: Served): Promise<string> {
  const client = new Client(server.port, 1);
  const { status, headers } = await client.ask(HOME);
  client.close();
  if (status !== 200 || !headers.etag) throw new Error(`the storefront answered ${status}`);
  return headers.etag;
}

async function measure(server: Served, headers: Record<string, string>, due: number): Promise<Load> {
  const client = new Client(server.port, LANES);
  const load = await press(LANES, { ms: 2_000 }, async () => {
    const { status } = await client.ask(HOME, { headers });
    if (status !== due) throw new Error(`the storefront answered ${status}`);
  });
  client.close();
  return load;
}

function figures(rounds: readonly Round[]): Figure[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const [drawn, kept] = [of((round) => round.drawn.rate / round.list.rate), of((round) => round.kept.rate / round.list.rate)];
  return [
    { what: 'list of subscriptions', value: perSecond(of(({ list }) => list.rate)) },
    { what: 'storefront drawn', value: perSecond(of((round) => round.drawn.rate)) },
    { what: 'storefront by ETag', value: perSecond(of((round) => round.kept.rate)) },
    { what: 'drawn to list', value: ratio(drawn), aim: '≥ 1.0', isReached: drawn >= 1 },
    { what: 'by ETag to list', value: ratio(kept), aim: '≥ 3.0', isReached: kept >= 3 },
  ];
}

/** Bytes of body of a first visit, as a browser asks: brotli, the page and all it names. */
async function firstVisit(server: Served): Promise<Figure> {
  const client = new Client(server.port, 4);
  const html = (await client.ask(HOME)).body.toString();
  const addresses = [
    HOME,
    ...[...html.matchAll(/<(?:link|script|img|source)[^>]*?(?:href|src|srcset)="(\/(?:assets|store)\/[^"#]+)/g)].map(([, one = '']) => one),
  ];
  let bytes = 0;
  for (const address of new Set(addresses))
    bytes += (await client.ask(address, { headers: { 'accept-encoding': 'br, gzip' } })).body.length;
  client.close();
  return { what: 'first visit', value: `${(bytes / 1024).toFixed(1)} KiB`, aim: '≤ 60 KiB', isReached: bytes <= 60 * 1024 };
}
