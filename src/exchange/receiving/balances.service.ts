import type { Tx } from '#src/platform/scope.ts';
import type { Outcome } from '../exchange.types.ts';
import type { ReadItem } from './reading.rules.ts';
import type { Carried } from './receiving.types.ts';
import { isNewer, versionOfMessage } from './versions.rules.ts';

interface Known {
  readonly account: string;
  readonly day: string;
  readonly version: string;
}

/** What accounts owed at the end of a day, to compare with the portal's own ledger. */
export async function takeBalances(tx: Tx, { head }: Carried, items: readonly ReadItem<'balances'>[]): Promise<Outcome> {
  const accounts = items.map(({ item }) => item.invoiceAccount);
  const known = await tx.sql<Known>(
    'ax_balances_known',
    `select invoice_account as account, day::text as day, version from ax_balances where invoice_account = any($1::text[]) and day = any($2::date[])`,
    [accounts, items.map(({ item }) => item.date)],
  );
  const versions = new Map(known.map(({ account, day, version }) => [`${account} ${day}`, version]));
  const news = new Map<string, object>();
  for (const { item } of items) {
    const place = `${item.invoiceAccount} ${item.date}`;
    const version = item.version ?? versionOfMessage(head.createdAt, head.seq);
    if (!isNewer(version, versions.get(place) ?? null)) continue;
    versions.set(place, version);
    news.set(place, {
      account: item.invoiceAccount,
      day: item.date,
      balance: String(item.balance),
      overdue: text(item.overdue),
      as_of: item.asOf,
      version,
    });
  }
  await tx.sql(
    'ax_balances_write',
    `insert into ax_balances (invoice_account, day, balance, overdue, as_of, version)
     select account, day, balance, overdue, as_of, version
     from jsonb_to_recordset($1::jsonb) as n(account text, day date, balance bigint, overdue bigint, as_of timestamptz, version text)
     on conflict (invoice_account, day) do update set balance = excluded.balance, overdue = excluded.overdue, as_of = excluded.as_of, version = excluded.version`,
    [JSON.stringify([...news.values()])],
  );
  return { applied: news.size, stale: items.length - news.size, faults: [] };
}

const text = (value: bigint | null): string | null => (value === null ? null : String(value));
