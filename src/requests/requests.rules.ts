import type { Actor } from '#src/platform/actor.ts';

/** May this person of the customer take the request back? Its administrator any, a colleague the own ones. */
export const mayWithdraw = ({ role, userId }: Pick<Actor, 'role' | 'userId'>, { askedById }: { readonly askedById: number }): boolean =>
  role === 'customer' || userId === askedById;
