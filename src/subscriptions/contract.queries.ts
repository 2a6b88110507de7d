import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';

/** The contract a subscription is under, as its start needs it. */
export interface ContractOf {
  readonly number: string;
  readonly endedOn: Day | null;
  readonly successorId: number | null;
}

/** The contract of a partner's subscription. @throws NotFound for a foreign one */
export async function contractOf(sql: Sql, partnerId: number, number: string): Promise<ContractOf> {
  const [contract] = await sql<ContractOf>(
    'contract_of',
    `select c.number, c.ended_on::text as "endedOn", c.successor_id as "successorId"
     from subscriptions s join contracts c on c.partner_id = s.partner_id and c.id = s.contract_id where s.partner_id = $1 and s.number = $2`,
    [partnerId, number],
  );
  if (!contract) throw new NotFound();
  return contract;
}
