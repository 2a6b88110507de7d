import type { Sql } from '#src/platform/db/sql.ts';

export interface PersonToWrite {
  readonly userId: number;
  readonly name: string;
  readonly address: string;
}

const recipients = `select distinct on (partner_id, lower(email)) partner_id as "partnerId", id as "userId", name, email as address from users
   where disabled_at is null and (role = 'partner_owner' or (id = $2::int and role::text like 'partner_%'))`;
const order = 'order by partner_id, lower(email), id';

/** Who of a partner hears of its orders and subscriptions: the owners, and the one who acted, if of this partner. */
export async function partnerRecipients(sql: Sql, partnerId: number, actorId: number | null): Promise<PersonToWrite[]> {
  const rows = await sql<PersonOfPartner>('partner_recipients', `${recipients} and partner_id = $1 ${order}`, [partnerId, actorId]);
  return byPartner(rows).get(partnerId) ?? [];
}

/** The same of many partners at once; a statement of its own, since one over a list is planned anew at every call. */
export async function recipientsByPartner(
  sql: Sql,
  partnerIds: readonly number[],
  actorId: number | null,
): Promise<Map<number, PersonToWrite[]>> {
  const text = `${recipients} and partner_id = any($1::int[]) ${order}`;
  return byPartner(await sql<PersonOfPartner>('recipients_by_partner', text, [partnerIds, actorId]));
}

/** The partner's MONT manager, who gets copies. */
export async function partnerManager(sql: Sql, partnerId: number): Promise<PersonToWrite[]> {
  return (await managersByPartner(sql, [partnerId])).get(partnerId) ?? [];
}

/** The same of many partners at once. */
export async function managersByPartner(sql: Sql, partnerIds: readonly number[]): Promise<Map<number, PersonToWrite[]>> {
  return byPartner(
    await sql<PersonOfPartner>(
      'partner_manager',
      `select p.id as "partnerId", u.id as "userId", u.name, u.email as address
       from partners p join users u on u.id = p.manager_id where p.id = any($1::int[])`,
      [partnerIds],
    ),
  );
}

type PersonOfPartner = PersonToWrite & { readonly partnerId: number };

function byPartner(people: readonly PersonOfPartner[]): Map<number, PersonToWrite[]> {
  const map = new Map<number, PersonToWrite[]>();
  for (const { partnerId, ...person } of people) map.set(partnerId, [...(map.get(partnerId) ?? []), person]);
  return map;
}

/** Who of a partner hears of invoices, debts and holds: the owners and the accountants. */
export async function partnerPayers(sql: Sql, partnerId: number): Promise<PersonToWrite[]> {
  return (await payersByPartner(sql, [partnerId])).get(partnerId) ?? [];
}

/** The same of many partners at once. */
export async function payersByPartner(sql: Sql, partnerIds: readonly number[]): Promise<Map<number, PersonToWrite[]>> {
  return byPartner(
    await sql<PersonOfPartner>(
      'partner_payers',
      `select distinct on (partner_id, lower(email)) partner_id as "partnerId", id as "userId", name, email as address from users
       where partner_id = any($1::int[]) and disabled_at is null and role in ('partner_owner', 'partner_accountant')
       order by partner_id, lower(email), id`,
      [partnerIds],
    ),
  );
}

/** Who of a partner hears of what its customers ask for: those who manage subscriptions, the owners and the managers. */
export function partnerSellers(sql: Sql, partnerId: number): Promise<PersonToWrite[]> {
  return sql<PersonToWrite>(
    'partner_sellers',
    `select distinct on (lower(email)) id as "userId", name, email as address from users
     where partner_id = $1 and disabled_at is null and role in ('partner_owner', 'partner_manager') order by lower(email), id`,
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
