import type { Request, Response } from 'express';
import { partnerPeople, sellers } from '#src/accounts/access.rules.ts';
import { kopecks } from '#src/lib/money.ts';
import { shownTerms } from '#src/orders/shown-terms.parts.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { type Landing, submit } from '#src/platform/http/submit.ts';
import { changeFacts } from '#src/subscriptions/manage/change.queries.ts';
import { type ChangeForm, NEW_CHANGE } from '#src/subscriptions/manage/change-form.parts.ts';
import { parseSeen } from '#src/subscriptions/manage/seen.rules.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { inboxPage, requestColumns } from './inbox.pages.ts';
import { inboxTabs } from './inboxes.parts.ts';
import { productRequestPage } from './product/product-request.pages.ts';
import { acceptForm, declineForm, inboxQuery } from './requests.forms.ts';
import { requestPage } from './requests.pages.ts';
import { inbox, requestById } from './requests.queries.ts';
import { acceptRequest, declineRequest } from './requests.service.ts';

/** The partner's inbox: what customers ask for. Everyone of the partner reads it, those who sell decide. */
export const requests = new Routes();

requests.get('/requests', partnerPeople, async (req, res) => {
  const { state } = parseQuery(req, inboxQuery);
  render(res, 'requests/list', inboxPage(await inbox(req.scope, state), state, inboxTabs('customers', req.user)));
});

requests.export('/requests', partnerPeople, (req) => {
  const { state } = parseQuery(req, inboxQuery);
  return { name: 'requests', sheet: 'Запросы', columns: requestColumns, rows: () => inbox(req.scope, state) };
});

requests.get('/requests/:id', partnerPeople, (req, res) => show(req, res, NEW_CHANGE));

requests.post('/requests/:id/acceptance', sellers, (req, res) =>
  submit(req, res, acceptForm, {
    act: ({ token, seen, comment, ...shown }) =>
      acceptRequest(req.scope, idIn(req), { version: seen.version, comment, shown: shownOf(shown) }, token),
    again: (form, refusal) => (refusal ? show(req, res, told(form)) : showInvalid(req, res, form, 'comment')),
    meanwhile: (form) => show(req, res, { ...form, seen: parseSeen(form.values['seen'] ?? '') ?? undefined }),
    done: ({ status, orderNumber }) => ({ to: `/requests/${idIn(req)}`, ...acceptedText(status, orderNumber) }),
  }),
);

requests.post('/requests/:id/refusal', sellers, (req, res) =>
  submit(req, res, declineForm, {
    act: ({ answer, token }) => declineRequest(req.scope, idIn(req), answer, token),
    again: (form) => showInvalid(req, res, form, 'answer'),
    meanwhile: (form) => show(req, res, form),
    done: () => ({ to: `/requests/${idIn(req)}`, say: 'Запрос отклонён, заказчик получит ваш ответ письмом.' }),
  }),
);

/** What stands in the way of the change, told above the form that has no such field. */
const told = ({ values, errors }: FormState): FormState => ({ values, errors: { '': Object.values(errors)[0] ?? '' } });

function acceptedText(status: 'done' | 'held', orderNumber: string | null): Pick<Landing, 'say' | 'tone'> {
  if (status === 'done') return { say: 'Запрос выполнен, заказчик получит письмо.' };
  return { tone: 'warn', say: `Запрос принят, но заказ ${orderNumber} ждёт: превышен кредитный лимит.` };
}

async function show(req: Request, res: Response, form: ChangeForm): Promise<void> {
  const request = await requestById(req.scope, idIn(req));
  if (request.number === null) return render(res, 'requests/product', productRequestPage(request, form, viewerOf(req)));
  render(res, 'requests/show', requestPage(request, await changeFacts(req.scope, request.number), form, viewerOf(req)));
}

/** What a person typed comes back. @throws BadRequest for any other field: the portal wrote those itself */
function showInvalid(req: Request, res: Response, form: FormState, typed: string): Promise<void> {
  if (Object.keys(form.errors).some((name) => name !== typed)) throw new BadRequest();
  return show(req, res, form);
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
