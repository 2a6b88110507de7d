import type { Request, Response } from 'express';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { everyone, Routes } from '#src/platform/http/routes.ts';
import { asErrors, LogOnForm, NewPasswordForm, RecoveryForm, RecoveryQuery, ThemeForm, TOKEN } from './accounts.forms.ts';
import { linkOverPage, logOnPage, newPasswordPage, recoveryPage } from './accounts.pages.ts';
import { homeOf, localPath, refererPath, returnPath } from './accounts.rules.ts';
import type { LogOnOutcome } from './log-on.service.ts';
import { authenticate, endThisSession, startSession } from './passport.ts';
import { askRecovery, ownerOfLink, setPasswordByLink } from './password.service.ts';
import { sessionKey } from './session.store.ts';
import { recordLogOff } from './sessions.service.ts';
import { endViewing } from './viewing.service.ts';

/** Log-on, log-off, forgotten passwords, theme: what people meet before they are logged on. */
export const accounts = new Routes();

accounts.get('/', everyone, (req, res) => {
  res.redirect(303, req.user ? homeOf(req.user.role) : '/Account/LogOn');
});

accounts.get('/Account/LogOn', everyone, (req, res) => {
  if (req.user) res.redirect(303, '/');
  else render(res, 'accounts/log-on', logOnPage(isDemo(req)));
});

accounts.post('/Account/LogOn', everyone, async (req, res) => {
  const form = readForm(req, LogOnForm);
  if (!form.ok) return void render(res.status(422), 'accounts/log-on', logOnPage(isDemo(req), form));
  const outcome = await authenticate(req, res);
  if (outcome.kind !== 'in') return showRefusal(req, res, form.value.login, outcome);
  const { account } = outcome;
  const back = returnPath(req.session.returnTo);
  await startSession(req, account, account.mustChangePassword ? back : null);
  res.redirect(303, account.mustChangePassword ? '/Account/Password' : (back ?? homeOf(account.role)));
});

accounts.post('/Account/LogOff', everyone, async (req, res) => {
  if (req.user?.viewing) await endViewing(req.scope, sessionKey(req.sessionID), req.user.viewing);
  await recordLogOff(req.scope);
  await endThisSession(req);
  flash(res, 'ok', 'Вы вышли.');
  res.redirect(303, '/Account/LogOn');
});

accounts.get('/Account/Recovery', everyone, (req, res) => {
  const { sent } = parseQuery(req, RecoveryQuery);
  render(res, 'accounts/recovery', recoveryPage(sent === '1'));
});

accounts.post('/Account/Recovery', everyone, async (req, res) => {
  const form = readForm(req, RecoveryForm);
  if (!form.ok) return void render(res.status(422), 'accounts/recovery', recoveryPage(false, form));
  await askRecovery(req.scope, form.value.login);
  res.redirect(303, '/Account/Recovery?sent=1');
});

accounts.get('/Account/Password/:token', everyone, async (req, res) => {
  const token = tokenOf(req);
  const owner = token && (await ownerOfLink(req.scope, token));
  if (!owner) return showLinkOver(res);
  render(res, 'accounts/new-password', newPasswordPage(owner.login, token));
});

accounts.post('/Account/Password/:token', everyone, async (req, res) => {
  const token = tokenOf(req);
  const owner = token && (await ownerOfLink(req.scope, token));
  if (!owner) return showLinkOver(res);
  const form = readForm(req, NewPasswordForm);
  const done = form.ok ? await setPasswordByLink(req.scope, token, form.value.password).catch(asErrors) : form;
  if (done) return void render(res.status(422), 'accounts/new-password', newPasswordPage(owner.login, token, done.errors));
  flash(res, 'ok', 'Пароль изменён. Войдите с новым паролем.');
  res.redirect(303, '/Account/LogOn');
});

accounts.post('/theme', everyone, (req, res) => {
  const form = readForm(req, ThemeForm);
  if (form.ok) setTheme(req, res, form.value.theme);
  const back = form.ok ? form.value.back : undefined;
  res.redirect(303, localPath(back) ?? refererPath(req.get('referer'), req.get('host')) ?? '/');
});

const isDemo = (req: Request) => req.scope.portal.config.isDemo;

/** Wrong: 422 with the form. Closed for now: 429, and when to come again. */
function showRefusal(req: Request, res: Response, login: string, outcome: Exclude<LogOnOutcome, { kind: 'in' }>): void {
  if (outcome.kind === 'closed') {
    const seconds = (outcome.until.getTime() - req.scope.portal.clock.now().getTime()) / 1000;
    res.set('Retry-After', String(Math.max(1, Math.ceil(seconds))));
  }
  res.status(outcome.kind === 'closed' ? 429 : 422);
  render(res, 'accounts/log-on', logOnPage(isDemo(req), { values: { login } }, outcome.text));
}

function showLinkOver(res: Response): void {
  render(res.status(404), 'accounts/link-over', linkOverPage());
}

function tokenOf(req: Request): string | null {
  const token = String(req.params['token'] ?? '');
  return TOKEN.test(token) ? token : null;
}

function setTheme(req: Request, res: Response, theme: 'light' | 'dark' | 'system'): void {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: req.secure } as const;
  if (theme === 'system') res.clearCookie('theme', options);
  else res.cookie('theme', theme, { ...options, maxAge: 365 * 86_400_000 });
}
