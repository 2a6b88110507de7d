import { cleanEmail } from '#src/lib/email.ts';
import type { Role } from '#src/platform/actor.ts';
import type { Scope } from '#src/platform/scope.ts';

/** What a log-on compares with. */
export interface Credentials {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly partnerId: number | null;
  readonly customerId: number | null;
  readonly passwordHash: string | null;
  readonly startPasswordUntil: Date | null;
  readonly sessionVersion: number;
  readonly isDisabled: boolean;
  readonly hasSecondFactor: boolean;
  /** The browser that asks has logged on as this person before. */
  readonly isDeviceKnown: boolean;
}

/** Accounts with one e-mail whose passwords are compared at a log-on. */
export const MOST_ACCOUNTS = 5;

const CREDENTIALS = `u.id, u.login, u.name, u.email, u.role::text as role, u.partner_id as "partnerId", u.customer_id as "customerId",
    u.password_hash as "passwordHash", u.start_password_until as "startPasswordUntil", u.session_version as "sessionVersion",
    u.disabled_at is not null as "isDisabled",
    u.role in ('manager', 'admin') and exists (select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "hasSecondFactor",
    exists (select 1 from known_devices d where d.user_id = u.id and d.device_hash = $2) as "isDeviceKnown"`;

/**
 * The accounts under a login or e-mail, five at most (product rule §3). A partner's own people stand before those of its
 * customers, and the first of each partner before the second of any: whoever types somebody's e-mail into new users takes
 * one place, never the place of others. Disabled ones are found by login only.
 * @param device digest of the browser's own mark; null when it has none
 */
export function accountsUnder({ portal }: Scope, typed: string, device: string | null): Promise<Credentials[]> {
  return portal.sql<Credentials>(
    'accounts_under',
    `select ${CREDENTIALS} from (
       select *, row_number() over (partition by coalesce(partner_id, 0) order by customer_id is not null, id) as place
         from users where login = $1 or (lower(email) = $1 and disabled_at is null)) u
      order by "isDeviceKnown" desc, place, id limit ${MOST_ACCOUNTS}`,
    [cleanEmail(typed), device],
  );
}

export async function credentialsOf({ portal }: Scope, userId: number, device: string | null): Promise<Credentials | null> {
  const [row] = await portal.sql<Credentials>('credentials_of', `select ${CREDENTIALS} from users u where u.id = $1::int`, [
    userId,
    device,
  ]);
  return row ?? null;
}
