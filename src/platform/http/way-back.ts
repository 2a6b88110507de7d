import type { Request, Response } from 'express';
import { dropNote, keepNote, type NoteKind, noteOf } from './notes.ts';

/** The page somebody asked for before log-on. It stays in the browser: nothing is stored for people nobody knows yet. */
const WAY_BACK: NoteKind = { name: 'back', purpose: 'note', minutes: 60, sameSite: 'lax' };

/** Cookies have about 4 KB; a longer address is not worth a broken log-on. */
const LONGEST = 2000;

export function keepWayBack(req: Request, res: Response): void {
  if (req.originalUrl.length <= LONGEST) keepNote(req, res, WAY_BACK, req.originalUrl);
}

/** Takes the address that was kept, as it was; where it leads is for the caller to check. */
export function takeWayBack(req: Request, res: Response): string | null {
  const path = noteOf(req, WAY_BACK);
  if (path !== null) dropNote(req, res, WAY_BACK);
  return path;
}
