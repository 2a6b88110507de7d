import type { Role } from '#src/platform/actor.ts';
import type { Access } from '#src/platform/http/routes.ts';
import type { Account } from './accounts.types.ts';

declare module '#src/platform/http/routes.ts' {
  /** Who may use a route. */
  interface AccessKinds {
    everyone: { readonly kind: 'everyone' };
    loggedOn: { readonly kind: 'loggedOn'; readonly evenWithStartPassword: boolean };
    roles: { readonly kind: 'roles'; readonly roles: readonly Role[] };
  }
}

/** Anyone, logged on or not. */
export const everyone: Access = { kind: 'everyone' };
/** Anyone who is logged on and has set a password of their own. */
export const loggedOn: Access = { kind: 'loggedOn', evenWithStartPassword: false };
/** Also those who still have to replace their start password. */
export const loggedOnAnyhow: Access = { kind: 'loggedOn', evenWithStartPassword: true };
/** The roles named; others get 403. */
export const only = (...roles: Role[]): Access => ({ kind: 'roles', roles });

/** People of a partner who sell. */
export const sellers = only('partner_owner', 'partner_manager');
/** People of a partner who keep its books: payments and reconciliation. */
export const bookkeepers = only('partner_owner', 'partner_accountant');
/** Everyone of a partner. */
export const partnerPeople = only('partner_owner', 'partner_manager', 'partner_accountant');
/** Everyone of a customer. */
export const customerPeople = only('customer', 'customer_colleague');
/** MONT's people. */
export const staff = only('manager', 'admin');

/** May this person use it, as far as the role tells? */
export function mayUse(access: Access, user: Account | undefined): boolean {
  return access.kind === 'everyone' || (user !== undefined && (access.kind === 'loggedOn' || access.roles.includes(user.role)));
}
