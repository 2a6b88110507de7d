import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Invalid } from '#src/platform/errors.ts';

/**
 * The contract new subscriptions go under: the latest one in force, supplementary agreements included.
 * @throws Invalid when the partner has none: nothing can be invoiced without a contract.
 */
export async function currentContract(sql: Sql, partnerId: number, on: Day): Promise<number> {
  const [contract] = await sql<{ id: number }>(
    'current_contract',
    `select id from contracts where partner_id = $1 and signed_on <= $2::date and (ended_on is null or ended_on >= $2::date)
     order by signed_on desc, id desc limit 1`,
    [partnerId, on],
  );
  if (!contract) throw new Invalid({ '': 'У партнёра нет действующего договора. Обратитесь к вашему менеджеру MONT.' });
  return contract.id;
}
