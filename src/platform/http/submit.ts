import type { Request, Response } from 'express';
import type { z } from 'zod';
import { BadRequest, ChangedMeanwhile, Conflict, HeldBack, Invalid, ToConfirm } from '#src/platform/errors.ts';
import { type Flash, flash } from './flash.ts';
import { type FormState, type ReadForm, readForm } from './forms.ts';

/** Where a form leads that was carried out, and what is said there. */
export interface Landing {
  readonly to: string;
  readonly say?: string;
  readonly tone?: Flash['tone'];
  readonly link?: Flash['link'];
}

/** What sends a form back to be put right, compared or looked at. */
export type Refusal = Invalid | ChangedMeanwhile | ToConfirm;

type ShowAgain<By> = (form: FormState, refusal?: By) => void | Promise<void>;

/** How a form comes back. */
export interface ComingBack {
  /**
   * Shows the form as it came back; the status is set already. Left out where nobody can type: then a form that does not fit is not the
   * portal's own.
   */
  readonly again?: ShowAgain<Refusal>;
  /** The same where something else happened meanwhile, for forms that tell it themselves; else their page comes back (`back-to-form.ts`). */
  readonly meanwhile?: ShowAgain<Conflict | HeldBack>;
}

interface Tried<T, Done> extends ComingBack {
  /** Carries the form out. @throws Refusal, and the form comes back; any other error goes on */
  readonly act: (value: T) => Done | Promise<Done>;
}

/** Where it leads; an address alone when there is nothing to say. */
interface Leading<T, Done> {
  readonly done: (done: Done, value: T) => Landing | string | Promise<Landing | string>;
}

/** What answers by itself instead: what it shows stands nowhere else. */
interface Showing<T, Done> {
  readonly show: (done: Done, value: T) => void | Promise<void>;
}

export type Answers<T, Done> = Tried<T, Done> & (Leading<T, Done> | Showing<T, Done>);

/**
 * The one answer to a form: read it, carry it out, go where it leads (303). What is wrong with it comes back with all that was typed:
 * 422 for what a person can put right, 409 when somebody was faster, 200 when the consequences are to be looked at first. A form whose
 * session has ended never comes here: `csrf.ts` leads to log-on and back to it.
 * @throws BadRequest for a form the portal did not make
 */
export async function submit<T, Done>(req: Request, res: Response, schema: z.ZodType<T>, answers: Answers<T, Done>): Promise<void> {
  await answer(res, readForm(req, schema), answers);
}

/** The same for a form read already: of several parts, or of rows ticked. */
export async function answer<T, Done>(res: Response, form: ReadForm<T>, answers: Answers<T, Done>): Promise<void> {
  const { act, again } = answers;
  if (!form.ok) {
    if (!again) throw new BadRequest();
    res.status(422);
    return again({ values: form.values, errors: form.errors });
  }
  const outcome = await attempt(() => act(form.value));
  if ('error' in outcome) return refuse(res, form.values, outcome.error, answers);
  if ('show' in answers) return answers.show(outcome.done, form.value);
  land(res, await answers.done(outcome.done, form.value));
}

async function attempt<Done>(act: () => Done | Promise<Done>): Promise<{ done: Done } | { error: unknown }> {
  try {
    return { done: await act() };
  } catch (error) {
    return { error };
  }
}

function refuse(res: Response, values: FormState['values'], error: unknown, { again, meanwhile }: Tried<never, unknown>) {
  if (again && (error instanceof Invalid || error instanceof ChangedMeanwhile || error instanceof ToConfirm)) {
    res.status(error.status);
    return again(cameBack(values, error), error);
  }
  if (meanwhile && (error instanceof Conflict || error instanceof HeldBack)) {
    res.status(error.status);
    return meanwhile({ values, errors: { '': error.message } }, error);
  }
  throw error;
}

function cameBack(values: FormState['values'], refusal: Refusal): FormState {
  if (refusal instanceof Invalid) return { values, errors: refusal.fields };
  if (refusal instanceof ToConfirm) return { values, errors: {} };
  return { values, errors: { '': refusal.message }, isChanged: true };
}

function land(res: Response, landing: Landing | string): void {
  const { to, say, tone = 'ok', link }: Landing = typeof landing === 'string' ? { to: landing } : landing;
  if (say !== undefined) flash(res, tone, say, link);
  res.redirect(303, to);
}
