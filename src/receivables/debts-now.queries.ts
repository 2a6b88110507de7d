import { type Kopecks, zero } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';

/** What is overdue today, of all partners or of one manager's; kopecks. */
export async function debtsNow(
  { portal: { sql, clock } }: Scope,
  managerId: number | null,
): Promise<{ overdue: Kopecks; debtors: number }> {
  const [row] = await sql<{ overdue: Kopecks; debtors: number }>(
    'debts_now',
    `select coalesce(sum(open), 0)::bigint as overdue, count(*)::int as debtors from (
       select i.partner_id, sum(i.gross - coalesce(s.amount, 0)) as open from invoices i
         left join (select partner_id, invoice_id, sum(amount) as amount from settlements group by 1, 2) s on s.partner_id = i.partner_id and s.invoice_id = i.id
         join partners p on p.id = i.partner_id and ($2::int is null or p.manager_id = $2::int)
        where i.status = 'issued' and i.due_on < $1::date group by 1) debts where open > 0`,
    [clock.today(), managerId],
  );
  return row ?? { overdue: zero, debtors: 0 };
}
