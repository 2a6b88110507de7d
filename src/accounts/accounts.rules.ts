import { formatMoment, formatTime, moscowDay } from '#src/lib/days.ts';
import type { Actor, Role } from '#src/platform/actor.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A session is written at most this often while it is only read. */
export const TOUCH_EVERY = 5 * MINUTE;
/** A start password works this long (product rule §3). */
export const START_PASSWORD_DAYS = 14;
/** A recovery link works this long (product rule §3). */
export const RECOVERY_MINUTES = 60;

const ABSOLUTE = 12 * HOUR;
const NOT_LOGGED_ON = HOUR;

declare module '#src/platform/actor.ts' {
  interface Roles extends Record<(typeof ROLES)[number], true> {}
}

/** Everything a person can be, a partner's people first. */
export const ROLES = [
  'partner_owner',
  'partner_manager',
  'partner_accountant',
  'customer',
  'customer_colleague',
  'manager',
  'admin',
] as const;

/** MONT's own people. */
export const isStaff = (role: Role): boolean => role === 'manager' || role === 'admin';

/** People of a customer: its administrator and those invited. */
export const isOfCustomer = (role: Role): boolean => role === 'customer' || role === 'customer_colleague';

/** The roles, as people read them. */
export const roleNames: Record<Role, string> = {
  partner_owner: 'Руководитель',
  partner_manager: 'Менеджер',
  partner_accountant: 'Бухгалтер',
  customer: 'Администратор заказчика',
  customer_colleague: 'Сотрудник заказчика',
  manager: 'Менеджер MONT',
  admin: 'Администратор MONT',
};

/** How long a session may lie unused, in milliseconds: 30 minutes for staff, 8 hours for partners and customers. */
export function idleTime(role: Role | null): number {
  if (role === null) return NOT_LOGGED_ON;
  return isStaff(role) ? 30 * MINUTE : 8 * HOUR;
}

/** The instant a session ends when it is used now and never again: idle time, but at most 12 hours from its start. */
export function sessionEnd(role: Role | null, createdAt: Date, now: Date): Date {
  return new Date(Math.min(createdAt.getTime() + ABSOLUTE, now.getTime() + idleTime(role)));
}

/** The first page of a role (product rule §2). */
export function homeOf(role: Role): string {
  if (isOfCustomer(role)) return '/my/subscriptions';
  return isStaff(role) ? '/admin' : '/cabinet';
}

/** A place on this portal; null for anything else: `//evil.example`, `/\\evil.example` and addresses with a scheme leave it. */
export function localPath(text: string | null | undefined): string | null {
  if (!text || text.length > 2000 || !/^\/(?![/\\])/.test(text) || /[\\\p{Cc}]/u.test(text)) return null;
  const base = 'http://portal.invalid';
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (url?.origin !== base || url.pathname.startsWith('//')) return null;
  return `${url.pathname}${url.search}`;
}

/** Where to go after log-on; pages of the account itself would send people round in circles. */
export function returnPath(text: string | null | undefined): string | null {
  const path = localPath(text);
  return path && /^\/(account\/|$)/i.test(path) ? null : path;
}

/** The page a form was sent from, when it was one of ours. */
export function refererPath(referer: string | undefined, host: string | undefined): string | null {
  if (!referer || !URL.canParse(referer)) return null;
  const url = new URL(referer);
  return url.host === host ? localPath(`${url.pathname}${url.search}`) : null;
}

/** The person as the actor of reads and commands. */
export function actorOf(person: {
  userId: number;
  role: Role;
  name: string;
  login: string;
  partnerId: number | null;
  customerId: number | null;
}): Actor {
  const { userId, role, name, login, partnerId, customerId } = person;
  return { userId, role, name, login, partnerId, customerId };
}

/** An IPv4 address that came through an IPv6 socket, as people know it. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** When the door opens again, rounded up to the minute: «14:05», or «23.11.2026 00:10» when that is another day in Moscow. */
export function openingTime(until: Date, now: Date): string {
  const shown = new Date(Math.ceil(until.getTime() / MINUTE) * MINUTE);
  return moscowDay(shown) === moscowDay(now) ? formatTime(shown) : formatMoment(shown);
}
