import { type Person, startPasswordCustomer } from '#src/accounts/accounts.letters.ts';
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
 * «Выслать логин и пароль заново»: the password in use stops working when the letter is sent (product rule §3).
 * @returns where the letter goes
 * @throws NotFound for a foreign customer, Conflict when it has no user that may log on
 */
export function resendCredentials(scope: Scope, customerId: number, token: string): Promise<{ address: string }> {
  return command(scope, { action: 'customer.credentials', token }, async (tx) => {
    const partnerId = scope.actor.partnerId;
    const [customer] = await tx.sql<{ id: number; name: string; partnerId: number }>(
      'customer_credentials',
      'select id, name, partner_id as "partnerId" from customers where partner_id = $1::int and id = $2',
      [partnerId, customerId],
    );
    if (!customer) throw new NotFound();
    const [user] = await tx.sql<Person>(
      'customer_user',
      `select id, login, name from users where partner_id = $1 and customer_id = $2 and role = 'customer' and disabled_at is null order by id limit 1`,
      [customer.partnerId, customer.id],
    );
    if (!user) throw new Conflict('У заказчика нет действующего пользователя: обратитесь в поддержку.');
    await tx.sql('customer_user_starts_over', 'update users set must_change_password = true where id = $1', [user.id]);
    await sendCredentials(tx, customer, user, `customer:${customer.id}:credentials:${tx.now.getTime()}`);
    await tx.audit({
      action: 'customer.credentials',
      subject: `заказчик ${customer.name}`,
      partnerId: customer.partnerId,
      after: { login: user.login },
    });
    const { to } = await partnerMailbox(tx, customer.partnerId);
    return { address: to.address };
  });
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
