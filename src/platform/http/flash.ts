import type { Request, Response } from 'express';
import { readCookie } from './cookies.ts';
import type { Flash } from './shell.ts';

const COOKIE = 'flash';
const tones = ['ok', 'info', 'warn', 'bad'] as const;

/** Leaves a notice for the next page, e.g. after a redirect. */
export function flash(res: Response, tone: Flash['tone'], text: string): void {
  res.cookie(COOKIE, `${tone}|${text.slice(0, 400)}`, { httpOnly: true, sameSite: 'lax', path: '/', secure: res.req.secure });
}

/** Takes the notice left by the previous page, if any; it is shown once. */
export function takeFlash(req: Request, res: Response): Flash | null {
  const value = readCookie(req, COOKIE);
  if (!value) return null;
  res.clearCookie(COOKIE, { path: '/' });
  const [tone, text] = value.split(/\|(.*)/s);
  const known = tones.find((t) => t === tone);
  return known && text ? { tone: known, text } : null;
}
