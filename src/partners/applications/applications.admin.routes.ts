import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { answer, submit } from '#src/platform/http/submit.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { applicationCardPage } from './application-card.pages.ts';
import { applicationListPage } from './application-list.pages.ts';
import { applicationList, applicationRejectionForm } from './applications.forms.ts';
import { applicationCard, listApplications } from './applications.queries.ts';
import { rejectApplication } from './applications.service.ts';
import { approvalFaults, approvalForm } from './approval.forms.ts';
import { approveApplication } from './approval.service.ts';
import { duplicatesOf } from './duplicates.queries.ts';

/** Анкеты, for MONT's people: looked at, approved, rejected (product rule §4). */
export const applicationsOfAll = new Routes();

applicationsOfAll.get('/admin/applications', staff, async (req, res) => {
  const filter = parseQuery(req, applicationList.query);
  const list = await orNearest(req.scope, filter, (one) => listApplications(req.scope, one, partOf(filter)), hasNone);
  render(res, 'partners/applications', applicationListPage(list, filter));
});

const hasNone = ({ counts }: { readonly counts: Readonly<Record<string, number>> }): boolean =>
  Object.values(counts).every((count) => count === 0);

applicationsOfAll.get('/admin/applications/:id', staff, async (req, res) => showCard(req, res));

applicationsOfAll.post('/admin/applications/:id/approval', staff, (req, res) => {
  const today = req.scope.portal.clock.today();
  const form = readForm(req, approvalForm(today));
  return answer(res, form.ok ? form : { ...form, errors: approvalFaults(form, today) }, {
    act: ({ token, supplementNumber: _, supplementSignedOn: __, ...input }) => approveApplication(req.scope, idIn(req), input, token),
    again: (back) => showCard(req, res, back),
    done: ({ partnerId }, { name }) => ({
      to: `/admin/partners/${partnerId}`,
      say: `${name}: партнёр открыт. Одноразовый пароль руководителю и уведомление менеджеру в очереди.`,
    }),
  });
});

applicationsOfAll.post('/admin/applications/:id/rejection', staff, (req, res) =>
  submit(req, res, applicationRejectionForm, {
    act: ({ reason, token }) => rejectApplication(req.scope, idIn(req), reason, token),
    again: (form) => showCard(req, res, form),
    done: () => ({ to: `/admin/applications/${idIn(req)}`, say: 'Анкета отклонена, письмо с причиной в очереди.' }),
  }),
);

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
