import busboy from 'busboy';
import type { Request, RequestHandler } from 'express';
import { BadRequest } from '#src/platform/errors.ts';
import { keepFields } from './body.ts';
import { takePlace } from './cost.ts';
import type { Access, DeclaredRoute } from './routes.ts';

/** The file of a posted form. */
export interface Upload {
  /** As the browser names it; shown, never used as a path. */
  readonly name: string;
  readonly bytes: Buffer;
  /** More came than is taken; `bytes` is cut. */
  readonly isTooLarge: boolean;
}

const MB = 1024 * 1024;
/** Where a route says nothing else. */
const MOST_MB = 5;

/**
 * Reads forms with a file (at most one, 5 MB or as the route says, in memory) at the routes that declare to take one, from people
 * who may use them (`mayUse`), two at once: text fields are kept like any form's, the file is `req.upload`. Elsewhere such a form stays unread and is refused for its token.
 */
export function readUploads(
  declared: readonly DeclaredRoute[],
  mayUse: (access: Access, user: Request['user']) => boolean,
): RequestHandler {
  const takers = new Map(declared.filter(({ takesFile }) => takesFile).map((route) => [route.path, route]));
  return (req, res, next) => {
    const taker = takers.get(req.path);
    if (req.method !== 'POST' || !taker || !mayUse(taker.access, req.user) || !req.is('multipart/form-data')) return next();
    takePlace(req, res);
    readMultipart(req, taker.mostMb).then(() => next(), next);
  };
}

/** Reads a body in parts into the fields and the file of the request. @throws BadRequest for one that is not whole */
export function readMultipart(req: Request, mostMb: number = MOST_MB): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new BadRequest('Файл не дошёл целиком: загрузите его ещё раз.'));
    const form = parserOf(req, mostMb * MB);
    if (!form) return refuse();
    const fields = new Map<string, string | string[]>();
    form.on('field', (name, value) => {
      fields.set(name, fields.has(name) ? [value] : value); // a name twice is no text field any more
    });
    form.on('file', (_name, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        req.upload = {
          name: (filename ?? '').replace(/[\p{Cc}\p{Cs}]/gu, '').slice(0, 200),
          bytes: Buffer.concat(chunks),
          isTooLarge: stream.truncated === true,
        };
      });
      stream.on('error', refuse);
    });
    form.on('error', refuse);
    form.on('close', () => {
      try {
        keepFields(req, fields);
        resolve();
      } catch (error) {
        reject(error);
      }
    });
    req.on('aborted', refuse);
    req.pipe(form);
  });
}

function parserOf(req: Request, fileSize: number): busboy.Busboy | null {
  try {
    const limits = { files: 1, fileSize, fields: 20, fieldSize: 10_000, fieldNameSize: 100, parts: 30, headerPairs: 50 };
    return busboy({ headers: req.headers, limits, defParamCharset: 'utf8' });
  } catch {
    return null; // no boundary
  }
}
