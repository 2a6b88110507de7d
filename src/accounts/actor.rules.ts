import { Forbidden } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/** The partner whose things the actor works with. @throws Forbidden for people of no partner and for customers. */
export function partnerOf({ actor }: Scope): number {
  if (actor.partnerId === null || actor.customerId !== null) throw new Forbidden();
  return actor.partnerId;
}

/** The customer the actor belongs to, with the partner that serves it. @throws Forbidden for everyone else. */
export function customerOf({ actor }: Scope): { readonly partnerId: number; readonly customerId: number } {
  if (actor.partnerId === null || actor.customerId === null) throw new Forbidden();
  return { partnerId: actor.partnerId, customerId: actor.customerId };
}
