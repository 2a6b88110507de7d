import { cleanEmail } from '#src/lib/email.ts';
import type { Scope } from '#src/platform/scope.ts';

/** A user whose letters go to a mailbox, and where a member of staff mends the address. */
export interface MailboxOwner {
  readonly name: string;
  readonly login: string;
  readonly href: string;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly login: string;
  readonly partnerId: number | null;
  readonly customerId: number | null;
}

/** Enabled users with this e-mail that the member of staff may change, ten at most. */
export async function mailboxOwners({ portal, actor }: Scope, address: string): Promise<MailboxOwner[]> {
  const rows = await portal.sql<Row>(
    'mailbox_owners',
    `select id, name, login, partner_id as "partnerId", customer_id as "customerId" from users
      where lower(email) = $1 and disabled_at is null and ($2::boolean or partner_id is not null) order by id limit 10`,
    [cleanEmail(address), actor.role === 'admin'],
  );
  return rows.map((row) => ({ name: row.name, login: row.login, href: `${placeOf(row)}/${row.id}/edit` }));
}

function placeOf({ partnerId, customerId }: Row): string {
  if (partnerId === null) return '/admin/staff';
  return customerId === null ? `/admin/partners/${partnerId}/users` : `/admin/partners/${partnerId}/customers/${customerId}/users`;
}
