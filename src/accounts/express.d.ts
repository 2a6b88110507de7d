import type {} from 'express-session';
import type {} from 'passport';
import type { Account } from './accounts.types.ts';

declare global {
  namespace Express {
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
