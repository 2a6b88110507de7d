import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { Forbidden } from '#src/platform/errors.ts';
import type { Keys } from '#src/platform/keys.ts';
import { fieldsOf } from './body.ts';
import { readCookie } from './cookies.ts';
import { keptFields, sealForm } from './kept-form.ts';

export const CSRF_FIELD = '_csrf';
const VISITOR = 'visitor';

/** Answers a form of ours whose session is gone or is another one; what was typed travels on in the forms of the answer. */
type TurnAway = (req: Request, res: Response) => void;

/** What the field of every form carries, parted by dots. */
interface Envelope {
  /** Keyed hash of the browser's session (or visitor cookie before log-on): the token itself. */
  readonly mark: string;
  /** Mark of the person whose page it is; '' before log-on. */
  readonly owner: string;
  /** Address of the page, in base64url. */
  readonly page: string;
  /** A form that waits to be shown again (`kept-form.ts`). */
  readonly kept: string;
}

/**
 * Refuses state changes that did not come from a page of ours: the token in the form must be the keyed hash
 * of this browser's session (or visitor cookie before log-on), and Origin / Sec-Fetch-Site, where sent, must be ours.
 * A form of ours that comes too late (the session ended, somebody logged on anew) is turned away with all that was typed.
 */
export function csrfProtection(keys: Keys, isSecure: boolean, turnAway: TurnAway): RequestHandler {
  return (req, res, next) => {
    const name = isSecure ? `__Host-${VISITOR}` : VISITOR;
    res.locals['visitor'] = readCookie(req, name) ?? newVisitor(res, name, isSecure);
    const sent = req.method === 'GET' || req.method === 'HEAD' ? null : envelopeOf(req);
    if (sent) res.locals['formPage'] = sent.page;
    if (sent?.kept) res.locals['keptForm'] = sent.kept;
    signForms(req, res, keys);
    if (req.method === 'GET' || req.method === 'HEAD') return next();
    if (!isOwnOrigin(req) || !sent) throw new Forbidden(STALE_FORM);
    if (keys.isSigned('csrf', browserOf(req, res), sent.mark)) return next();
    if (sent.page === '') throw new Forbidden(STALE_FORM);
    keep(req, res, keys, sent);
    signForms(req, res, keys);
    res.status(403);
    turnAway(req, res);
  };
}

/** Signs the forms of the answer for the browser's session as it is now; anew after a log-on. */
export function signForms(req: Request, res: Response, keys: Keys): void {
  const mark = keys.sign('csrf', browserOf(req, res));
  const owner = req.user ? ownerMark(keys, req.user.userId) : '';
  const page = req.method === 'GET' ? Buffer.from(req.originalUrl.slice(0, 1000)).toString('base64url') : (res.locals['formPage'] ?? '');
  const kept = res.locals['keptForm'] ? `.${res.locals['keptForm']}` : '';
  res.locals['csrf'] = `${mark}.${owner}.${page}${kept}`;
}

/** The form that waits in the browser to be shown again, as it was sealed; null when none does. */
export const waitingForm = (res: Response): string | null => (res.locals['keptForm'] as string | undefined) ?? null;

/** Address of the page that the form sent stood on; null where it tells none of the portal's. */
export function pageOfForm(res: Response): string | null {
  const page = Buffer.from(String(res.locals['formPage'] ?? ''), 'base64url').toString();
  return page.startsWith('/') && !page.startsWith('//') ? page : null;
}

/** Was the form on a page of this person, or of nobody? */
export function isOwnedBy(keys: Keys, owner: string, user: Request['user']): boolean {
  return owner === '' || (user !== undefined && keys.isSigned('csrf', `owner:${user.userId}`, owner));
}

const STALE_FORM = 'Форма устарела или отправлена не с портала. Откройте страницу заново и повторите: вход мог закончиться.';

const ownerMark = (keys: Keys, userId: number): string => keys.sign('csrf', `owner:${userId}`);

const browserOf = (req: Request, res: Response): string =>
  req.user ? `session:${req.sessionID}` : `visitor:${String(res.locals['visitor'])}`;

function envelopeOf(req: Request): Envelope | null {
  const sent = fieldsOf(req)[CSRF_FIELD];
  if (typeof sent !== 'string') return null;
  const [mark = '', owner = '', page = '', kept = ''] = sent.split('.');
  return { mark, owner, page, kept };
}

/** Passwords and codes are typed anew, so nothing of `/Account` is kept; a form that waits already goes on waiting. */
function keep(req: Request, res: Response, keys: Keys, { owner, page, kept }: Envelope): void {
  if (kept || req.path.startsWith('/Account/')) return;
  const form = { owner, action: req.originalUrl, page: Buffer.from(page, 'base64url').toString(), fields: keptFields(fieldsOf(req)) };
  res.locals['keptForm'] = sealForm(keys, form) ?? undefined;
}

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
