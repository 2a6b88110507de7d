import type { RequestHandler } from 'express';
import type { Keys } from '#src/platform/keys.ts';
import { isOwnedBy, signForms, waitingForm } from './csrf.ts';
import { flash } from './flash.ts';
import { openForm } from './kept-form.ts';

/** Where the button «Вернуться к форме» leads. */
export const RESUME = '/Account/Resume';

/**
 * Shows the page of a form that waits, with what was typed in it; nothing is carried out. The page is made by its own route, for the
 * person who is logged on now, and only for the one who had typed it.
 */
export function resumeForms(keys: Keys, route: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (req.method !== 'POST' || req.path !== RESUME) return next();
    const sealed = waitingForm(res);
    const form = sealed === null ? null : openForm(keys, sealed);
    if (!form?.page.startsWith('/') || form.page.startsWith('//') || !isOwnedBy(keys, form.owner, req.user)) {
      flash(res, 'warn', 'Форму заполнял другой пользователь, или она больше не хранится: её нельзя показать здесь.');
      return res.redirect(303, '/');
    }
    res.locals['keptForm'] = undefined;
    res.locals['refill'] = form;
    Object.assign(req, { method: 'GET', url: form.page, originalUrl: form.page });
    signForms(req, res, keys);
    route(req, res, next);
  };
}
