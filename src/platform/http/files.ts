import type { Response } from 'express';

/** A stored file as it is sent. */
export interface StoredFile {
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** Answers with stored bytes as a file to be saved, unchanged and under its own name, Russian letters and all (RFC 6266). */
export function sendFile(res: Response, { fileName, mime, bytes }: StoredFile): void {
  res.attachment(fileName).type(mime).set('Cache-Control', 'no-store').send(Buffer.from(bytes));
}
