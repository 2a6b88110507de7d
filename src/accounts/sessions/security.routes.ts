import type { Request, Response } from 'express';
import { loggedOn, loggedOnAnyhow } from '#src/accounts/access.rules.ts';
import { ChangePasswordForm, FirstPasswordForm, SESSION_KEY } from '#src/accounts/accounts.forms.ts';
import { passwordPage } from '#src/accounts/accounts.pages.ts';
import { ownSessions } from '#src/accounts/accounts.queries.ts';
import { homeOf, returnPath } from '#src/accounts/accounts.rules.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import { dropStep } from '#src/accounts/log-on/log-on-step.ts';
import { endThisSession, startSession } from '#src/accounts/log-on/passport.ts';
import { changePassword } from '#src/accounts/passwords/password.service.ts';
import { NotFound } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { sessionKey } from './session.store.ts';
import { endSession, logOffEverywhere } from './sessions.service.ts';

/** «Пароль и входы»: one's own password and sessions. */
export const security = new Routes();

security.get('/Account/Password', loggedOnAnyhow, (req, res) => showPassword(req, res));

security.post('/Account/Password', loggedOnAnyhow, heavy, (req, res) => {
  const account = me(req);
  return submit(req, res, account.mustChangePassword ? FirstPasswordForm : ChangePasswordForm, {
    act: (form) => changePassword(req.scope, account, form),
    again: ({ errors }) => showPassword(req, res, errors),
    done: async (changed) => {
      const back = returnPath(req.session.returnTo);
      await startSession(req, changed, null);
      const to = account.mustChangePassword ? (back ?? homeOf(account.role)) : '/Account/Password';
      return { to, say: 'Пароль изменён. Остальные сеансы завершены.' };
    },
  });
});

security.post('/Account/LogOffEverywhere', loggedOn, async (req, res) => {
  await logOffEverywhere(req.scope, me(req));
  await endThisSession(req);
  dropStep(req, res);
  flash(res, 'ok', 'Вы вышли на всех устройствах.');
  res.redirect(303, '/Account/LogOn');
});

security.post('/Account/Sessions/:id', loggedOn, async (req, res) => {
  const id = String(req.params['id'] ?? '');
  if (!SESSION_KEY.test(id)) throw new NotFound();
  await endSession(req.scope, id);
  flash(res, 'ok', 'Сеанс завершён.');
  res.redirect(303, '/Account/Password');
});

async function showPassword(req: Request, res: Response, errors: Record<string, string> = {}): Promise<void> {
  const sessions = me(req).mustChangePassword ? [] : await ownSessions(req.scope);
  render(res, 'accounts/password', passwordPage(me(req), sessions, sessionKey(req.sessionID), errors));
}

/** The access rule of these routes lets nobody else in. */
function me(req: Request): Account {
  if (!req.user) throw new NotFound();
  return req.user;
}
