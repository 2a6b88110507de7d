import type { Request, Response } from 'express';
import { logOnPage, resumePage } from '#src/accounts/accounts.pages.ts';
import { signForms, waitingForm } from '#src/platform/http/csrf.ts';
import { openForm } from '#src/platform/http/kept-form.ts';
import { render } from '#src/platform/http/render.ts';
import { RESUME } from '#src/platform/http/resume.ts';

/** A form whose session is gone: log-on, and then back to it; logged on again already, back to it at once. Nothing is carried out. */
export function turnAway(req: Request, res: Response): void {
  const sealed = waitingForm(res);
  const isWaiting = sealed !== null;
  const isEntering = req.path.startsWith('/Account/LogOn');
  if (isWaiting && (req.user || (isPublic(req) && isNobodys(req, sealed)))) {
    render(res, 'accounts/resume', resumePage(RESUME, LATE));
    return;
  }
  const text = isEntering ? (req.get('cookie') ? AGAIN : NO_COOKIES) : isWaiting ? ENDED : LOST;
  render(res, 'accounts/log-on', logOnPage({}, text));
}

/** After a log-on, when a form waits: the button that leads back to it. */
export function showResume(req: Request, res: Response): void {
  signForms(req, res, req.scope.portal.config.keys);
  render(res, 'accounts/resume', resumePage(RESUME, 'Вы вошли. Введённое сохранено, но ещё не отправлено.'));
}

/** Forms of people nobody knows; they need no log-on. */
const isPublic = ({ path }: Request): boolean => path === '/application' || path.startsWith('/store/');

/** Was it filled in before log-on? What somebody typed who was logged on comes back to him only. */
const isNobodys = ({ scope }: Request, sealed: string): boolean => openForm(scope.portal.config.keys, sealed)?.owner === '';

const LATE = 'Пока форма была открыта, начался другой сеанс. Ничего не выполнено, введённое сохранено.';
const ENDED = 'Вход закончился, ничего не выполнено. Введённое сохранено: войдите и вернётесь к заполненной форме.';
const LOST = 'Вход закончился, ничего не выполнено. Войдите и повторите.';
const AGAIN = 'Страница входа устарела. Введите логин и пароль ещё раз.';
const NO_COOKIES = 'Браузер не принимает cookie, без них войти нельзя. Разрешите cookie для этого сайта и повторите.';
