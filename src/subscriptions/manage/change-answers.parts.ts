import type { Request, Response } from 'express';
import { ToConfirm } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { ComingBack } from '#src/platform/http/submit.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { isOpen, type Management } from './actions.rules.ts';
import type { ChangeForm } from './change-form.parts.ts';
import type { Managed } from './changes.rules.ts';
import { managedBy } from './managed.queries.ts';
import { parseSeen } from './seen.rules.ts';

/** The subscription when its page is open in its state; else the person is sent to the card, which says why. */
export async function opened(req: Request, res: Response, page: Management): Promise<Managed | null> {
  const s = await managedBy(req.scope, numberIn(req.params));
  if (isOpen(page, s.status)) return s;
  flash(res, 'warn', 'Сейчас это сделать нельзя: проверьте состояние подписки.');
  res.redirect(303, `/subscriptions/${s.number}`);
  return null;
}

type ShowAgain = (s: Managed, form: ChangeForm) => void | Promise<void>;

/**
 * How the form of a change comes back: with what a person can put right (422), what a colleague was faster with (409), a hold placed
 * meanwhile (403), or new sums to look at. When the subscription is no longer as it was seen, also with both values of all that changed
 * (409): they are confirmed anew, whatever else was wrong.
 */
export function backTo(req: Request, res: Response, page: Management, showAgain: ShowAgain): ComingBack {
  const again = async ({ values, errors }: FormState, refusal?: unknown): Promise<void> => {
    const s = await managedBy(req.scope, numberIn(req.params));
    const seen = parseSeen(values['seen'] ?? '');
    const isChanged = seen !== null && seen.version !== s.version;
    const isToCheck = refusal instanceof ToConfirm;
    if (!isChanged && isOpen(page, s.status)) return showAgain(s, { values, errors, isToCheck });
    res.status(409);
    const { '': _conflict, ...faults } = errors;
    await showAgain(s, { values, errors: isOpen(page, s.status) ? faults : {}, isToCheck, ...(isChanged ? { seen } : {}) });
  };
  return { again, meanwhile: again };
}
