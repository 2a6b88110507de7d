import type { Request, Response } from 'express';
import { loggedOnAnyhow } from '#src/accounts/access.rules.ts';
import { CodeForm, CurrentPasswordForm } from '#src/accounts/accounts.forms.ts';
import { isStaff } from '#src/accounts/accounts.rules.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import { Forbidden } from '#src/platform/errors.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import type { Scope } from '#src/platform/scope.ts';
import { recoveryCodesLeft } from './recovery-codes.service.ts';
import { secondFactorPage } from './second-factor.pages.ts';
import {
  beginEnrolment,
  confirmEnrolment,
  factorOf,
  isRequired,
  removeSecondFactor,
  replaceRecoveryCodes,
} from './second-factor.service.ts';

/** «Второй фактор» of MONT's people. */
export const secondFactor = new Routes();

secondFactor.get('/Account/SecondFactor', loggedOnAnyhow, (req, res) => show(req, res, {}));

secondFactor.post('/Account/SecondFactor/secret', loggedOnAnyhow, (req, res) =>
  submit(req, res, CurrentPasswordForm, {
    act: ({ current }) => beginEnrolment(req.scope, me(req), current),
    again: ({ errors }) => show(req, res, { errors }),
    done: () => '/Account/SecondFactor',
  }),
);

secondFactor.post('/Account/SecondFactor', loggedOnAnyhow, (req, res) => withCodes(req, res, confirmEnrolment));

secondFactor.post('/Account/SecondFactor/codes', loggedOnAnyhow, (req, res) => withCodes(req, res, replaceRecoveryCodes));

secondFactor.post('/Account/SecondFactor/removal', loggedOnAnyhow, (req, res) =>
  submit(req, res, CodeForm, {
    act: ({ code }) => removeSecondFactor(req.scope, me(req), code),
    again: ({ errors }) => show(req, res, { errors }),
    done: () => ({ to: '/Account/SecondFactor', say: 'Второй фактор снят.' }),
  }),
);

/** Carries out what ends with new recovery codes; they stand on this answer and nowhere else. */
const withCodes = (req: Request, res: Response, verb: (scope: Scope, account: Account, code: string) => Promise<string[]>) =>
  submit(req, res, CodeForm, {
    act: ({ code }) => verb(req.scope, me(req), code),
    again: ({ errors }) => show(req, res, { errors }),
    show: (codes) => show(req, res, { codes }),
  });

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
