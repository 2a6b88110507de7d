import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { asErrors } from '#src/accounts/accounts.forms.ts';
import { Conflict } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { applicationCardPage } from './application-card.pages.ts';
import { applicationListPage } from './application-list.pages.ts';
import { applicationListQuery, applicationRejectionForm } from './applications.forms.ts';
import { applicationCard, listApplications } from './applications.queries.ts';
import { rejectApplication } from './applications.service.ts';
import { approvalFaults, approvalForm } from './approval.forms.ts';
import { approveApplication } from './approval.service.ts';
import { duplicatesOf } from './duplicates.queries.ts';

/** Анкеты, for MONT's people: looked at, approved, rejected (product rule §4). */
export const applicationsOfAll = new Routes();

applicationsOfAll.get('/admin/applications', staff, async (req, res) => {
  const filter = parseQuery(req, applicationListQuery);
  render(res, 'partners/applications', applicationListPage(await listApplications(req.scope, filter), filter));
});

applicationsOfAll.get('/admin/applications/:id', staff, async (req, res) => showCard(req, res));

applicationsOfAll.post('/admin/applications/:id/approval', staff, async (req, res) => {
  const today = req.scope.portal.clock.today();
  const form = readForm(req, approvalForm(today));
  if (!form.ok) return showCard(req, res.status(422), { ...form, errors: approvalFaults(form, today) });
  const { token, supplementNumber: _, supplementSignedOn: __, ...input } = form.value;
  const done = await approveApplication(req.scope, idIn(req), input, token).catch(refusalOf);
  if (!done) return showCard(req, res.status(409));
  if ('errors' in done) return showCard(req, res.status(422), { ...form, ...done });
  flash(res, 'ok', `${input.name}: партнёр открыт. Одноразовый пароль руководителю и уведомление менеджеру в очереди.`);
  res.redirect(303, `/admin/partners/${done.partnerId}`);
});

applicationsOfAll.post('/admin/applications/:id/rejection', staff, async (req, res) => {
  const form = readForm(req, applicationRejectionForm);
  if (!form.ok) return showCard(req, res.status(422), form);
  const done = await rejectApplication(req.scope, idIn(req), form.value.reason, form.value.token).catch(refusalOf);
  if (!done) return showCard(req, res.status(409));
  flash(res, 'ok', 'Анкета отклонена, письмо с причиной в очереди.');
  res.redirect(303, `/admin/applications/${idIn(req)}`);
});

/** What is wrong with the form; null when somebody decided meanwhile, of whom the card tells. Any other error goes on. */
function refusalOf(error: unknown): { readonly errors: Record<string, string> } | null {
  return error instanceof Conflict ? null : asErrors(error);
}

/** The card with the duplicates of what the анкета says, or of what was typed. */
async function showCard(req: Request, res: Response, form?: FormState): Promise<void> {
  const card = await applicationCard(req.scope, idIn(req));
  const typed = (name: string, usual: string) => form?.values[name]?.trim() || usual;
  const wished = { inn: typed('inn', card.inn), code: typed('code', card.login ?? ''), axDebtorCode: typed('axDebtorCode', '') };
  const duplicates = await duplicatesOf(req.scope.portal.sql, wished);
  render(
    res,
    'partners/application-card',
    applicationCardPage(card, duplicates, { userId: req.scope.actor.userId, token: randomUUID() }, form),
  );
}
