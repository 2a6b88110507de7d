import type { Request, Response } from 'express';
import { kopecks } from '#src/lib/money.ts';
import { changeFacts } from '#src/orders/change.queries.ts';
import { shownTerms } from '#src/orders/manage.forms.ts';
import { BadRequest, Conflict, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { partnerPeople, Routes, sellers } from '#src/platform/http/routes.ts';
import { type ChangeForm, NEW_CHANGE } from '#src/subscriptions/manage.pages.ts';
import { viewerOf } from '#src/subscriptions/viewer.ts';
import { inboxPage, requestColumns } from './inbox.pages.ts';
import { acceptForm, declineForm, inboxQuery } from './requests.forms.ts';
import { requestPage } from './requests.pages.ts';
import { inbox, requestById } from './requests.queries.ts';
import { acceptRequest, declineRequest } from './requests.service.ts';

/** The partner's inbox: what customers ask for. Everyone of the partner reads it, those who sell decide. */
export const requests = new Routes();

requests.get('/requests', partnerPeople, async (req, res) => {
  const { state } = parseQuery(req, inboxQuery);
  render(res, 'requests/list', inboxPage(await inbox(req.scope, state), state));
});

requests.export('/requests', partnerPeople, (req) => {
  const { state } = parseQuery(req, inboxQuery);
  return { name: 'requests', sheet: 'Запросы', columns: requestColumns, rows: () => inbox(req.scope, state) };
});

requests.get('/requests/:id', partnerPeople, (req, res) => show(req, res, NEW_CHANGE));

requests.post('/requests/:id/acceptance', sellers, async (req, res) => {
  const form = readForm(req, acceptForm);
  const id = idIn(req);
  if (!form.ok) return showInvalid(req, res, form.values, form.errors, 'comment');
  const { token, seen, comment } = form.value;
  try {
    const { status, orderNumber } = await acceptRequest(
      req.scope,
      id,
      { version: seen.version, comment, shown: shownOf(form.value) },
      token,
    );
    if (status === 'done') flash(res, 'ok', 'Запрос выполнен, заказчик получит письмо.');
    else flash(res, 'warn', `Запрос принят, но заказ ${orderNumber} ждёт: превышен кредитный лимит.`);
    res.redirect(303, `/requests/${id}`);
  } catch (error) {
    if (!(error instanceof Invalid) && !(error instanceof Conflict)) throw error;
    res.status(error.status);
    const errors = error instanceof Invalid ? Object.values(error.fields)[0] : error.message;
    await show(req, res, { values: form.values, errors: { '': errors ?? '' }, ...(error instanceof Conflict ? { seen } : {}) });
  }
});

requests.post('/requests/:id/refusal', sellers, async (req, res) => {
  const form = readForm(req, declineForm);
  const id = idIn(req);
  if (!form.ok) return showInvalid(req, res, form.values, form.errors, 'answer');
  try {
    await declineRequest(req.scope, id, form.value.answer, form.value.token);
    flash(res, 'ok', 'Запрос отклонён, заказчик получит ваш ответ письмом.');
    res.redirect(303, `/requests/${id}`);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    res.status(error.status);
    await show(req, res, { values: form.values, errors: { '': error.message } });
  }
});

async function show(req: Request, res: Response, form: ChangeForm): Promise<void> {
  const request = await requestById(req.scope, idIn(req));
  render(res, 'requests/show', requestPage(request, await changeFacts(req.scope, request.number), form, viewerOf(req)));
}

/** 422 for what a person typed. @throws BadRequest for any other field: the portal wrote those itself */
async function showInvalid(
  req: Request,
  res: Response,
  values: Record<string, string>,
  errors: Readonly<Record<string, string>>,
  typed: string,
) {
  if (Object.keys(errors).some((name) => name !== typed)) throw new BadRequest();
  res.status(422);
  await show(req, res, { values, errors });
}

/** The sums a seats request was shown with; a stop has none. */
function shownOf({
  shownPrice,
  shownCharge,
  shownLimit,
}: {
  shownPrice?: string | undefined;
  shownCharge?: string | undefined;
  shownLimit?: string | undefined;
}) {
  if (shownPrice === undefined || shownCharge === undefined || shownLimit === undefined) return null;
  return shownTerms({ shownPrice: kopecks(shownPrice), shownCharge: kopecks(shownCharge), shownLimit: kopecks(shownLimit) });
}
