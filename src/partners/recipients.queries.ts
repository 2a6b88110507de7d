import type { Sql } from '#src/platform/db/sql.ts';

export interface PersonToWrite {
  readonly userId: number;
  readonly name: string;
  readonly address: string;
}

/** Who of a partner hears of its orders and subscriptions: the owners, and the one who acted, if of this partner. */
export function partnerRecipients(sql: Sql, partnerId: number, actorId: number | null): Promise<PersonToWrite[]> {
  return sql<PersonToWrite>(
    'partner_recipients',
    `select distinct on (lower(email)) id as "userId", name, email as address from users
     where partner_id = $1 and disabled_at is null and (role = 'partner_owner' or (id = $2::int and role::text like 'partner_%'))
     order by lower(email), id`,
    [partnerId, actorId],
  );
}

/** The partner's MONT manager, who gets copies. */
export function partnerManager(sql: Sql, partnerId: number): Promise<PersonToWrite[]> {
  return sql<PersonToWrite>(
    'partner_manager',
    `select u.id as "userId", u.name, u.email as address from partners p join users u on u.id = p.manager_id where p.id = $1`,
    [partnerId],
  );
}

/** Who of a partner hears of debts and holds: the owners and the accountants. */
export function partnerPayers(sql: Sql, partnerId: number): Promise<PersonToWrite[]> {
  return sql<PersonToWrite>(
    'partner_payers',
    `select distinct on (lower(email)) id as "userId", name, email as address from users
     where partner_id = $1 and disabled_at is null and role in ('partner_owner', 'partner_accountant')
     order by lower(email), id`,
    [partnerId],
  );
}

/** MONT's managers: they hear of what concerns no partner yet. */
export function staffToWrite(sql: Sql): Promise<PersonToWrite[]> {
  return sql<PersonToWrite>(
    'staff_to_write',
    `select distinct on (lower(email)) id as "userId", name, email as address from users
     where role = 'manager' and disabled_at is null order by lower(email), id`,
  );
}
