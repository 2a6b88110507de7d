import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { SUPPORT } from '#src/partners/support/support.rules.ts';
import type { Role } from '#src/platform/actor.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { Account, OpenHold } from './accounts.types.ts';

/** Told where the manager has no telephone of their own: somebody must be there to call. E.164. */
const MONT_PHONE = SUPPORT.phone.replace(/[^+\d]/g, '');

/** Columns and joins of an account; the user is `u`. A customer's account never sees the partner's money. */
const ACCOUNT = `u.id as user_id, u.login, u.name, u.email, u.role::text as role, u.partner_id, u.customer_id,
  u.must_change_password, u.session_version, coalesce(c.name, p.name, 'MONT') as company,
  p.name as partner_name, p.code as partner_code, p.credit_limit, p.open_from::text as open_from, (select exposure from credit_exposures e where e.partner_id = p.id) as exposure,
  (select count(*)::int from orders o where o.partner_id = p.id and o.status = 'held') as held_orders,
  (select count(*)::int from change_requests r where r.partner_id = p.id and r.state = 'open') as open_requests,
  (select count(*)::int from storefront_requests q where q.partner_id = p.id and q.state = 'new') as store_requests,
  h.count as hold_count, h.text as hold_text, h.reason as hold_reason, h.placed_at as hold_placed_at, h.amount as hold_amount,
  h.contract as hold_contract, h.invoice as hold_invoice,
  m.name as manager_name, m.phone as manager_phone, m.email as manager_email,
  u.role in ('manager', 'admin') and exists (select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as has_second_factor`;

/** `partnerId`: the partner whose things the account sees. */
const joins = (partnerId: string) => `left join customers c on c.id = u.customer_id
  left join partners p on p.id = ${partnerId} and u.customer_id is null
  left join users m on m.id = p.manager_id
  left join lateral (
    select o.text, o.reason::text as reason, o.placed_at, c.number as contract, i.number as invoice, count(*) over ()::int as count,
        case when i.id is null then o.amount else i.open end as amount
      from holds o left join contracts c on c.partner_id = o.partner_id and c.id = o.contract_id
        left join invoice_balances i on i.partner_id = o.partner_id and i.id = o.invoice_id
      where o.partner_id = p.id and o.lifted_at is null order by o.placed_at, o.id limit 1) h on true`;

interface AccountRow {
  user_id: number;
  login: string;
  name: string;
  email: string;
  role: Role;
  partner_id: number | null;
  customer_id: number | null;
  must_change_password: boolean;
  session_version: number;
  company: string;
  partner_name: string | null;
  partner_code: string;
  credit_limit: Kopecks;
  open_from: Day | null;
  exposure: Kopecks;
  held_orders: number;
  open_requests: number;
  store_requests: number;
  hold_count: number | null;
  hold_text: string;
  hold_reason: OpenHold['reason'];
  hold_placed_at: Date;
  hold_amount: Kopecks | null;
  hold_contract: string | null;
  hold_invoice: string | null;
  manager_name: string;
  manager_phone: string | null;
  manager_email: string;
  has_second_factor: boolean;
  /** Only in sessions. */
  viewing_partner_id?: number | null;
}

/** A living session: who it is (null before log-on) and its instants. */
export interface LoadedSession {
  /** SHA-256 of the cookie's id. */
  readonly id: string;
  readonly returnTo: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** When a code of the second factor was typed in it. */
  readonly factorAt: Date | null;
  readonly account: Account | null;
}

/** Nobody but MONT's people looks as somebody else, whatever stands in the session. */
const VIEWED = `case when u.role in ('manager', 'admin') then s.viewing_partner_id end`;

type SessionRow = { return_to: string | null; created_at: Date; last_seen_at: Date; factor_at: Date | null } & (
  | AccountRow
  | { user_id: null }
);

/**
 * The session with everything a page needs to know about its person, in one statement. null when it is absent or over,
 * when its user was disabled, or when the user's session version moved on (password changed, logged off everywhere).
 */
export async function loadSession(sql: Sql, id: string, now: Date): Promise<LoadedSession | null> {
  const [row] = await sql<SessionRow>(
    'session_load',
    `select s.return_to, s.created_at, s.last_seen_at, s.factor_at, ${VIEWED} as viewing_partner_id, ${ACCOUNT}
       from sessions s left join users u on u.id = s.user_id ${joins(`coalesce(u.partner_id, ${VIEWED})`)}
      where s.id = $1 and s.expires_at > $2::timestamptz
        and (s.user_id is null or (u.session_version = s.version and u.disabled_at is null))`,
    [id, now],
  );
  if (!row) return null;
  const { return_to: returnTo, created_at: createdAt, last_seen_at: lastSeenAt, factor_at: factorAt } = row;
  return { id, returnTo, createdAt, lastSeenAt, factorAt, account: row.user_id === null ? null : toAccount(row) };
}

/** The account of an enabled user; null when there is none. */
export async function accountById(sql: Sql, userId: number): Promise<Account | null> {
  const [row] = await sql<AccountRow>(
    'account_by_id',
    `select ${ACCOUNT} from users u ${joins('u.partner_id')} where u.id = $1::int and u.disabled_at is null`,
    [userId],
  );
  return row ? toAccount(row) : null;
}

function toAccount(row: AccountRow): Account {
  const partnerId = row.viewing_partner_id ?? row.partner_id;
  const viewing = row.viewing_partner_id && row.partner_name !== null ? { partnerId: row.viewing_partner_id, role: row.role } : null;
  return {
    userId: row.user_id,
    login: row.login,
    name: row.name,
    email: row.email,
    role: viewing ? 'partner_owner' : row.role,
    partnerId: viewing ? partnerId : row.partner_id,
    customerId: row.customer_id,
    company: row.company,
    mustChangePassword: row.must_change_password,
    sessionVersion: row.session_version,
    viewing,
    hasSecondFactor: row.has_second_factor,
    partner: row.partner_name === null ? null : { ...partnerOf(row), name: row.partner_name },
  };
}

function partnerOf(row: AccountRow) {
  return {
    code: row.partner_code,
    creditLimit: kopecks(row.credit_limit),
    openFrom: row.open_from,
    exposure: kopecks(row.exposure),
    heldOrders: row.held_orders,
    openRequests: row.open_requests,
    storeRequests: row.store_requests,
    hold: row.hold_count === null ? null : holdOf(row, row.hold_count),
    manager: { name: row.manager_name, phone: row.manager_phone ?? MONT_PHONE, email: row.manager_email },
  };
}

function holdOf(row: AccountRow, count: number): OpenHold {
  const amount: Kopecks | null = row.hold_amount === null ? null : kopecks(row.hold_amount);
  const { hold_contract: contract, hold_invoice: invoice } = row;
  return { count, text: row.hold_text, reason: row.hold_reason, placedAt: row.hold_placed_at, amount, contract, invoice };
}

/** A log-on of the person elsewhere or here. */
export interface OwnSession {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** The living sessions of whoever asks, last used first. */
export async function ownSessions(scope: Scope): Promise<OwnSession[]> {
  return scope.portal.sql<OwnSession>(
    'own_sessions',
    `select s.id, s.address, s.user_agent as "userAgent", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt"
       from sessions s join users u on u.id = s.user_id and u.session_version = s.version
      where s.user_id = $1::int and s.expires_at > $2::timestamptz
      order by s.last_seen_at desc, s.id`,
    [scope.actor.userId, scope.portal.clock.now()],
  );
}
