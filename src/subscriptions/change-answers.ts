import type { Request, Response } from 'express';
import { Conflict, Forbidden, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { isOpen, type Management } from './actions.rules.ts';
import type { Managed } from './changes.rules.ts';
import type { ChangeForm } from './manage.pages.ts';
import { managedBy } from './managed.queries.ts';
import { parseSeen, type Seen } from './seen.rules.ts';
import { numberIn } from './subscriptions.forms.ts';

/** The subscription when its page is open in its state; else the person is sent to the card, which says why. */
export async function opened(req: Request, res: Response, page: Management): Promise<Managed | null> {
  const s = await managedBy(req.scope, numberIn(req.params));
  if (isOpen(page, s.status)) return s;
  flash(res, 'warn', 'Сейчас это сделать нельзя: проверьте состояние подписки.');
  res.redirect(303, `/subscriptions/${s.number}`);
  return null;
}

/** A form as it was sent: what was typed, and what the person had seen when he typed it. */
export interface Typed {
  readonly values: Record<string, string>;
  readonly errors?: Readonly<Record<string, string>>;
  readonly seen?: Seen;
  /** Nothing is wrong, but the sums are new: to be looked at and confirmed. */
  readonly isToCheck?: boolean;
}
type ShowAgain = (s: Managed, form: ChangeForm) => void | Promise<void>;

/**
 * Does the change and goes to the card. A refusal shows the form again with all that was typed: what a person can put right (422),
 * what a colleague was faster with (409), a hold placed meanwhile (403).
 */
export async function orAgain(
  req: Request,
  res: Response,
  page: Management,
  typed: Typed,
  showAgain: ShowAgain,
  change: () => Promise<void>,
): Promise<void> {
  try {
    await change();
    res.redirect(303, `/subscriptions/${numberIn(req.params)}`);
  } catch (error) {
    if (error instanceof Invalid) return again(req, res, page, { ...typed, errors: error.fields }, showAgain);
    const isHeldBack = error instanceof Forbidden && Boolean(req.user?.partner?.hold);
    if (!(error instanceof Conflict) && !isHeldBack) throw error;
    await again(req, res, page, { ...typed, errors: { '': error.message } }, showAgain, error.status);
  }
}

/**
 * The form with what was typed and a sentence per fault, 422 or another `status` when nothing is wrong with it. When the subscription
 * is no longer as it was seen, also both values of all that changed (409): they are confirmed anew, whatever else was wrong.
 */
export async function again(
  req: Request,
  res: Response,
  page: Management,
  typed: Typed,
  showAgain: ShowAgain,
  status = 422,
): Promise<void> {
  const s = await managedBy(req.scope, numberIn(req.params));
  const { values, errors = {}, isToCheck = false } = typed;
  const seen = typed.seen ?? parseSeen(values['seen'] ?? '');
  const isChanged = seen !== null && seen.version !== s.version;
  if (!isChanged && isOpen(page, s.status)) {
    res.status(status);
    return showAgain(s, { values, errors, isToCheck });
  }
  res.status(409);
  const { '': _conflict, ...faults } = errors;
  await showAgain(s, { values, errors: isOpen(page, s.status) ? faults : {}, isToCheck, ...(isChanged ? { seen } : {}) });
}
