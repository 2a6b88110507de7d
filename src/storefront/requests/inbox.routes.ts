import type { Request, Response } from 'express';
import { mayUse, partnerPeople, sellers } from '#src/accounts/access.rules.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { inboxTabs } from '#src/requests/inboxes.parts.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { storeRefusalForm, storeRequestList, takingForm } from './inbox.forms.ts';
import { storeInboxPage, storeRequestColumns } from './inbox.pages.ts';
import { exportStoreRequests, hasNone, listStoreRequests, storeRequestById } from './requests.queries.ts';
import { declineStoreRequest, takeStoreRequest } from './requests.service.ts';
import { storeRequestPage } from './store-request.pages.ts';

/** The partner's inbox of its storefront. Everyone of the partner reads it, those who sell decide. */
export const storeInbox = new Routes();

storeInbox.get('/requests/store', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, storeRequestList.query);
  const found = await orNearest(req.scope, filter, (one) => listStoreRequests(req.scope, one, partOf(filter)), hasNone);
  render(res, 'storefront/inbox', storeInboxPage(found, filter, inboxTabs('store', req.user)));
});

storeInbox.export('/requests/store', partnerPeople, (req) => {
  const filter = parseQuery(req, storeRequestList.exportQuery);
  return { name: 'store-requests', sheet: 'Заявки', columns: storeRequestColumns, rows: () => exportStoreRequests(req.scope, filter) };
});

storeInbox.get('/requests/store/:id', partnerPeople, (req, res) => show(req, res, EMPTY_FORM));

storeInbox.post('/requests/store/:id/taking', sellers, (req, res) =>
  submit(req, res, takingForm, {
    act: ({ token }) => takeStoreRequest(req.scope, idIn(req), token),
    meanwhile: (form) => show(req, res, form),
    done: () => ({ to: `/requests/store/${idIn(req)}`, say: 'Заявка ваша: коллеги видят, что вы ею заняты.' }),
  }),
);

storeInbox.post('/requests/store/:id/refusal', sellers, (req, res) =>
  submit(req, res, storeRefusalForm, {
    act: ({ reason, token }) => declineStoreRequest(req.scope, idIn(req), reason, token),
    again: (form) => show(req, res, form),
    meanwhile: (form) => show(req, res, form),
    done: () => ({ to: `/requests/store/${idIn(req)}`, say: 'Заявка отклонена, ваш ответ уйдёт письмом.' }),
  }),
);

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const request = await storeRequestById(req.scope, idIn(req));
  render(res, 'storefront/request', storeRequestPage(request, form, mayUse(sellers, req.user)));
}
