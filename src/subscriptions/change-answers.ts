import type { Request, Response } from 'express';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { isOpen, type Management } from './actions.rules.ts';
import type { Managed } from './changes.rules.ts';
import type { ChangeForm } from './manage.pages.ts';
import { managedBy } from './managed.queries.ts';
import { changedSentence, type Seen } from './seen.rules.ts';
import { numberIn } from './subscriptions.forms.ts';

/** The subscription when its page is open in its state; else the person is sent to the card, which says why. */
export async function opened(req: Request, res: Response, page: Management): Promise<Managed | null> {
  const s = await managedBy(req.scope, numberIn(req.params));
  if (isOpen(page, s.status)) return s;
  flash(res, 'warn', 'Сейчас это сделать нельзя: проверьте состояние подписки.');
  res.redirect(303, `/subscriptions/${s.number}`);
  return null;
}

type Typed = { readonly values: Record<string, string>; readonly errors?: Readonly<Record<string, string>>; readonly seen?: Seen };
type ShowAgain = (s: Managed, form: ChangeForm) => void | Promise<void>;

/** Does the change and goes to the card; a refusal that a person can put right shows the form again with all that was typed. */
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
    if (!(error instanceof Conflict) || !typed.seen) throw error;
    await againChanged(req, res, page, { ...typed, seen: typed.seen }, showAgain, error);
  }
}

/** 422: the form with what was typed and a sentence per fault; another `status` when nothing is wrong with it. */
export async function again(
  req: Request,
  res: Response,
  page: Management,
  typed: Typed,
  showAgain: ShowAgain,
  status = 422,
): Promise<void> {
  const s = await managedBy(req.scope, numberIn(req.params));
  if (!isOpen(page, s.status)) throw new Conflict();
  res.status(status);
  await showAgain(s, { values: typed.values, errors: typed.errors ?? {} });
}

/** 409: somebody else was faster. The form again with both values; where it has become impossible, the page that says so. */
async function againChanged(
  req: Request,
  res: Response,
  page: Management,
  typed: Typed & { seen: Seen },
  showAgain: ShowAgain,
  error: Conflict,
) {
  const s = await managedBy(req.scope, numberIn(req.params));
  if (s.version === typed.seen.version) throw error;
  if (!isOpen(page, s.status)) throw new Conflict(changedSentence(typed.seen, s));
  res.status(409);
  await showAgain(s, { values: typed.values, errors: {}, seen: typed.seen });
}
