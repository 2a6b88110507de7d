import type { Response } from 'express';
import { type StoredFile, sendFile } from '#src/platform/http/files.ts';

/** Sends a payment order: to be saved, never shown within the portal, and with no right to anything if it is. */
export function sendPaper(res: Response, file: StoredFile): void {
  res.set('Content-Security-Policy', "default-src 'none'; sandbox");
  sendFile(res, file);
}
