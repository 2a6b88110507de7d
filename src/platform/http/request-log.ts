import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { stopwatch } from '#src/platform/clock.ts';
import type { Logger } from '#src/platform/logger.ts';

/** Gives every request an id and writes one line per answer: method, path without query or one-time token, status, time. */
export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    req.requestId = randomUUID();
    res.setHeader('X-Request-Id', req.requestId);
    if (!isQuiet(req.url)) {
      const elapsed = stopwatch();
      const { requestId, method, url } = req;
      res.once('close', () => {
        const line = {
          requestId,
          userId: req.user?.userId,
          method,
          path: safePath(url),
          status: res.statusCode,
          ms: Math.round(elapsed()),
        };
        if (!res.writableFinished) log.info(line, 'request aborted');
        else if (res.statusCode >= 500) log.error(line, 'request answered');
        else log.info(line, 'request answered');
      });
    }
    next();
  };
}

/** Files and machines' questions, which would drown the rest. */
const isQuiet = (url: string): boolean => url.startsWith('/assets/') || url.startsWith('/health/');

/** The path without query; a one-time link's token is left out. */
export function safePath(url: string): string {
  return (url.split('?')[0] ?? '').replace(/^(\/Account\/(?:Password|Email)\/).+/i, '$1…');
}
