import type { Request, Response } from 'express';
import { Forbidden } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { loggedOnAnyhow, Routes } from '#src/platform/http/routes.ts';
import { asErrors, CodeForm, CurrentPasswordForm } from './accounts.forms.ts';
import { isStaff } from './accounts.rules.ts';
import type { Account } from './accounts.types.ts';
import { secondFactorPage } from './second-factor.pages.ts';
import {
  beginEnrolment,
  confirmEnrolment,
  factorOf,
  isRequired,
  recoveryCodesLeft,
  removeSecondFactor,
  replaceRecoveryCodes,
} from './second-factor.service.ts';

/** «Второй фактор» of MONT's people. */
export const secondFactor = new Routes();

secondFactor.get('/Account/SecondFactor', loggedOnAnyhow, (req, res) => show(req, res, {}));

secondFactor.post('/Account/SecondFactor/secret', loggedOnAnyhow, async (req, res) => {
  const account = me(req);
  const form = readForm(req, CurrentPasswordForm);
  if (!form.ok) return show(req, res, { errors: form.errors });
  const done = await beginEnrolment(req.scope, account, form.value.current).then(() => null, asErrors);
  if (done) return show(req, res, done);
  res.redirect(303, '/Account/SecondFactor');
});

secondFactor.post('/Account/SecondFactor', loggedOnAnyhow, (req, res) => withCodes(req, res, confirmEnrolment));

secondFactor.post('/Account/SecondFactor/codes', loggedOnAnyhow, (req, res) => withCodes(req, res, replaceRecoveryCodes));

secondFactor.post('/Account/SecondFactor/removal', loggedOnAnyhow, async (req, res) => {
  const account = me(req);
  const form = readForm(req, CodeForm);
  if (!form.ok) return show(req, res, { errors: form.errors });
  const done = await removeSecondFactor(req.scope, account, form.value.code).then(() => null, asErrors);
  if (done) return show(req, res, done);
  flash(res, 'ok', 'Второй фактор снят.');
  res.redirect(303, '/Account/SecondFactor');
});

/** Carries out what ends with new recovery codes; they stand on this answer and nowhere else. */
async function withCodes(
  req: Request,
  res: Response,
  verb: (scope: Request['scope'], account: Account, code: string) => Promise<string[]>,
): Promise<void> {
  const account = me(req);
  const form = readForm(req, CodeForm);
  if (!form.ok) return show(req, res, { errors: form.errors });
  const codes = await verb(req.scope, account, form.value.code).catch(asErrors);
  await show(req, res, 'errors' in codes ? codes : { codes });
}

async function show(
  req: Request,
  res: Response,
  more: { codes?: readonly string[]; errors?: Readonly<Record<string, string>> },
): Promise<void> {
  const account = me(req);
  const [factor, codesLeft] = await Promise.all([
    factorOf(req.scope, account.userId),
    recoveryCodesLeft(req.scope.portal.sql, account.userId),
  ]);
  if (more.errors) res.status(422);
  render(
    res,
    'accounts/second-factor',
    secondFactorPage(account, { factor, codesLeft, isRequired: isRequired(req.scope, account), ...more }),
  );
}

/** Only MONT's people have one. @throws Forbidden for others, and while looking as a partner */
function me({ user }: Request): Account {
  if (!user || !isStaff(user.role)) throw new Forbidden();
  return user;
}
