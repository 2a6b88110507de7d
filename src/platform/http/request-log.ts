import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from '../logger.ts';

/** Gives every request an id and writes one line per answer: method, path without query or one-time token, status, time. */
export function requestLog(log: Logger): RequestHandler[] {
  const logger = pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    serializers: {
      req: (req: { method: string; url: string }) => ({ method: req.method, path: safePath(req.url) }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
    customProps: (req) => ({ requestId: (req as { requestId?: string }).requestId }),
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'info'),
    autoLogging: { ignore: (req) => /^\/(assets|health)\//.test(req.url ?? '') },
    quietReqLogger: true,
  });
  const name: RequestHandler = (req, res, next) => {
    req.requestId = String(req.id);
    res.set('X-Request-Id', req.requestId);
    next();
  };
  return [logger as RequestHandler, name];
}

/** The path without query; a one-time link's token is left out. */
export function safePath(url: string): string {
  return (url.split('?')[0] ?? '').replace(/^(\/Account\/Password\/).+/i, '$1…');
}
