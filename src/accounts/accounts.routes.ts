import type { Request, Response } from 'express';
import { waitingForm } from '#src/platform/http/csrf.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { takeWayBack } from '#src/platform/http/way-back.ts';
import { everyone } from './access.rules.ts';
import { CodeForm, LogOnForm, NewPasswordForm, RecoveryForm, RecoveryQuery, ThemeForm, TOKEN } from './accounts.forms.ts';
import { codePage, linkOverPage, logOnPage, newPasswordPage, recoveryPage } from './accounts.pages.ts';
import { homeOf, localPath, refererPath, returnPath } from './accounts.rules.ts';
import type { Account } from './accounts.types.ts';
import { deviceOf, keepDevice } from './log-on/known-device.ts';
import { rememberDevice } from './log-on/known-devices.service.ts';
import type { LogOnOutcome } from './log-on/log-on.service.ts';
import { type CodeOutcome, enterCode } from './log-on/log-on-code.service.ts';
import { dropStep, keepStep, stepOf } from './log-on/log-on-step.ts';
import { authenticate, endThisSession, startSession } from './log-on/passport.ts';
import { showResume } from './log-on/turned-away.ts';
import { askRecovery, ownerOfLink, setPasswordByLink } from './passwords/password.service.ts';
import { sessionKey } from './sessions/session.store.ts';
import { recordLogOff } from './sessions/sessions.service.ts';
import { endViewing } from './viewing/viewing.service.ts';

/** Log-on, log-off, forgotten passwords, theme: what people meet before they are logged on. */
export const accounts = new Routes();

accounts.get('/', everyone, (req, res) => {
  res.redirect(303, req.user ? homeOf(req.user.role) : '/Account/LogOn');
});

accounts.get('/Account/LogOn', everyone, (req, res) => {
  if (req.user) res.redirect(303, '/');
  else render(res, 'accounts/log-on', logOnPage());
});

accounts.post('/Account/LogOn', everyone, (req, res) =>
  submit(req, res, LogOnForm, {
    act: (form) => authenticate(req, res, form),
    again: (form) => render(res, 'accounts/log-on', logOnPage(form)),
    show: (outcome, { login }) => {
      if (outcome.kind === 'code') return askCode(req, res, outcome.step);
      return outcome.kind === 'in' ? goIn(req, res, outcome.account) : showRefusal(req, res, login, outcome);
    },
  }),
);

accounts.get('/Account/LogOn/Code', everyone, (req, res) => {
  if (!stepOf(req)) return res.redirect(303, '/Account/LogOn');
  render(res, 'accounts/code', codePage());
});

accounts.post('/Account/LogOn/Code', everyone, async (req, res) => {
  const step = stepOf(req);
  if (!step) return res.redirect(303, '/Account/LogOn');
  await submit(req, res, CodeForm, {
    act: ({ code }) => enterCode(req.scope, step, code, deviceOf(req)),
    again: ({ errors }) => render(res, 'accounts/code', codePage(errors['code'])),
    show: (outcome) => afterCode(req, res, outcome),
  });
});

function afterCode(req: Request, res: Response, outcome: CodeOutcome): void | Promise<void> {
  if (outcome.kind === 'refused' || outcome.kind === 'closed') return showCodeRefusal(req, res, outcome);
  dropStep(req, res);
  if (outcome.kind === 'in') return goIn(req, res, outcome.account);
  flash(res, 'warn', 'Вход занял слишком много времени. Введите логин и пароль ещё раз.');
  res.redirect(303, '/Account/LogOn');
}

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

accounts.post('/Account/Recovery', everyone, (req, res) =>
  submit(req, res, RecoveryForm, {
    act: ({ login }) => askRecovery(req.scope, login),
    again: (form) => render(res, 'accounts/recovery', recoveryPage(false, form)),
    done: () => '/Account/Recovery?sent=1',
  }),
);

accounts.get('/Account/Password/:token', everyone, async (req, res) => {
  const token = tokenOf(req);
  const owner = token && (await ownerOfLink(req.scope, token));
  if (!owner) return showLinkOver(res);
  render(res, 'accounts/new-password', newPasswordPage(owner.login, token));
});

accounts.post('/Account/Password/:token', everyone, heavy, async (req, res) => {
  const token = tokenOf(req);
  const owner = token && (await ownerOfLink(req.scope, token));
  if (!owner) return showLinkOver(res);
  await submit(req, res, NewPasswordForm, {
    act: ({ password }) => setPasswordByLink(req.scope, token, password),
    again: ({ errors }) => render(res, 'accounts/new-password', newPasswordPage(owner.login, token, errors)),
    done: async ({ userId }) => {
      await rememberDevice(req.scope, userId, keepDevice(req, res));
      return { to: '/Account/LogOn', say: 'Пароль изменён. Войдите с новым паролем.' };
    },
  });
});

accounts.post('/theme', everyone, (req, res) => {
  const form = readForm(req, ThemeForm);
  if (form.ok) setTheme(req, res, form.value.theme);
  const back = form.ok ? form.value.back : undefined;
  res.redirect(303, localPath(back) ?? refererPath(req.get('referer'), req.get('host')) ?? '/');
});

/** The next page of the log-on; a form that waits travels in the pages, a redirect would lose it. */
function askCode(req: Request, res: Response, step: Parameters<typeof keepStep>[2]): void {
  keepStep(req, res, step);
  if (waitingForm(res)) render(res, 'accounts/code', codePage());
  else res.redirect(303, '/Account/LogOn/Code');
}

/** Begins the session and goes to where the person wanted, or must, go first. */
async function goIn(req: Request, res: Response, account: Account): Promise<void> {
  const back = returnPath(takeWayBack(req, res));
  await rememberDevice(req.scope, account.userId, keepDevice(req, res));
  await startSession(req, account, account.mustChangePassword ? back : null);
  if (account.hasSecondFactor) req.session.factorAt = req.scope.portal.clock.now().toISOString();
  if (waitingForm(res) && !account.mustChangePassword) return showResume(req, res);
  res.redirect(303, account.mustChangePassword ? '/Account/Password' : (back ?? homeOf(account.role)));
}

type Refusal = Extract<LogOnOutcome, { kind: 'refused' | 'closed' }>;

function showRefusal(req: Request, res: Response, login: string, outcome: Refusal): void {
  render(refused(req, res, outcome), 'accounts/log-on', logOnPage({ values: { login } }, outcome.text));
}

function showCodeRefusal(req: Request, res: Response, outcome: Refusal): void {
  render(refused(req, res, outcome), 'accounts/code', codePage(outcome.text));
}

/** Wrong: 422 with the form. Closed for now: 429, and when to come again. */
function refused(req: Request, res: Response, outcome: Refusal): Response {
  if (outcome.kind === 'refused') return res.status(422);
  const seconds = (outcome.until.getTime() - req.scope.portal.clock.now().getTime()) / 1000;
  return res.status(429).set('Retry-After', String(Math.max(1, Math.ceil(seconds))));
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
