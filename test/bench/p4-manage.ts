import { randomUUID } from 'node:crypto';
import type { BenchDatabase } from './database.ts';
import { Client, type Load, median, press } from './load.ts';
import { type ManageFloor, openManageFloor, type Target } from './manage-floor.ts';
import { openOrderDatabase } from './order-data.ts';
import { type Bench, type Figure, ms, perSecond, ratio } from './results.ts';
import { spawnServer } from './spawn.ts';
import { Visitor } from './visitor.ts';

const LANES = 8;
const ACTS = ['stop', 'start', 'seats'] as const;
type Act = (typeof ACTS)[number];

/** Subscriptions changed in a round, each by all acts in turn; rounds that count, and those before in which everything gets warm. */
const SIZE = { full: 240, short: 80 };
const ROUNDS = { warm: 1, counted: 4 };

/** P4 for changes: «Стоп», «Старт» and more seats through HTTP against the rows each leaves, written by `pg` alone. */
export const bench: Bench = {
  async run({ isShort }) {
    const { database, logins } = await openOrderDatabase();
    const portal = await spawnServer('portal', { DATABASE_URL: database.url, BENCH_JOBS: '0' });
    const client = new Client(portal.port, LANES);
    const visitors = new Map<string, Visitor>();
    const floors = new Map<Act, ManageFloor>();
    try {
      for (const login of logins) visitors.set(login, await new Visitor(portal.port).logOn(login));
      const size = isShort ? SIZE.short : SIZE.full;
      const [first, ...others] = await targetsOf(database, logins, 1 + size * (ROUNDS.warm + ROUNDS.counted));
      const apart = await targetsOf(database, await othersThan(database, logins), size);
      if (!first) throw new Error('nothing to change');
      for (const act of ACTS) floors.set(act, await floorOf(database.url, act, first, client, visitors));
      const pairs = new Map<Act, Pair[]>(ACTS.map((act) => [act, []]));
      for (let round = 0; round < ROUNDS.warm + ROUNDS.counted; round++) {
        const changed = others.slice(round * size, (round + 1) * size);
        for (const act of ACTS) {
          const forms: (() => Promise<void>)[] = [];
          for (const target of changed) forms.push(await opened(act, target, client, visitors));
          const bounds = { ms: Number.POSITIVE_INFINITY, limit: size };
          const portal = await press(LANES, bounds, async (at) => forms[at]?.());
          const floor = await press(LANES, bounds, async (at) => {
            const target = apart[at];
            if (target) await floors.get(act)?.change(`${act}-${round}-${at}`, target);
          });
          pairs.get(act)?.push({ portal, floor });
        }
      }
      return [...pairs].flatMap(([act, all]) => figures(act, all.slice(ROUNDS.warm)));
    } finally {
      for (const { client: own } of visitors.values()) own.close();
      client.close();
      for (const floor of floors.values()) await floor.close();
      await portal.stop();
      await database.close();
    }
  },
};

interface Pair {
  readonly portal: Load;
  readonly floor: Load;
}

const PAGES: Readonly<Record<Act, string>> = { stop: 'stop', start: 'start', seats: 'parameters' };

/** Opens the form of a change; what it gives sends it. */
async function opened(
  act: Act,
  { number, login }: Target,
  client: Client,
  visitors: ReadonlyMap<string, Visitor>,
  token: string = randomUUID(),
) {
  const visitor = visitors.get(login);
  if (!visitor) throw new Error(`${login} is not logged on`);
  const path = `/subscriptions/${number}/${PAGES[act]}`;
  let fields = hiddenIn((await visitor.get(path)).body.toString());
  if (act === 'seats') {
    const seats = String(Number(fields['seen']?.split(' ')[2]) + 1);
    const { body } = await visitor.post(path, { ...fields, seats, step: 'recalculate' });
    fields = { ...hiddenIn(body.toString()), seats, step: 'confirm' };
  }
  const form = visitor.form({ ...fields, token });
  return async () => {
    const { status } = await client.ask(path, form);
    if (status !== 303) throw new Error(`${act} of ${number} was answered ${status}`);
  };
}

function hiddenIn(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const { _csrf, ...fields } = Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value])) as Record<string, string>;
  return fields;
}

async function floorOf(
  url: string,
  act: Act,
  target: Target,
  client: Client,
  visitors: ReadonlyMap<string, Visitor>,
): Promise<ManageFloor> {
  const token = randomUUID();
  const change = await opened(act, target, client, visitors, token);
  return openManageFloor(url, target, token, change);
}

/** Owners of the partners whom the portal leaves alone: the floor writes for them. */
async function othersThan({ sql }: BenchDatabase, logins: readonly string[]): Promise<string[]> {
  const rows = await sql<{ login: string }>(
    'bench_others',
    `select login from users where role = 'partner_owner' and not login = any($1::text[])`,
    [logins],
  );
  return rows.map(({ login }) => login);
}

/** Active subscriptions of these people's partners, of an offer that is still sold, partner after partner in turn. */
function targetsOf({ sql }: BenchDatabase, logins: readonly string[], count: number): Promise<Target[]> {
  return sql<Target>(
    'bench_targets',
    `select s.id, s.number, u.login, s.partner_id, s.contract_id, s.customer_id
     from users u join subscriptions s on s.partner_id = u.partner_id join offers o on o.id = s.offer_id
     where u.login = any($1::text[]) and s.status = 'active' and s.stop_on is null and o.discontinued_on is null and s.seats < o.max_seats
       and o.billing_rule = 'prorated'
     order by row_number() over (partition by s.partner_id order by s.id), s.partner_id limit $2::int`,
    [logins, count],
  );
}

function figures(act: Act, pairs: readonly Pair[]): Figure[] {
  const rate = median(pairs.map(({ portal, floor }) => portal.rate / floor.rate));
  const middle = (of: keyof Pair) => median(pairs.map((pair) => pair[of].rate));
  const p99 = median(pairs.map(({ portal }) => portal.p99));
  return [
    { what: `${act}: portal, floor`, value: `${perSecond(middle('portal'))}, ${perSecond(middle('floor'))}, p99 ${ms(p99)}` },
    { what: `${act}, portal to floor`, value: ratio(rate), aim: '≥ 0.45', isReached: rate >= 0.45 },
  ];
}
