import type { Request, Response } from 'express';
import { dropNote, keepNote, type NoteKind, noteOf } from './notes.ts';

/** A notice shown once, on the page after the action. */
export interface Flash {
  tone: 'ok' | 'info' | 'warn' | 'bad';
  text: string;
  link?: { href: string; label: string };
}

const FLASH: NoteKind = { name: 'flash', purpose: 'note', minutes: 60, sameSite: 'lax' };
const tones = ['ok', 'info', 'warn', 'bad'] as const;

/** Leaves a notice for the next page, e.g. after a redirect; with a link to what it tells of. */
export function flash(res: Response, tone: Flash['tone'], text: string, link?: Flash['link']): void {
  const line = text.slice(0, 400).replaceAll('\n', ' ');
  keepNote(res.req, res, FLASH, [`${tone}|${line}`, ...(link ? [link.href, link.label] : [])].join('\n'));
}

/** Takes the notice left by the previous page, if any; it is shown once. */
export function takeFlash(req: Request, res: Response): Flash | null {
  const value = noteOf(req, FLASH);
  if (!value) return null;
  dropNote(req, res, FLASH);
  const [line = '', href, label] = value.split('\n');
  const [tone, text] = line.split(/\|(.*)/s);
  const known = tones.find((t) => t === tone);
  return known && text ? { tone: known, text, ...(href && label ? { link: { href, label } } : {}) } : null;
}
