import type { Tx } from '#src/platform/scope.ts';
import type { ItemFault, Outcome } from '../exchange.types.ts';
import { settlePartners } from '../standing/standing.service.ts';
import type { DebtorItem } from './contract.rules.ts';
import type { ReadItem } from './reading.rules.ts';
import type { Carried } from './receiving.types.ts';
import { isNewer } from './versions.rules.ts';

/** An instant that far ahead of the portal's clock is no slip of a clock. */
const AHEAD_MS = 3_600_000;

/**
 * Debtors: what Axapta says is kept by version, whoever they are, then holds, limits and credit of the partners they are follow it. A debtor
 * that is missing in a whole set stays as it was: absence lifts no block.
 */
export async function takeDebtors(tx: Tx, { id, head }: Carried, items: readonly ReadItem<'debtors'>[]): Promise<Outcome> {
  const faults = items.filter(({ item }) => item.asOf.getTime() > tx.now.getTime() + AHEAD_MS).map(aheadFault);
  const sound = items.filter(({ item }) => item.asOf.getTime() <= tx.now.getTime() + AHEAD_MS);
  const versions = await knownVersions(tx, sound);
  const news = new Map<string, DebtorItem>();
  for (const { item } of sound) {
    if (!isNewer(item.version, versions.get(item.custAccount) ?? null)) continue;
    versions.set(item.custAccount, item.version);
    news.set(item.custAccount, item);
  }
  const seenAt = new Date(Math.min(head.createdAt.getTime(), tx.now.getTime()));
  await noteSeen(tx, sound, seenAt);
  await write(tx, [...news.values()], { id, seenAt });
  await settlePartners(tx, await partnersOf(tx, [...news.values()]));
  return { applied: news.size, stale: sound.length - news.size, faults };
}

const aheadFault = ({ at, key }: ReadItem<'debtors'>): ItemFault => ({
  ...{ key, pointer: `/items/${at}/asOf`, code: 'as-of-ahead', text: 'момент данных впереди часов портала больше чем на час' },
});

async function knownVersions(tx: Tx, items: readonly ReadItem<'debtors'>[]): Promise<Map<string, string>> {
  const known = await tx.sql<{ account: string; version: string }>(
    'ax_debtors_known',
    'select cust_account as account, version from ax_debtors where cust_account = any($1::text[])',
    [items.map(({ item }) => item.custAccount)],
  );
  return new Map(known.map(({ account, version }) => [account, version]));
}

/** That a message named them, whatever its version: who is not named in a younger whole set is missing there. */
async function noteSeen(tx: Tx, items: readonly ReadItem<'debtors'>[], seenAt: Date): Promise<void> {
  await tx.sql(
    'ax_debtors_seen',
    'update ax_debtors set seen_at = $2::timestamptz where cust_account = any($1::text[]) and seen_at < $2::timestamptz',
    [items.map(({ item }) => item.custAccount), seenAt],
  );
}

async function write(tx: Tx, debtors: readonly DebtorItem[], { id, seenAt }: { id: bigint; seenAt: Date }): Promise<void> {
  if (debtors.length === 0) return;
  await tx.sql(
    'ax_debtors_write',
    `insert into ax_debtors as d (cust_account, invoice_account, name, inn, kpp, blocked, block_reason, blocked_since, credit_max, mandatory_credit_limit,
       balance, overdue, oldest_due_on, pay_days, agreements, as_of, version, seen_at, message_id)
     select n.cust_account, n.invoice_account, n.name, n.inn, n.kpp, n.blocked, n.block_reason, case when n.blocked <> 'No' then $2::timestamptz end, n.credit_max,
       n.mandatory, n.balance, n.overdue, n.oldest_due_on, n.pay_days, n.agreements, least(n.as_of, $2::timestamptz), n.version, $3::timestamptz, $4::bigint
     from jsonb_to_recordset($1::jsonb) as n(cust_account text, invoice_account text, name text, inn text, kpp text, blocked text, block_reason text,
       credit_max bigint, mandatory boolean, balance bigint, overdue bigint, oldest_due_on date, pay_days int, agreements jsonb, as_of timestamptz, version text)
     on conflict (cust_account) do update set invoice_account = excluded.invoice_account, name = excluded.name, inn = excluded.inn, kpp = excluded.kpp,
       blocked = excluded.blocked, block_reason = excluded.block_reason,
       blocked_since = case when excluded.blocked = 'No' then null else coalesce(d.blocked_since, excluded.blocked_since) end,
       credit_max = excluded.credit_max, mandatory_credit_limit = excluded.mandatory_credit_limit, balance = excluded.balance, overdue = excluded.overdue,
       oldest_due_on = excluded.oldest_due_on, pay_days = excluded.pay_days, agreements = excluded.agreements, as_of = excluded.as_of,
       version = excluded.version, seen_at = greatest(d.seen_at, excluded.seen_at), message_id = excluded.message_id`,
    [JSON.stringify(debtors.map(rowOf)), tx.now, seenAt, id],
  );
}

const rowOf = (item: DebtorItem): object => ({
  ...{ cust_account: item.custAccount, invoice_account: item.invoiceAccount, name: item.name, inn: item.inn, kpp: item.kpp },
  ...{ blocked: item.blocked, block_reason: item.blockReason, credit_max: text(item.creditMax), mandatory: item.mandatoryCreditLimit },
  ...{ balance: String(item.balance), overdue: String(item.overdue), oldest_due_on: item.oldestDueDate, pay_days: item.paymDays },
  ...{ agreements: item.agreements, as_of: item.asOf, version: item.version },
});

const text = (value: bigint | null): string | null => (value === null ? null : String(value));

/** Partners that these are, or that are invoiced through one of them. */
async function partnersOf(tx: Tx, debtors: readonly DebtorItem[]): Promise<number[]> {
  const rows = await tx.sql<{ id: number }>(
    'ax_partners_touched',
    `select p.id from partners p left join ax_debtors d on d.cust_account = upper(btrim(p.ax_debtor_code))
     where upper(btrim(p.ax_debtor_code)) = any($1::text[]) or coalesce(d.invoice_account, upper(btrim(p.ax_payer_code))) = any($1::text[]) order by p.id`,
    [debtors.map(({ custAccount }) => custAccount)],
  );
  return rows.map(({ id }) => id);
}
