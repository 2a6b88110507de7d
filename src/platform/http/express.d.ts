import type {} from 'express-session';
import type {} from 'passport';
import type { Account } from '#src/accounts/accounts.types.ts';
import type { Scope } from '../scope.ts';
import type { Upload } from './uploads.ts';

declare global {
  namespace Express {
    interface Request {
      /** Who asks; set for every request before any route. */
      scope: Scope;
      /** Id shown on error pages and written in the log. */
      requestId: string;
      /** The file of the form, at the addresses that take one. */
      upload?: Upload;
    }
    interface User extends Account {}
  }
}

declare module 'express-session' {
  interface SessionData {
    returnTo: string;
    /** ISO instant at which a code of the second factor was typed. */
    factorAt: string;
  }
}
