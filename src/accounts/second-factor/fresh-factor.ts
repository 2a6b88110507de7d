import type { Request, RequestHandler, Response } from 'express';
import { isStaff } from '#src/accounts/accounts.rules.ts';
import { Invalid, TooMany } from '#src/platform/errors.ts';
import { factorField, postedFields } from '#src/platform/http/forms.ts';
import { type Page, render } from '#src/platform/http/render.ts';
import { confirmFactor } from './second-factor.service.ts';

/** A code counts this long for what staff may do to money and to access. */
const FRESH_MINUTES = 15;

/** POST routes of staff that ask for a code of those who have a second factor, unless they typed one just now. */
export const DANGEROUS_ACTS: readonly string[] = [
  '/admin/partners/:id/limit',
  '/admin/partners/:id/holds/:holdId/lift',
  '/admin/orders/:number/release',
  '/admin/applications/:id/approval',
  '/admin/payments/:id/reversal',
  '/admin/closing/:period',
  '/admin/settings',
  '/admin/catalog/import/:id/confirmation',
  '/admin/catalog/offers/:id/prices',
  '/admin/partners/:id/users',
  '/admin/partners/:id/users/:userId/role',
  '/admin/partners/:id/users/:userId/edit',
  '/admin/partners/:id/customers/:customerId/users/:userId/edit',
  '/admin/staff',
  '/admin/staff/:userId/edit',
  '/admin/staff/:userId/role',
  '/admin/staff/:userId/enable',
  '/admin/staff/:userId/disable',
  '/admin/staff/:userId/start-password',
  '/admin/staff/:userId/second-factor',
];

export interface FreshFactorPage extends Page {
  readonly action: string;
  /** What was filled in; it goes on with the code. */
  readonly kept: readonly { readonly name: string; readonly value: string }[];
  readonly fieldName: string;
  readonly error: string | undefined;
}

/**
 * Asks for a code before a dangerous act, with everything the form held, and carries the act out with the right one.
 * Stands after the check of the form's token.
 */
export function freshFactor(): RequestHandler {
  const acts = DANGEROUS_ACTS.map((path) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`, 'i'));
  return (req, res, next) => {
    const isAsked = req.method === 'POST' && acts.some((act) => act.test(req.path)) && !isFresh(req);
    if (!isAsked) return next();
    proven(req, res).then((isProven) => (isProven ? next() : undefined), next);
  };
}

function isFresh({ user, session, scope }: Request): boolean {
  if (!user || !isStaff(user.role) || !user.hasSecondFactor) return true;
  const since = scope.portal.clock.now().getTime() - new Date(session.factorAt ?? 0).getTime();
  return since < FRESH_MINUTES * 60_000;
}

/** Was the right code sent along? Otherwise the page that asks for it is the answer. */
async function proven(req: Request, res: Response): Promise<boolean> {
  const code = factorField.read(req);
  const fault = code === null ? null : await faultOf(req, code);
  if (code !== null && fault === null) {
    req.session.factorAt = req.scope.portal.clock.now().toISOString();
    return true;
  }
  render(res.status(fault instanceof TooMany ? 429 : 422), 'accounts/fresh-factor', pageOf(req, fault));
  return false;
}

async function faultOf(req: Request, code: string): Promise<Invalid | TooMany | null> {
  try {
    if (req.user) await confirmFactor(req.scope, req.user.userId, code);
    return null;
  } catch (error) {
    if (error instanceof Invalid || error instanceof TooMany) return error;
    throw error;
  }
}

function pageOf(req: Request, fault: Error | null): FreshFactorPage {
  const kept = Object.entries(postedFields(req)).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
  return {
    title: 'Подтвердите кодом',
    section: '',
    isInvalid: fault !== null,
    action: req.originalUrl,
    kept,
    fieldName: factorField.name,
    error: fault?.message,
  };
}
