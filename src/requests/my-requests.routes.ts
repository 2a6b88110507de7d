import type { Request, Response } from 'express';
import { BadRequest, Conflict, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, postedText, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { only, Routes } from '#src/platform/http/routes.ts';
import { mySubscription } from '#src/subscriptions/my.queries.ts';
import { numberIn } from '#src/subscriptions/subscriptions.forms.ts';
import { myRequestsPage } from './my-requests.pages.ts';
import { askForm, withdrawalForm } from './requests.forms.ts';
import { myRequests } from './requests.queries.ts';
import { askForChange, withdrawRequest } from './requests.service.ts';

/** The customer asks its partner for a change (product rule §12). */
export const asking = new Routes();

asking.get('/my/subscriptions/:number/requests', only('customer'), (req, res) => show(req, res, EMPTY_FORM));

asking.post('/my/subscriptions/:number/requests', only('customer'), async (req, res) => {
  const form = readForm(req, askForm(postedText(req, 'kind')));
  const number = numberIn(req.params);
  if (!form.ok) return showAgain(req, res, 422, form);
  const { token, ...input } = form.value;
  try {
    await askForChange(req.scope, number, input, token);
    flash(res, 'ok', 'Запрос отправлен партнёру. Ответ придёт письмом и появится здесь.');
    res.redirect(303, `/my/subscriptions/${number}/requests`);
  } catch (error) {
    if (error instanceof Invalid) return showAgain(req, res, 422, { values: form.values, errors: error.fields });
    if (!(error instanceof Conflict)) throw error;
    await showAgain(req, res, 409, { values: form.values, errors: { '': error.message } });
  }
});

asking.post('/my/subscriptions/:number/requests/:id/withdrawal', only('customer'), async (req, res) => {
  const form = readForm(req, withdrawalForm);
  if (!form.ok) throw new BadRequest();
  const number = numberIn(req.params);
  try {
    await withdrawRequest(req.scope, number, idIn(req), form.value.token);
    flash(res, 'ok', 'Запрос отозван: партнёр знает, что отвечать не нужно. Можно отправить другой.');
    res.redirect(303, `/my/subscriptions/${number}/requests`);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    await showAgain(req, res, 409, { values: {}, errors: { '': error.message } });
  }
});

async function showAgain(req: Request, res: Response, status: number, form: FormState): Promise<void> {
  res.status(status);
  await show(req, res, form);
}

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const subscription = await mySubscription(req.scope, numberIn(req.params));
  render(res, 'requests/ask', myRequestsPage(subscription, await myRequests(req.scope, subscription.number), form));
}
