import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { dropNote, keepNote, type NoteKind, noteOf } from '#src/platform/http/notes.ts';

/** The name and password were right, the code is still to come: no session yet, only this signed note in the browser. */
export interface LogOnStep {
  readonly userId: number;
  /** Of the password and of what ends sessions: a change of either ends the step. */
  readonly digest: string;
}

const STEP: NoteKind = { name: 'step', purpose: 'log-on step', minutes: 10, sameSite: 'strict' };

/** Moves on with the password, with «Выйти на всех устройствах», and when the person is disabled. */
export const digestOf = (passwordHash: string | null, sessionVersion: number): string =>
  createHash('sha256').update(`step|${passwordHash}|${sessionVersion}`).digest('base64url').slice(0, 22);

/** Leaves the note in the browser for ten minutes of the portal's clock. */
export const keepStep = (req: Request, res: Response, { userId, digest }: LogOnStep): void =>
  keepNote(req, res, STEP, `${userId}|${digest}`);

/** The note of this browser; null when there is none, it is over or not ours. */
export function stepOf(req: Request): LogOnStep | null {
  const [userId, digest] = (noteOf(req, STEP) ?? '').split('|');
  return userId && digest ? { userId: Number(userId), digest } : null;
}

export const dropStep = (req: Request, res: Response): void => dropNote(req, res, STEP);
