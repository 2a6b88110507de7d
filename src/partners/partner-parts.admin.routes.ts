import { randomUUID } from 'node:crypto';
import { asErrors } from '#src/accounts/accounts.forms.ts';
import { flash } from '#src/platform/http/flash.ts';
import { readForm, refusedStatus } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { requisitesPage } from './partner-parts.pages.ts';
import { requisitesForm } from './requisites.forms.ts';
import { requisitesOf } from './requisites.queries.ts';
import { changeRequisites } from './requisites.service.ts';

/** Requisites of any partner, for MONT's people. */
export const partnerParts = new Routes();

partnerParts.get('/admin/partners/:id/requisites', staff, async (req, res) => {
  render(res, 'partners/part-form', requisitesPage(await requisitesOf(req.scope, idIn(req)), randomUUID()));
});

partnerParts.post('/admin/partners/:id/requisites', staff, async (req, res) => {
  const partner = await requisitesOf(req.scope, idIn(req));
  const form = readForm(req, requisitesForm(partner.inn));
  if (!form.ok) return render(res.status(422), 'partners/part-form', requisitesPage(partner, randomUUID(), form));
  const done = await changeRequisites(req.scope, partner.id, form.value).catch(asErrors);
  if ('errors' in done)
    return render(res.status(refusedStatus(done)), 'partners/part-form', requisitesPage(partner, randomUUID(), { ...form, ...done }));
  flash(res, 'ok', 'Реквизиты сохранены.');
  res.redirect(303, `/admin/partners/${partner.id}?tab=people`);
});
