import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';

/** Pages and exports on the wire: fast settings, since every page is made anew. */
export function compressPages(): RequestHandler {
  return compression({ threshold: 1024, level: 4, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } } });
}
