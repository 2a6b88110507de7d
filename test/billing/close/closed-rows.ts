import type { Sql } from '#src/platform/db/sql.ts';

/** What a close leaves, told without ids, instants and numbers that a second try draws anew. */
const TOLD: Record<string, string> = {
  numbers: `select concat_ws(' ', series, year, seq, number) from invoices`,
  invoices: `select concat_ws(' ', p.code, c.number, i.period, i.gross, i.vat, i.line_count, i.issued_on, i.due_on, i.status)
    from invoices i join partners p on p.id = i.partner_id join contracts c on c.id = i.contract_id`,
  lines: `select concat_ws(' ', no, subscription_number, from_on, to_on, seats, unit_price, vat_rate, net, vat, gross, registry_number, registry_on) from invoice_lines`,
  periods: `select concat_ws(' ', s.number, p.from_on, p.to_on, p.seats, p.unit_price, p.vat_rate, p.charge, p.vat)
    from service_periods p join subscriptions s on s.id = p.subscription_id`,
  subscriptions: `select concat_ws(' ', number, status, seats, unit_price, auto_renew, stop_on, stop_cause, version) from subscriptions`,
  journal: `select concat_ws(' ', s.number, e.seq, e.action, e.before, e.after, e.month_delta, e.full_month_delta, e.actor_name, o.kind)
    from subscription_events e join subscriptions s on s.id = e.subscription_id left join orders o on o.id = e.order_id`,
  orders: `select concat_ws(' ', s.number, o.kind, o.status, o.held_reason, o.seats, o.unit_price, o.charge, o.period)
    from orders o join subscriptions s on s.id = o.subscription_id`,
  letters: `select concat_ws(' ', l.template, l.recipient_address, p.code, s.number, regexp_replace(regexp_replace(l.cause, ':[0-9]{4}-[0-9]{2}-[0-9]{2}T.*$', ''), ':[^:]+', ''),
      regexp_replace(l.subject, '(O|МС)-[0-9]+', ''), i.period)
    from letters l left join partners p on p.id = l.partner_id left join subscriptions s on s.id = l.subscription_id
      left join invoices i on l.cause = 'invoice:' || i.id || ':issued'`,
  settlements: `select concat_ws(' ', p.code, i.period, s.amount)
    from settlements s join partners p on p.id = s.partner_id join invoices i on i.id = s.invoice_id`,
  partners: `select concat_ws(' ', p.code, p.open_from, partner_exposure(p.id), c.period, c.fault, c.invoices, c.gross, c.stopped, c.renewed, c.held)
    from partners p left join partner_closes c on c.partner_id = p.id`,
  months: `select concat_ws(' ', period, state) from month_closes`,
  waiting: `select concat_ws(' ', 'render', count(*)) from pgboss.job, jsonb_array_elements(data -> 'invoiceIds')
    union all select concat_ws(' ', 'send many', count(*)) from pgboss.job, jsonb_array_elements(data -> 'letterIds')
    union all select concat_ws(' ', 'send', count(*)) from pgboss.job where name = 'send-letter' and state < 'completed'`,
  documents: `select concat_ws(' ', i.number, d.kind, d.file_name, d.sha256) from documents d join invoices i on i.id = d.invoice_id`,
};

/** Everything a close leaves, in an order of its own: equal for two closes that did the same. */
export async function closedRows(sql: Sql): Promise<string[]> {
  const rows: string[] = [];
  for (const [name, text] of Object.entries(TOLD)) {
    const told = await sql<{ row: string }>(`test_closed_${name}`, `select row from (${text}) as t(row) order by row`);
    rows.push(...told.map(({ row }) => `${name}: ${row}`));
  }
  return rows;
}
