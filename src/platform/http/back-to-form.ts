import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { Conflict, PortalError } from '#src/platform/errors.ts';
import type { Keys } from '#src/platform/keys.ts';
import { fieldsOf } from './body.ts';
import { pageOfForm, signForms } from './csrf.ts';
import { keptFields } from './kept-form.ts';

/**
 * A form refused because of what happened meanwhile, which its route does not show by itself: the page it stood on comes back as it
 * is now (409), with the sentence of what happened and all that was typed. Only where that page is gone too the error has a page of its own.
 */
export function backToForm(keys: Keys, route: RequestHandler): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const page = error instanceof Conflict && isForm(req, res) ? pageOfForm(res) : null;
    if (!(error instanceof Conflict) || page === null) return next(error);
    res.locals['refill'] = { action: req.originalUrl, fields: keptFields(fieldsOf(req)), refused: error.message };
    Object.assign(req, { method: 'GET', url: page, originalUrl: page });
    res.status(409);
    signForms(req, res, keys);
    route(req, res, (again?: unknown) => next(isWorse(again) ? again : error));
  };
}

const isForm = (req: Request, res: Response): boolean => req.method === 'POST' && !res.headersSent && req.get('X-Fragment') === undefined;

/** Is it no mere absence of the page, but something that must be told or logged? */
const isWorse = (error: unknown): boolean => error !== undefined && !(error instanceof PortalError && error.status < 500);
