import { Client } from './load.ts';
import { openForm, openOrderDatabase } from './order-data.ts';
import type { Bench, Figure } from './results.ts';
import { spawnServer } from './spawn.ts';

const FIRST_VISIT = 60 * 1024;
const NEXT_PAGE = 6 * 1024;
const paths = ['/cabinet', '/subscriptions', '/catalog', '/customers', '/orders', '/documents', '/finance', '/history'];

/** P8: bytes of body on the wire, as a browser asks for them: brotli, files once. */
export const bench: Bench = {
  async run() {
    const { database, logins } = await openOrderDatabase();
    const portal = await spawnServer('portal', { DATABASE_URL: database.url });
    const client = new Client(portal.port, 4);
    try {
      const cookie = (await openForm(portal.port, logins[0] ?? '', database)).visitor.cookie;
      const fetched = new Map<string, number>();
      const page = async (path: string) => visit(client, path, cookie, fetched);
      const visitors = await visit(client, '/Account/LogOn', '', fetched);
      const first = await page(paths[0] ?? '/');
      const next: [string, number][] = [];
      for (const path of paths.slice(1)) next.push([path, (await page(path)).page]);
      const files = [...fetched].filter(([name]) => name.startsWith('/assets/'));
      return figures(visitors.all + first.all, next, files);
    } finally {
      client.close();
      await portal.stop();
      await database.close();
    }
  },
};

/** Loads a page and what it names that was not loaded yet, as a browser does. */
async function visit(client: Client, path: string, cookie: string, fetched: Map<string, number>): Promise<{ page: number; all: number }> {
  const load = async (address: string) => {
    const { status, body } = await client.ask(address, { headers: { cookie, 'accept-encoding': 'br, gzip' } });
    if (status !== 200) throw new Error(`${address} answered ${status}`);
    return body.length;
  };
  const plain = (await client.ask(path, { headers: { cookie } })).body.toString();
  const page = await load(path);
  let all = page;
  for (const [, address = ''] of plain.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)) {
    if (fetched.has(address)) continue;
    fetched.set(address, await load(address));
    all += fetched.get(address) ?? 0;
  }
  return { page, all };
}

function figures(first: number, next: readonly [string, number][], files: readonly [string, number][]): Figure[] {
  const largest = [...next].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return [
    { what: 'first visit, log-on and first page', value: kib(first), aim: '≤ 60 KiB', isReached: first <= FIRST_VISIT },
    { what: `largest next page, ${largest[0]}`, value: kib(largest[1]), aim: '≤ 6 KiB', isReached: largest[1] <= NEXT_PAGE },
    { what: 'next pages', value: next.map(([path, bytes]) => `${path} ${kib(bytes)}`).join(', ') },
    { what: 'files', value: files.map(([name, bytes]) => `${name.slice(8).replace(/-[A-Z0-9]{6,}/, '')} ${kib(bytes)}`).join(', ') },
  ];
}

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
