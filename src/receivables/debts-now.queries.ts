import { type Kopecks, zero } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';

/** What is overdue today, of all partners or of one manager's; kopecks. */
export async function debtsNow(
  { portal: { sql, clock } }: Scope,
  managerId: number | null,
): Promise<{ overdue: Kopecks; debtors: number }> {
  const [row] = await sql<{ overdue: Kopecks; debtors: number }>(
    'debts_now',
    `with due as (select partner_id, id, gross from invoices where status = 'issued' and due_on < $1::date)
     select coalesce(sum(open), 0)::bigint as overdue, count(*)::int as debtors from (
       select partner_id, sum(amount)::bigint as open from (
         select partner_id, gross as amount from due
         union all
         select s.partner_id, -s.amount from settlements s join due on due.partner_id = s.partner_id and due.id = s.invoice_id) owed
       where $2::int is null or partner_id in (select id from partners where manager_id = $2::int) group by 1) debts where open > 0`,
    [clock.today(), managerId],
  );
  return row ?? { overdue: zero, debtors: 0 };
}
