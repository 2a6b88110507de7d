import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import yazl from 'yazl';
import { requireHeavy } from './cost.ts';
import { noteExport } from './exports.ts';

/** A file of an archive, `path` with folders. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly at: Date;
}

/**
 * Answers with a ZIP of files that come one after another; each goes out packed while the next is read, and is packed off the
 * answering thread by zlib. What was asked for goes into the journal of acts before the first byte.
 */
export async function sendArchive(res: Response, name: string, files: AsyncIterable<ArchivedFile>): Promise<void> {
  requireHeavy(res.req);
  await noteExport(res.req.scope, { action: 'documents.exported', subject: `архив «${name}»` });
  const zip = new yazl.ZipFile();
  res.attachment(`${name}.zip`).type('application/zip').set('Cache-Control', 'no-store');
  const sent = pipeline(zip.outputStream, res);
  sent.catch(() => undefined); // awaited below; the reader may go away before that
  for await (const { path, bytes, at } of files) zip.addBuffer(Buffer.from(bytes), path, { mtime: at });
  zip.end();
  await sent;
}
