import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { Forbidden } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { fieldsOf } from './body.ts';
import { readCookie } from './cookies.ts';

export const CSRF_FIELD = '_csrf';
const VISITOR = 'visitor';

/**
 * Refuses state changes that did not come from a page of ours: the token in the form must be the keyed hash
 * of this browser's session (or visitor cookie before log-on), and Origin / Sec-Fetch-Site, where sent, must be ours.
 */
export function csrfProtection(keys: Keys, isSecure: boolean): RequestHandler {
  return (req, res, next) => {
    const name = isSecure ? `__Host-${VISITOR}` : VISITOR;
    const visitor = readCookie(req, name) ?? newVisitor(res, name, isSecure);
    const browser = req.user ? `session:${req.sessionID}` : `visitor:${visitor}`;
    res.locals['csrf'] = keys.sign('csrf', browser);
    if (req.method === 'GET' || req.method === 'HEAD') return next();
    const sent = fieldsOf(req)[CSRF_FIELD];
    if (!isOwnOrigin(req) || typeof sent !== 'string' || !keys.isSigned('csrf', browser, sent)) throw new Forbidden(STALE_FORM);
    next();
  };
}

const STALE_FORM = 'Форма устарела или отправлена не с портала. Откройте страницу заново и повторите: вход мог закончиться.';

function newVisitor(res: Response, name: string, isSecure: boolean): string {
  const value = randomBytes(16).toString('base64url');
  res.cookie(name, value, { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' });
  return value;
}

function isOwnOrigin(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return false;
  const origin = req.get('origin');
  return !origin || (URL.canParse(origin) && new URL(origin).host === req.get('host'));
}
