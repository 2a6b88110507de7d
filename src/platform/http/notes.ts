import type { Request, Response } from 'express';
import type { Purpose } from '#src/platform/keys.ts';
import { readCookie } from './cookies.ts';

/** A short text that the browser keeps for the portal: signed, so that nobody else's is believed, and over after some minutes. */
export interface NoteKind {
  readonly name: string;
  readonly purpose: Purpose;
  readonly minutes: number;
  readonly sameSite: 'lax' | 'strict';
  /** It outlives the browser's window. */
  readonly isLasting?: boolean;
}

/** Leaves the note, in place of one of its kind before. */
export function keepNote(req: Request, res: Response, kind: NoteKind, text: string): void {
  const { clock, config } = req.scope.portal;
  const body = `${clock.now().getTime() + kind.minutes * 60_000}.${Buffer.from(text).toString('base64url')}`;
  const lasting = kind.isLasting ? { maxAge: kind.minutes * 60_000 } : {};
  res.cookie(cookieName(req, kind), `${body}.${config.keys.sign(kind.purpose, `${kind.name}|${body}`)}`, {
    ...options(req, kind),
    ...lasting,
  });
}

/** What stands in the note of this browser; null when there is none, it is over, or it is not ours. */
export function noteOf(req: Request, kind: NoteKind): string | null {
  if (!req.scope) return null; // an error before the request had a scope
  const { clock, config } = req.scope.portal;
  const [until = '', text = '', mark = ''] = (readCookie(req, cookieName(req, kind)) ?? '').split('.');
  if (!config.keys.isSigned(kind.purpose, `${kind.name}|${until}.${text}`, mark)) return null;
  return Number(until) > clock.now().getTime() ? Buffer.from(text, 'base64url').toString() : null;
}

export function dropNote(req: Request, res: Response, kind: NoteKind): void {
  res.clearCookie(cookieName(req, kind), options(req, kind));
}

const isSecure = (req: Request): boolean => req.scope.portal.config.isProduction;
const cookieName = (req: Request, { name }: NoteKind): string => (isSecure(req) ? `__Host-${name}` : name);
const options = (req: Request, { sameSite }: NoteKind) => ({ httpOnly: true, sameSite, path: '/', secure: isSecure(req) }) as const;
