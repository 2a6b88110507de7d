import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { keepNote, type NoteKind, noteOf } from '#src/platform/http/notes.ts';

const YEAR = 365 * 24 * 60;
const DEVICE: NoteKind = { name: 'device', purpose: 'note', minutes: YEAR, sameSite: 'lax', isLasting: true };

/** The digest of this browser's mark, which the table of known devices holds; null before its first log-on. */
export function deviceOf(req: Request): string | null {
  const mark = noteOf(req, DEVICE);
  return mark && digest(mark);
}

/** Keeps the browser's mark for another year, a new one when it has none. @returns its digest */
export function keepDevice(req: Request, res: Response): string {
  const mark = noteOf(req, DEVICE) ?? randomBytes(24).toString('base64url');
  keepNote(req, res, DEVICE, mark);
  return digest(mark);
}

const digest = (mark: string): string => createHash('sha256').update(mark).digest('hex');
