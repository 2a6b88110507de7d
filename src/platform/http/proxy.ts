import type { RequestHandler } from 'express';
import type { Logger } from '#src/platform/logger.ts';

/**
 * Says once in the log that a proxy stands in front though TRUST_PROXY is 0: everybody then seems to come from the proxy's address,
 * so fifty wrong passwords of one person would close the door for all, and the journal would name nobody.
 */
export function warnOfProxy(trustProxy: number, log: Logger): RequestHandler {
  let isTold = trustProxy > 0;
  return (req, _res, next) => {
    if (!isTold && req.headers['x-forwarded-for'] !== undefined) {
      isTold = true;
      log.warn('X-Forwarded-For came while TRUST_PROXY is 0: with a proxy in front set TRUST_PROXY to the number of proxies');
    }
    next();
  };
}
