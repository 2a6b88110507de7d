import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { fill, ownersOf } from './fill.ts';
import { Visitor } from './visitor.ts';

/** A partner's person with the order form open. */
export interface Buyer {
  readonly visitor: Visitor;
  /** Fields of the form as it was shown; each order needs a token of its own. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Partners with about a hundred subscriptions each and all the credit they want, and their owners. */
export async function openOrderDatabase(): Promise<{ database: BenchDatabase; logins: string[] }> {
  const database = await openBenchDatabase();
  await fill(database, { partners: 100, subscriptions: 10_000, products: 1 });
  await database.sql('bench_limits', 'update partners set credit_limit = 100000000000000');
  const owners = await ownersOf(database, 100, 50);
  return { database, logins: owners.map(({ login }) => login) };
}

/** Logs on and opens the order form of an offer for the partner's first customer. */
export async function openForm(port: number, login: string, { sql }: Pick<BenchDatabase, 'sql'>): Promise<Buyer> {
  const [choice] = await sql<{ sku: string; seats: number; customer: number }>(
    'bench_choice',
    `select o.sku, o.min_seats as seats, (select min(c.id) from customers c join users u on u.partner_id = c.partner_id where u.login = $1) as customer
     from offers o where o.billing_rule = 'prorated' and o.discontinued_on is null order by o.id limit 1`,
    [login],
  );
  if (!choice) throw new Error('nothing can be ordered');
  const visitor = await new Visitor(port).logOn(login);
  const page = (await visitor.get(`/orders/new?offer=${encodeURIComponent(choice.sku)}`)).body.toString();
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const { _csrf, shows, ...fields } = Object.fromEntries(hidden) as Record<string, string>;
  return {
    visitor,
    fields: { ...fields, customer: String(choice.customer), seats: String(choice.seats), renewal: 'month', terms: 'on', step: 'place' },
  };
}
