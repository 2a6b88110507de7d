import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { storefrontList, turnOffForm, turnOnForm } from './storefronts.forms.ts';
import { storefrontColumns, storefrontListPage, storefrontStaffPage } from './storefronts.pages.ts';
import { listStorefronts, storefrontOf } from './storefronts.queries.ts';
import { turnOff, turnOn } from './storefronts.service.ts';

/** Storefronts of all partners, for MONT's people: the list, one switched off and on again. */
export const storefrontsOfAll = new Routes();

const PATH = '/admin/storefronts';
/** The first of thirty days. */
const since = (req: Request): Day => addDays(req.scope.portal.clock.today(), -29);
const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

storefrontsOfAll.get(PATH, staff, async (req, res) => {
  const filter = parseQuery(req, storefrontList.query);
  const find = (one: typeof filter) => listStorefronts(req.scope.portal.sql, since(req), one, partOf(filter));
  render(res, 'storefront/list', storefrontListPage(await orNearest(req.scope, filter, find, hasNone), filter));
});

storefrontsOfAll.export(PATH, staff, (req) => {
  const filter = parseQuery(req, storefrontList.exportQuery);
  const find = (one: typeof filter) => listStorefronts(req.scope.portal.sql, since(req), one, { limit: null, offset: 0 });
  const rows = async () => (await orNearest(req.scope, filter, find, hasNone)).rows;
  return { name: `storefronts-${req.scope.portal.clock.today()}`, sheet: 'Витрины', columns: storefrontColumns, rows };
});

storefrontsOfAll.get(`${PATH}/:id`, staff, (req, res) => show(req, res, EMPTY_FORM));

storefrontsOfAll.post(`${PATH}/:id/turn-off`, staff, (req, res) =>
  submit(req, res, turnOffForm, {
    act: ({ reason, token }) => turnOff(req.scope, idIn(req), reason, token),
    again: (form) => show(req, res, form),
    done: () => ({ to: `${PATH}/${idIn(req)}`, say: 'Витрина выключена. Письмо партнёру в очереди.' }),
  }),
);

storefrontsOfAll.post(`${PATH}/:id/turn-on`, staff, (req, res) =>
  submit(req, res, turnOnForm, {
    act: ({ token }) => turnOn(req.scope, idIn(req), token),
    done: () => ({ to: `${PATH}/${idIn(req)}`, say: 'Запрет снят. Письмо партнёру в очереди.' }),
  }),
);

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const row = await storefrontOf(req.scope.portal.sql, since(req), idIn(req));
  render(res, 'storefront/staff', storefrontStaffPage(row, form.values['token'] ?? randomUUID(), form));
}
