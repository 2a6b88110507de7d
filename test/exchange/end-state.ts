import type { Portal } from '#src/platform/scope.ts';

/** What must be the same however the messages came, by name. */
export async function endState({ sql, db }: Portal): Promise<Record<string, unknown>> {
  const rows = (name: string, text: string) => sql(`end_state_${name}`, text);
  return {
    debtors: await rows(
      'debtors',
      `select cust_account, invoice_account, name, blocked, block_reason, credit_max, balance, overdue, oldest_due_on, pay_days, version
       from ax_debtors order by 1`,
    ),
    payments: await rows(
      'payments',
      `select a.trans_id, a.amount, a.is_canceled, a.version, case when not a.is_canceled then a.state end as state,
         (select coalesce(sum(p.amount), 0)::bigint from payments p join payment_doors d on d.partner_id = p.partner_id and d.payment_id = p.id
           where d.source = 'axapta' and d.source_key = 'ax:' || a.trans_id and not a.is_canceled) as recorded
       from ax_payments a order by 1`,
    ),
    invoices: await rows('invoices', `select portal_doc_id, status, facture_number, open_amount, version from ax_invoices order by 1`),
    balances: await rows('balances', 'select invoice_account, day, balance, version from ax_balances order by 1, 2'),
    credits: await rows('credits', 'select partner_id, balance from ax_credits order by 1'),
    limits: await rows(
      'limits',
      'select p.id, p.credit_limit, l.credit_max from partners p left join ax_limits l on l.partner_id = p.id order by 1',
    ),
    holds: await rows(
      'holds',
      `select partner_id, count(*)::int from holds where reason = 'axapta' and lifted_at is null group by 1 order by 1`,
    ),
    // What is sent has a row of its own there: who writes first is another thing.
    streams: await rows('streams', `select type, last_seq, whole_as_of, full_at from ax_streams where type <> 'outgoing' order by 1`),
    gaps: await db.axGap.count(),
    unsettled: await db.axMessage.count({ where: { state: { in: ['waiting', 'collecting'] } } }),
  };
}
