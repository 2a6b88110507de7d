import type { SeedSize } from '../../scripts/seed/options.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { fill, ownersOf } from './fill.ts';
import { Client, type Load, press } from './load.ts';
import { type Served, spawnServer } from './spawn.ts';
import { Visitor } from './visitor.ts';

const LANES = 8;

/** The list page of a partner with 200 subscriptions in tables of a size, served and logged on to. */
export interface ListPage {
  readonly database: BenchDatabase;
  readonly partnerId: number;
  readonly portal: Served;
  readonly cookie: string;
  /** The page as it is answered. */
  readonly html: string;
  close(): Promise<void>;
}

export async function openListPage(size: SeedSize): Promise<ListPage> {
  const database = await openBenchDatabase();
  await fill(database, size);
  const [owner] = await ownersOf(database, 200, 1);
  if (!owner) throw new Error('no partner has subscriptions');
  const portal = await spawnServer('portal', { DATABASE_URL: database.url });
  const visitor = await new Visitor(portal.port).logOn(owner.login);
  const { body } = await visitor.get('/subscriptions');
  visitor.client.close();
  return {
    ...{ database, portal, cookie: visitor.cookie, partnerId: owner.partnerId, html: body.toString() },
    close: async () => {
      await portal.stop();
      await database.close();
    },
  };
}

export interface Measured extends Load {
  /** Milliseconds of the server's CPU per answer. */
  readonly cpu: number;
}

/** Asks for the list over some connections for two seconds. @throws Error when an answer is not the page. */
export async function measureList(server: Served, headers: Record<string, string>): Promise<Measured> {
  const client = new Client(server.port, LANES);
  const before = await server.usage();
  const load = await press(LANES, { ms: 2_000 }, async () => {
    const { status } = await client.ask('/subscriptions', { headers });
    if (status !== 200) throw new Error(`the list answered ${status}`);
  });
  const after = await server.usage();
  client.close();
  return { ...load, cpu: (after.cpu - before.cpu) / load.count };
}
