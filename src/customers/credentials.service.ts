import { type Person, startPasswordCustomer } from '#src/accounts/accounts.letters.ts';
import { queueRecovery, type RecoveringUser } from '#src/accounts/passwords/password.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { Mailbox } from '#src/letters/letters.types.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

/**
 * Queues the letter with address, login and start password of a customer's user, to the partner's e-mail for
 * forwarding: to the person who acts, else to the partner itself (product rule §6).
 */
export async function sendCredentials(
  tx: Tx,
  customer: { readonly id: number; readonly name: string; readonly partnerId: number },
  user: Person,
  cause: string,
): Promise<void> {
  const { to, partnerName } = await partnerMailbox(tx, customer.partnerId);
  await queueLetter(tx, {
    template: 'start-password-customer',
    cause,
    to,
    partnerId: customer.partnerId,
    subjectUserId: user.id,
    content: startPasswordCustomer(user, customer.name, partnerName),
  });
}

/**
 * «Выслать логин и пароль заново»: a new one-time password for a user who has none of their own yet. Whoever has one keeps it:
 * a link to replace it goes to their own mailbox, and the letter says who asked (product rule §3).
 * @returns where the letter goes, and which of the two it is
 * @throws NotFound for a foreign customer, Conflict when it has no user that may log on
 */
export function resendCredentials(scope: Scope, customerId: number, token: string): Promise<{ address: string; isLink: boolean }> {
  return command(scope, { action: 'customer.credentials', token }, async (tx) => {
    const partnerId = scope.actor.partnerId;
    const [customer] = await tx.sql<{ id: number; name: string; partnerId: number }>(
      'customer_credentials',
      'select id, name, partner_id as "partnerId" from customers where partner_id = $1::int and id = $2',
      [partnerId, customerId],
    );
    if (!customer) throw new NotFound();
    const [user] = await tx.sql<CustomersUser>(
      'customer_user',
      `select id, login, name, email, partner_id as "partnerId", must_change_password as "isNew" from users where partner_id = $1 and customer_id = $2 and role = 'customer' and disabled_at is null order by id limit 1`,
      [customer.partnerId, customer.id],
    );
    if (!user) throw new Conflict('У заказчика нет действующего пользователя: обратитесь в поддержку.');
    const { to, partnerName } = await partnerMailbox(tx, customer.partnerId);
    const cause = `customer:${customer.id}:credentials:${tx.now.getTime()}`;
    if (user.isNew) await sendCredentials(tx, customer, user, cause);
    else await queueRecovery(tx, [user], cause, `компания ${partnerName}`);
    await tx.audit({
      action: 'customer.credentials',
      subject: `заказчик ${customer.name}`,
      partnerId: customer.partnerId,
      after: { login: user.login },
    });
    return user.isNew ? { address: to.address, isLink: false } : { address: user.email, isLink: true };
  });
}

interface CustomersUser extends RecoveringUser {
  /** Has no password of their own yet. */
  readonly isNew: boolean;
}

/** The acting person of this partner; when the portal or staff act, the partner's own address. */
async function partnerMailbox(tx: Tx, partnerId: number): Promise<{ to: Mailbox; partnerName: string }> {
  const [row] = await tx.sql<{ name: string; address: string; partnerName: string }>(
    'partner_mailbox',
    `select coalesce(u.name, p.name) as name, coalesce(u.email, p.email) as address, p.name as "partnerName"
       from partners p left join users u on u.partner_id = p.id and u.id = $2::int and u.customer_id is null and u.disabled_at is null
      where p.id = $1`,
    [partnerId, tx.scope.actor.userId],
  );
  if (!row) throw new NotFound();
  return { to: { name: row.name, address: row.address }, partnerName: row.partnerName };
}
