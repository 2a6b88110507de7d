import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

/** Accounts of companies and sole traders; those of banks, treasuries and agents carry the money of many payers. */
const OWN_MONEY = /^(40[567]\d{17}|40802\d{15})$/;

/** Remembers that the partner pays from this account; it is evidence of the payer from then on. */
export async function rememberPayer(tx: Tx, partnerId: number, account: string, payerName: string): Promise<void> {
  if (!OWN_MONEY.test(account)) return;
  await tx.sql(
    'payer_account_remember',
    `insert into payer_accounts (partner_id, account, payer_name, confirmed_by, confirmed_at) values ($1::int, $2, $3, $4, $5::timestamptz)
     on conflict (partner_id, account) do nothing`,
    [partnerId, account, payerName, tx.scope.actor.name, tx.now],
  );
}

/** ИНН of the partners who were confirmed to pay from an account. */
export async function payersOf(sql: Sql, account: string): Promise<string[]> {
  const rows = await sql<{ inn: string }>(
    'payers_of_account',
    'select r.inn from payer_accounts a join partners r on r.id = a.partner_id where a.account = $1 order by r.id',
    [account],
  );
  return rows.map(({ inn }) => inn);
}

export interface RememberedAccount {
  readonly id: string;
  readonly partnerId: number;
  readonly partnerName: string;
  readonly account: string;
  readonly payerName: string;
  readonly confirmedBy: string;
  readonly confirmedAt: Date;
}

/** The accounts partners have paid from, by partner; those that match `q` by account, partner or payer. At most 500. */
export const rememberedAccounts = ({ portal }: Scope, q: string): Promise<RememberedAccount[]> =>
  portal.sql<RememberedAccount>(
    'remembered_accounts',
    `select a.id::text as id, a.partner_id as "partnerId", r.name as "partnerName", a.account, a.payer_name as "payerName", a.confirmed_by as "confirmedBy",
       a.confirmed_at as "confirmedAt" from payer_accounts a join partners r on r.id = a.partner_id
     where $1::text[] is null or ${keySql('a.account', 'r.name', 'r.inn', 'a.payer_name')} like all ($1::text[]) order by r.name, a.id limit 500`,
    [searchPatterns(q)],
  );

/** Forgets that a partner pays from an account; payments stay. @throws NotFound */
export function forgetPayer(scope: Scope, partnerId: number, id: number, token: string): Promise<{ account: string }> {
  return command(scope, { action: 'payer-account.forget', token }, async (tx) => {
    const [gone] = await tx.sql<{ account: string }>(
      'payer_account_forget',
      'delete from payer_accounts where partner_id = $1::int and id = $2::bigint returning account',
      [partnerId, BigInt(id)],
    );
    if (!gone) throw new NotFound();
    await tx.audit({ action: 'payer-account.forgotten', subject: `счёт ${gone.account}`, partnerId });
    return gone;
  });
}

export interface OwnAccount {
  readonly account: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** Our accounts beside that of the requisites. */
export const ownAccounts = ({ portal }: Scope): Promise<OwnAccount[]> =>
  portal.sql<OwnAccount>(
    'own_accounts',
    'select account, added_by as "addedBy", added_at as "addedAt" from own_accounts order by added_at, account',
  );

/** @throws Invalid when it is there already */
export async function addOwnAccount(scope: Scope, account: string, token: string): Promise<void> {
  await command(scope, { action: 'own-account.add', token }, async (tx) => {
    const added = await tx.sql(
      'own_account_add',
      'insert into own_accounts (account, added_by, added_at) values ($1, $2, $3::timestamptz) on conflict do nothing returning account',
      [account, scope.actor.name, tx.now],
    );
    if (added.length === 0) throw new Invalid({ account: 'Этот счёт уже есть' });
    await tx.audit({ action: 'own-account.added', subject: `счёт ${account}` });
  });
}

/** @throws NotFound */
export async function removeOwnAccount(scope: Scope, account: string, token: string): Promise<void> {
  await command(scope, { action: 'own-account.remove', token }, async (tx) => {
    const gone = await tx.sql('own_account_remove', 'delete from own_accounts where account = $1 returning account', [account]);
    if (gone.length === 0) throw new NotFound();
    await tx.audit({ action: 'own-account.removed', subject: `счёт ${account}` });
  });
}
