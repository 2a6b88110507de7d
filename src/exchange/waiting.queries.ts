import type { Day } from '#src/lib/days.ts';
import type { Portal } from '#src/platform/scope.ts';
import { isExchangeOn } from './exchange.rules.ts';

/** What of the exchange waits for a person; sums are kopecks as text. */
export interface ExchangeWork {
  /** Payments to be decided, the oldest first. */
  readonly decisions: readonly {
    readonly id: string;
    readonly transId: string;
    readonly payer: string;
    readonly amount: string;
    readonly paidOn: Day;
    readonly question: string;
  }[];
  readonly decisionCount: number;
  /** Messages of which something did not go through, and that nobody has let rest. */
  readonly faultyCount: number;
}

/** For the first page of MONT's people: at most `few` payments, and how many there are. null without an exchange. */
export async function exchangeWork({ sql, config }: Pick<Portal, 'sql' | 'config'>, few: number): Promise<ExchangeWork | null> {
  if (!isExchangeOn(config)) return null;
  const [found] = await sql<ExchangeWork>(
    'ax_work',
    `select coalesce((select json_agg(r) from (select a.id::text as id, a.trans_id as "transId", coalesce(p.name, a.invoice_account) as payer,
         a.amount::text as amount, a.paid_on::text as "paidOn", coalesce(a.question, '') as question
       from ax_payments a left join partners p on p.id = a.partner_id where a.state = 'decide' order by a.changed_at, a.id limit $1::int) r), '[]') as decisions,
       (select count(*)::int from ax_payments where state = 'decide') as "decisionCount",
       (select count(*)::int from ax_messages where state in ('partial', 'refused') and settled_at is null) as "faultyCount"`,
    [few],
  );
  return found ?? null;
}
