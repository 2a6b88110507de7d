import type { Request, RequestHandler } from 'express';
import passport from 'passport';
import type { Account } from './accounts.types.ts';
import { accountOf, type SessionUser } from './session.store.ts';

/** Keeps no state of a portal: everything comes with the request, so one serves any number of them. */
const authenticator = new passport.Passport();

authenticator.serializeUser<SessionUser>((user, done) => done(null, { id: user.userId, version: user.sessionVersion }));

/** The account came with the session: nothing is asked from the database again. */
authenticator.deserializeUser<SessionUser, Request>(
  (req: Request, _kept: SessionUser, done: (error: unknown, user?: Account | false) => void) => done(null, accountOf(req.session) ?? false),
);

/** Puts the account of the session into `req.user`. */
export const sessionUser = (): RequestHandler => authenticator.session() as RequestHandler;

/** Begins a session of the person under a new id; whatever the browser had before is gone. */
export function startSession(req: Request, account: Account, returnTo: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    req.logIn(account, { session: true, keepSessionInfo: false }, (error: unknown) => {
      if (error) return reject(error);
      if (returnTo) req.session.returnTo = returnTo;
      resolve();
    });
  });
}

/** Ends the session of this browser. */
export function endThisSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}
