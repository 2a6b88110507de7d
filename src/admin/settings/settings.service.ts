import { createHash } from 'node:crypto';
import type { Seller } from '#src/billing/close/close.types.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { ChangedMeanwhile } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

export interface StoredSeller {
  /** null when never set. */
  readonly seller: Seller | null;
  /** Changes with every change. */
  readonly version: string;
}

/** MONT's requisites as they are now. */
export function storedSeller({ portal }: Scope): Promise<StoredSeller> {
  return read(portal.sql, '');
}

async function read(sql: Sql, lock: '' | 'for update'): Promise<StoredSeller> {
  const [row] = await sql<{ value: Seller }>(`seller_stored${lock && '_lock'}`, `select value from settings where key = 'seller' ${lock}`);
  const seller = row?.value ?? null;
  return { seller, version: createHash('sha256').update(JSON.stringify(seller)).digest('hex') };
}

/**
 * Changes the requisites that documents issued from now on are made with; issued ones keep theirs.
 * @throws ChangedMeanwhile when somebody changed them since they were shown
 */
export function changeSeller(scope: Scope, input: { seller: Seller; version: string }): Promise<void> {
  return command(scope, { action: 'seller.change' }, async (tx) => {
    const { seller: old, version } = await read(tx.sql, 'for update');
    if (version !== input.version) throw new ChangedMeanwhile();
    await tx.sql(
      'seller_keep',
      `insert into settings (key, value) values ('seller', $1::jsonb) on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(input.seller)],
    );
    await tx.audit({
      action: 'seller.changed',
      subject: 'реквизиты продавца',
      ...(old ? { before: flat(old) } : {}),
      after: flat(input.seller),
    });
  });
}

const flat = ({ bank, ...own }: Seller) => ({
  ...own,
  bankName: bank.name,
  bic: bank.bic,
  account: bank.account,
  correspondentAccount: bank.correspondentAccount,
});
