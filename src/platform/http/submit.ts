import type { Request, Response } from 'express';
import type { z } from 'zod';
import { BadRequest, ChangedMeanwhile, Conflict, HeldBack, Invalid, ToConfirm } from '../errors.ts';
import { flash } from './flash.ts';
import { type FormState, type ReadForm, readForm } from './forms.ts';
import type { Flash } from './shell.ts';

/** Where a form leads that was carried out, and what is said there. */
export interface Landing {
  readonly to: string;
  readonly say?: string;
  readonly tone?: Flash['tone'];
  readonly link?: Flash['link'];
}

/** What sends a form back: each is a sentence, or none yet, for what a person can put right or look at. */
export type Refusal = Invalid | Conflict | ToConfirm | HeldBack;

export interface Answers<T, Done> {
  /** Carries the form out. @throws Refusal, and the form comes back; any other error goes on to its page */
  readonly act: (value: T) => Done | Promise<Done>;
  /**
   * Shows the form as it came back; the status is set already. Left out where nobody can type: then a form that does not fit is not the
   * portal's own, and what stands in the way is told on a page.
   */
  readonly again?: (form: FormState, refusal?: Refusal) => void | Promise<void>;
  /** Where it leads; an address alone when there is nothing to say, nothing when it has answered by itself. */
  readonly done: (done: Done, value: T) => Landing | string | undefined | Promise<Landing | string | undefined>;
}

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
export async function answer<T, Done>(res: Response, form: ReadForm<T>, { act, again, done }: Answers<T, Done>): Promise<void> {
  if (!form.ok) {
    if (!again) throw new BadRequest();
    res.status(422);
    return again({ values: form.values, errors: form.errors });
  }
  const outcome = await attempt(() => act(form.value));
  if ('done' in outcome) return land(res, await done(outcome.done, form.value));
  if (!again) throw outcome.refusal;
  res.status(outcome.refusal.status);
  await again(cameBack(form.values, outcome.refusal), outcome.refusal);
}

async function attempt<Done>(act: () => Done | Promise<Done>): Promise<{ done: Done } | { refusal: Refusal }> {
  try {
    return { done: await act() };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { refusal: error };
  }
}

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Invalid || error instanceof Conflict || error instanceof ToConfirm || error instanceof HeldBack;

function cameBack(values: FormState['values'], refusal: Refusal): FormState {
  if (refusal instanceof Invalid) return { values, errors: refusal.fields };
  if (refusal instanceof ToConfirm) return { values, errors: {} };
  return { values, errors: { '': refusal.message }, ...(refusal instanceof ChangedMeanwhile ? { isChanged: true } : {}) };
}

function land(res: Response, landing: Landing | string | undefined): void {
  if (landing === undefined) return;
  const { to, say, tone = 'ok', link }: Landing = typeof landing === 'string' ? { to: landing } : landing;
  if (say !== undefined) flash(res, tone, say, link);
  res.redirect(303, to);
}
