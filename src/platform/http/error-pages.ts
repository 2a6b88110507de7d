import type { ErrorRequestHandler, Request, Response } from 'express';
import { Forbidden, NotFound, PortalError, TooMany, TooManyAtOnce, Unavailable } from '#src/platform/errors.ts';
import type { Logger } from '#src/platform/logger.ts';
import { isConnectionLost, isTimedOut } from '#src/platform/retry.ts';
import { errorPage } from './error-words.ts';
import { PastEnd } from './lists.ts';
import { render } from './render.ts';
import { safePath } from './request-log.ts';

/** What no route has answered. */
export function notFound(): never {
  throw new NotFound();
}

/** Notes that somebody was refused: a right that is not theirs, or a form that did not come from a page of the portal. */
type OnForbidden = (req: Request) => Promise<void>;

/**
 * The last middleware: every error becomes a designed page with a request id. Expected ones tell their sentence;
 * unexpected ones are logged whole and told without a word about the inside.
 */
export function errorPages(log: Logger, onForbidden: OnForbidden = () => Promise.resolve()): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof PastEnd) return res.redirect(303, error.lastPage);
    const known = asPortalError(error);
    const status = known?.status ?? frameworkStatus(error) ?? 500;
    if (status >= 500) {
      log.error({ err: describe(error), requestId: req.requestId, method: req.method, path: safePath(req.originalUrl) }, 'request failed');
    }
    if (known instanceof Forbidden)
      await onForbidden(req).catch((err: unknown) => log.warn({ err: describe(err) }, 'a refusal could not be noted'));
    showError(res, status, known);
  };
}

function asPortalError(error: unknown): PortalError | null {
  if (error instanceof PortalError) return error;
  return isConnectionLost(error) || isTimedOut(error) ? new Unavailable() : null;
}

/** Bodies that can't be read (of a charset or encoding unknown, too) or are too large, and malformed addresses, as Express reports them. */
function frameworkStatus(error: unknown): 400 | 413 | null {
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413) return 413;
  return status === 400 || status === 415 ? 400 : null;
}

function showError(res: Response, status: number, error: PortalError | null): void {
  const retryAfterSeconds = error instanceof TooMany || error instanceof Unavailable ? error.retryAfterSeconds : undefined;
  if (retryAfterSeconds !== undefined) res.set('Retry-After', String(retryAfterSeconds));
  res.status(status).set('Cache-Control', 'no-store');
  const options = {
    ...(error ? { text: error.message } : {}),
    ...(error instanceof TooManyAtOnce ? { title: error.title } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  render(res, 'errors/show', errorPage(status, res.req.requestId, options));
}

function describe(error: unknown): object {
  const e = error as Error & { code?: string };
  return {
    type: e?.name,
    message: e?.message,
    code: e?.code,
    stack: e?.stack,
    cause: e?.cause instanceof Error ? e.cause.message : undefined,
  };
}
