import { addDays } from '#src/lib/days.ts';
import { decimalRub } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import { balancesAsOf } from '#src/reconciliation/ledger.queries.ts';
import { isExchangeOn } from '../exchange.rules.ts';
import { queueOutgoing } from './outbox.service.ts';

/** Partners told in one message. */
const AT_ONCE = 1000;

/** Tells Axapta what partners owed at the end of yesterday by the portal's ledger. Once a day, whatever is repeated. */
export async function tellBalances(portal: Portal): Promise<void> {
  if (!isExchangeOn(portal.config)) return;
  await command(systemScope(portal, 'ax-balances'), { action: 'exchange.balances', limitMs: 60_000 }, async (tx) => {
    const date = addDays(tx.today, -1);
    const balances = await balancesAsOf(tx.sql, date);
    const partners = await tx.sql<{ id: number; custAccount: string; invoiceAccount: string }>(
      'ax_balances_partners',
      `select id, upper(btrim(ax_debtor_code)) as "custAccount", upper(btrim(ax_payer_code)) as "invoiceAccount" from partners order by id`,
    );
    const items = partners.map(({ id, ...codes }) => ({
      ...codes,
      date,
      currency: 'RUB',
      balance: decimalRub(balances.get(id) ?? 0n),
      asOf: tx.now,
    }));
    const pages = Math.ceil(items.length / AT_ONCE);
    const page = (n: number) => ({
      type: 'balances' as const,
      key: `${date}/${n + 1}`,
      items: items.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
    });
    await queueOutgoing(tx, ...Array.from({ length: pages }, (_, n) => page(n)));
  });
}
