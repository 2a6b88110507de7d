import type { Request, Response } from 'express';
import { Forbidden } from '#src/platform/errors.ts';
import type { Access } from '#src/platform/http/routes.ts';
import { keepWayBack } from '#src/platform/http/way-back.ts';
import { mayUse } from './access.rules.ts';

/** Lets the request in, sends it to log-on or to the forced password change, or refuses it. */
export function admit(access: Access, req: Request, res: Response): boolean {
  if (access.kind === 'everyone') return true;
  if (!req.user) {
    if (req.method === 'GET' && req.get('X-Fragment') === undefined) keepWayBack(req, res);
    res.redirect(303, '/Account/LogOn');
    return false;
  }
  if (req.user.mustChangePassword && !(access.kind === 'loggedOn' && access.evenWithStartPassword)) {
    res.redirect(303, '/Account/Password');
    return false;
  }
  if (isToEnrol(req) && !(access.kind === 'loggedOn' && access.evenWithStartPassword)) {
    res.redirect(303, '/Account/SecondFactor');
    return false;
  }
  if (!mayUse(access, req.user)) throw new Forbidden();
  return true;
}

/** Administrators of a real portal have a second factor before they do anything else (product rule §3). */
const isToEnrol = ({ user, scope }: Request): boolean =>
  scope.portal.config.isProduction && user?.role === 'admin' && !user.hasSecondFactor;
