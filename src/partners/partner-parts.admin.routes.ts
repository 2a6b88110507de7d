import { randomUUID } from 'node:crypto';
import { staff } from '#src/accounts/access.rules.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { requisitesPage } from './partner-parts.pages.ts';
import { requisitesForm } from './requisites/requisites.forms.ts';
import { requisitesOf } from './requisites/requisites.queries.ts';
import { changeRequisites } from './requisites/requisites.service.ts';

/** Requisites of any partner, for MONT's people. */
export const partnerParts = new Routes();

partnerParts.get('/admin/partners/:id/requisites', staff, async (req, res) => {
  render(res, 'partners/part-form', requisitesPage(await requisitesOf(req.scope, idIn(req)), randomUUID()));
});

partnerParts.post('/admin/partners/:id/requisites', staff, async (req, res) => {
  const { id, inn } = await requisitesOf(req.scope, idIn(req));
  await submit(req, res, requisitesForm(inn), {
    act: (requisites) => changeRequisites(req.scope, id, requisites),
    again: async (form) => render(res, 'partners/part-form', requisitesPage(await requisitesOf(req.scope, id), randomUUID(), form)),
    done: () => ({ to: `/admin/partners/${id}?tab=people`, say: 'Реквизиты сохранены.' }),
  });
});
