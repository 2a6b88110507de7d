import { randomUUID } from 'node:crypto';
import { staff } from '#src/accounts/access.rules.ts';
import { passCheck } from '#src/billing/close/close-passes.service.ts';
import { formatMonth } from '#src/lib/days.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { monthOfPath } from './close.admin.routes.ts';
import { passForm } from './close.forms.ts';
import { closePartnerPage } from './close-partner.pages.ts';
import { partnerClose } from './close-partner.queries.ts';

/** The close of a month at one partner, and the way past a check that has parked it. */
export const closePartnerPages = new Routes();

closePartnerPages.get('/admin/closing/:period/partners/:id', staff, async (req, res) => {
  const [month, id] = [monthOfPath(req), idIn(req)];
  render(res, 'billing/close-partner', closePartnerPage(month, id, await partnerClose(req.scope, month, id), { token: randomUUID() }));
});

closePartnerPages.post('/admin/closing/:period/partners/:id/pass', staff, async (req, res) => {
  const [month, partnerId] = [monthOfPath(req), idIn(req)];
  const found = await partnerClose(req.scope, month, partnerId);
  await submit(req, res, passForm, {
    act: (pass) => passCheck(req.scope, month, { partnerId, ...pass }),
    again: (form) => render(res, 'billing/close-partner', closePartnerPage(month, partnerId, found, { ...form, token: randomUUID() })),
    done: () => ({ to: `/admin/closing/${month}`, say: `${found.name}: проверка пропущена, ${formatMonth(month)} закрывается.` }),
  });
});
