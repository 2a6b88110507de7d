import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Portal } from '#src/platform/scope.ts';
import { isExchangeOn } from './exchange.rules.ts';

/** What Axapta's books say an account owed at the end of a day (kopecks, negative where MONT owes), and the partners whose debts are in it. */
export interface ToldBalance {
  readonly balance: Kopecks;
  readonly partnerIds: readonly number[];
}

/** Of the account that a partner is invoiced to; null where Axapta has told nothing of that day, and without an exchange. */
export async function toldBalance(
  { sql, config }: Pick<Portal, 'sql' | 'config'>,
  partnerId: number,
  on: Day,
): Promise<ToldBalance | null> {
  if (!isExchangeOn(config)) return null;
  const [told] = await sql<ToldBalance>(
    'ax_told_balance',
    `select b.balance, (select array_agg(o.partner_id order by o.partner_id) from ax_partners o where o.invoice_account = v.invoice_account) as "partnerIds"
     from ax_partners v join ax_balances b on b.invoice_account = v.invoice_account where v.partner_id = $1::int and b.day = $2::date`,
    [partnerId, on],
  );
  return told ?? null;
}
