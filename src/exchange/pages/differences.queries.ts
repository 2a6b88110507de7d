import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';
import { LEDGER_BALANCES } from '#src/reconciliation/ledger.queries.ts';

/** An account of Axapta whose debt is another than on the portal. Kopecks; `ours − theirs = unposted + undecided − unknown + rest`. */
export interface Difference {
  readonly account: string;
  readonly partners: readonly { id: number; name: string }[];
  readonly asOf: Date;
  readonly ours: Kopecks;
  readonly theirs: Kopecks;
  /** Invoices told to Axapta and not posted there. */
  readonly unposted: Kopecks;
  /** Payments of Axapta that a person has not decided. */
  readonly undecided: Kopecks;
  /** Payments of the last days that only the portal knows. */
  readonly unknown: Kopecks;
  /** What nothing explains. */
  readonly rest: Kopecks;
}

/** Days in which a payment may be on the portal and on its way into Axapta. */
const ON_THE_WAY = 10;

/** Accounts whose debt differs, what nothing explains first. */
export function differences({ portal }: Scope, today: Day): Promise<Difference[]> {
  return portal.sql<Difference>(
    'ax_differences',
    `with ledger as (${LEDGER_BALANCES}),
       told as (select partner_id, sum(case when is_cancelled then -gross else gross end)::bigint as amount from ax_invoices
         where case when is_cancelled then status = 'posted' else is_told and status in ('told', 'accepted', 'rejected') end group by 1),
       waits as (select invoice_account, sum(amount)::bigint as amount from ax_payments where state = 'decide' and not is_canceled group by 1),
       own as (select p.partner_id, sum(p.amount)::bigint as amount from payments p
         where p.received_on > $1::date - ${ON_THE_WAY} and not exists (select 1 from payment_doors d
           where d.partner_id = p.partner_id and d.payment_id = p.id and d.source = 'axapta') group by 1),
       sides as (select v.invoice_account as account, json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name) as partners, min(v.as_of) as as_of,
           coalesce(sum(l.balance), 0)::bigint as ours, max(v.balance)::bigint as theirs, coalesce(sum(t.amount), 0)::bigint as unposted,
           coalesce(max(w.amount), 0)::bigint as undecided, coalesce(sum(o.amount), 0)::bigint as unknown
         from ax_partners v join partners p on p.id = v.partner_id left join ledger l on l.partner_id = p.id left join told t on t.partner_id = p.id
           left join waits w on w.invoice_account = v.invoice_account left join own o on o.partner_id = p.id
         group by v.invoice_account)
     select account, partners, as_of as "asOf", ours, theirs, unposted, undecided, unknown, ours - theirs - unposted - undecided + unknown as rest
     from sides where ours <> theirs order by abs(ours - theirs - unposted - undecided + unknown) desc, account`,
    [today],
  );
}
