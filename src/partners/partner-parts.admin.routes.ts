import { randomUUID } from 'node:crypto';
import { asErrors } from '#src/accounts/accounts.forms.ts';
import { flash } from '#src/platform/http/flash.ts';
import { readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { contractForm, disableForm, partnerUserForm } from './partner-parts.forms.ts';
import { contractPage, partnerUserPage } from './partner-parts.pages.ts';
import { addContractTo, addPartnerUser, disablePartnerUser } from './partner-parts.service.ts';
import { partnerName } from './partners.queries.ts';

/** Contracts and people of any partner, for MONT's people. */
export const partnerParts = new Routes();

partnerParts.get('/admin/partners/:id/contracts', staff, async (req, res) => {
  render(res, 'partners/part-form', contractPage(await partnerName(req.scope, idIn(req)), randomUUID()));
});

partnerParts.post('/admin/partners/:id/contracts', staff, async (req, res) => {
  const partner = await partnerName(req.scope, idIn(req));
  const form = readForm(req, contractForm);
  if (!form.ok) return render(res.status(422), 'partners/part-form', contractPage(partner, randomUUID(), form));
  const { token, ...contract } = form.value;
  const done = await addContractTo(req.scope, partner.id, contract, token).catch(asErrors);
  if ('errors' in done) return render(res.status(422), 'partners/part-form', contractPage(partner, randomUUID(), { ...form, ...done }));
  flash(res, 'ok', `Договор ${contract.number} добавлен.`);
  res.redirect(303, `/admin/partners/${partner.id}?tab=people`);
});

partnerParts.get('/admin/partners/:id/users', staff, async (req, res) => {
  render(res, 'partners/part-form', partnerUserPage(await partnerName(req.scope, idIn(req)), randomUUID()));
});

partnerParts.post('/admin/partners/:id/users', staff, async (req, res) => {
  const partner = await partnerName(req.scope, idIn(req));
  const form = readForm(req, partnerUserForm);
  if (!form.ok) return render(res.status(422), 'partners/part-form', partnerUserPage(partner, randomUUID(), form));
  const { token, ...user } = form.value;
  const done = await addPartnerUser(req.scope, partner.id, user, token).catch(asErrors);
  if ('errors' in done) return render(res.status(422), 'partners/part-form', partnerUserPage(partner, randomUUID(), { ...form, ...done }));
  flash(res, 'ok', `${user.name}: логин ${done.login}, одноразовый пароль уйдёт письмом.`);
  res.redirect(303, `/admin/partners/${partner.id}?tab=people`);
});

partnerParts.post('/admin/partners/:id/users/:userId/disable', staff, async (req, res) => {
  readForm(req, disableForm);
  const { name } = await disablePartnerUser(req.scope, idIn(req), idIn(req, 'userId'));
  flash(res, 'ok', `${name}: доступ закрыт, сеансы завершены.`);
  res.redirect(303, `/admin/partners/${idIn(req)}?tab=people`);
});
