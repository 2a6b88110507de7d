import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { asErrors } from '#src/accounts/accounts.forms.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, readForm, refusedStatus } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { contractForm, mendForm } from './contracts.forms.ts';
import { contractPage, newContractPage } from './contracts.pages.ts';
import { contractCard } from './contracts.queries.ts';
import { addContractTo, mendContract } from './contracts.service.ts';
import { partnerName } from './partners.queries.ts';

/** Contracts of any partner, for MONT's people: added, and mended until an invoice names them (product rule §4). */
export const contracts = new Routes();

const todayOf = ({ scope }: Request) => scope.portal.clock.today();

contracts.get('/admin/partners/:id/contracts', staff, async (req, res) => {
  render(res, 'partners/part-form', newContractPage(await partnerName(req.scope, idIn(req)), randomUUID(), todayOf(req)));
});

contracts.post('/admin/partners/:id/contracts', staff, async (req, res) => {
  const partner = await partnerName(req.scope, idIn(req));
  const form = readForm(req, contractForm(todayOf(req)));
  const again = (state: FormState) =>
    render(res.status(422), 'partners/part-form', newContractPage(partner, randomUUID(), todayOf(req), state));
  if (!form.ok) return again(form);
  const { token, ...contract } = form.value;
  const done = await addContractTo(req.scope, partner.id, contract, token).catch(asErrors);
  if ('errors' in done) return again({ ...form, ...done });
  flash(res, 'ok', `Договор ${contract.number} добавлен.`);
  res.redirect(303, `/admin/partners/${partner.id}?tab=people`);
});

contracts.get('/admin/partners/:id/contracts/:contractId', staff, async (req, res) => show(req, res));

contracts.post('/admin/partners/:id/contracts/:contractId', staff, async (req, res) => {
  const form = readForm(req, mendForm(todayOf(req)));
  if (!form.ok) return show(req, res.status(422), form);
  const done = await mendContract(req.scope, idIn(req), idIn(req, 'contractId'), form.value).catch(asErrors);
  if ('errors' in done) return show(req, res.status(refusedStatus(done)), { ...form, ...done });
  flash(res, 'ok', `Договор ${form.value.number} исправлен.`);
  res.redirect(303, `/admin/partners/${idIn(req)}?tab=people`);
});

async function show(req: Request, res: Response, form?: FormState): Promise<void> {
  const card = await contractCard(req.scope, idIn(req), idIn(req, 'contractId'));
  render(res, 'partners/contract', contractPage(card, randomUUID(), todayOf(req), form));
}
