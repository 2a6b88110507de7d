import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { BadRequest } from '#src/platform/errors.ts';

/** Headers of every answer, the same each time. Pages load nothing but the portal's own files; no inline script or style. */
export function securityHeaders(isSecure: boolean): RequestHandler {
  const headers = headersOf(helmetOf(isSecure));
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

/** What Helmet sets on any answer: asked once, since nothing in it depends on the request. */
function headersOf(middleware: ReturnType<typeof helmet>): [name: string, value: string][] {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  middleware(req, res, (error) => {
    if (error) throw error;
  });
  return Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)]);
}

function helmetOf(isSecure: boolean): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  });
}

/** Pages are private: nothing between the portal and the person may keep them. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

/** Links are made from PORTAL_URL only, and a request for another host is refused. */
export function ownHostOnly(portalUrl: string, isProduction: boolean): RequestHandler {
  const own = new URL(portalUrl).host.toLowerCase();
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
  return (req, _res, next) => {
    const host = (req.get('host') ?? '').toLowerCase();
    if (host !== own && (isProduction || !local.test(host))) throw new BadRequest('Портал не отвечает по этому адресу.');
    next();
  };
}
