import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { readCookie } from '#src/platform/http/cookies.ts';

/** The name and password were right, the code is still to come: no session yet, only this signed note in the browser. */
export interface LogOnStep {
  readonly userId: number;
  /** Of the password and what ends sessions: a change of either ends the step. */
  readonly digest: string;
}

const MINUTES = 10;

export const digestOf = (passwordHash: string | null): string =>
  createHash('sha256').update(`step|${passwordHash}`).digest('base64url').slice(0, 22);

/** Leaves the note in the browser for ten minutes of the portal's clock. */
export function keepStep(req: Request, res: Response, step: LogOnStep): void {
  const until = req.scope.portal.clock.now().getTime() + MINUTES * 60_000;
  const note = `${step.userId}.${until}.${step.digest}`;
  res.cookie(cookieName(req), `${note}.${keys(req).sign('log-on step', note)}`, options(req));
}

/** The note of this browser; null when there is none, it is over or not ours. */
export function stepOf(req: Request): LogOnStep | null {
  const [userId = '', until = '', digest = '', mac = ''] = (readCookie(req, cookieName(req)) ?? '').split('.');
  if (!keys(req).isSigned('log-on step', `${userId}.${until}.${digest}`, mac)) return null;
  return Number(until) > req.scope.portal.clock.now().getTime() ? { userId: Number(userId), digest } : null;
}

export function dropStep(req: Request, res: Response): void {
  res.clearCookie(cookieName(req), options(req));
}

const isSecure = (req: Request) => req.scope.portal.config.isProduction;
const cookieName = (req: Request) => (isSecure(req) ? '__Host-step' : 'step');
const options = (req: Request) => ({ httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure(req) }) as const;
const keys = (req: Request) => req.scope.portal.config.keys;
