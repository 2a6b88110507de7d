import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { creditControl } from '#src/credit/control.queries.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { endingPage, grantPage } from './act.pages.ts';
import { grantPromise } from './grants.service.ts';
import { endPromise } from './outcome.service.ts';
import { sendPaper } from './paper/paper.parts.ts';
import { promiseColumns, promiseListPage } from './promise-list.pages.ts';
import { listPromises } from './promise-list.queries.ts';
import { endingForm, grantForm, promiseList } from './promises.forms.ts';
import { promiseFile, promiseOf, promiseRight } from './promises.queries.ts';
import { quarterOf, stateOf } from './promises.rules.ts';

/** Promises of all partners, for MONT's people: the list, one taken off early, one more allowed. */
export const promisesOfAll = new Routes();

promisesOfAll.get('/admin/promises', staff, async (req, res) => {
  const filter = parseQuery(req, promiseList.query);
  const list = await orNearest(req.scope, filter, (one) => listPromises(req.scope, one, partOf(filter)), hasNone);
  render(res, 'promises/list', promiseListPage(list, filter, req.scope.portal.clock.today()));
});

promisesOfAll.export('/admin/promises', staff, (req) => {
  const filter = parseQuery(req, promiseList.exportQuery);
  const find = (one: typeof filter) => listPromises(req.scope, one, { limit: null, offset: 0 });
  const rows = async () => (await orNearest(req.scope, filter, find, hasNone)).rows;
  return { name: `promises-${req.scope.portal.clock.today()}`, sheet: 'Обещанные платежи', columns: promiseColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

promisesOfAll.get('/admin/partners/:id/promises', staff, (req, res) => showGrant(req, res, EMPTY_FORM));

promisesOfAll.post('/admin/partners/:id/promises', staff, (req, res) =>
  submit(req, res, grantForm, {
    act: ({ reason, token }) => grantPromise(req.scope, idIn(req), reason, token),
    again: (form) => showGrant(req, res, form),
    meanwhile: ({ errors }) => {
      flash(res, 'info', errors[''] ?? '');
      res.redirect(303, `/admin/partners/${idIn(req)}`);
    },
    done: () => ({ to: `/admin/partners/${idIn(req)}`, say: 'Разрешено ещё одно обещание в этом квартале.' }),
  }),
);

async function showGrant(req: Request, res: Response, form: FormState): Promise<void> {
  const { sql, clock } = req.scope.portal;
  const [partner, today] = [await creditControl(req.scope, idIn(req)), clock.today()];
  const { left } = await promiseRight(sql, partner.id, quarterOf(today));
  render(res, 'promises/act', grantPage(partner, { today, left }, form.values['token'] ?? randomUUID(), form));
}

promisesOfAll.get('/admin/partners/:id/promises/:promiseId/ending', staff, (req, res) => showEnding(req, res, EMPTY_FORM));

promisesOfAll.post('/admin/partners/:id/promises/:promiseId/ending', staff, (req, res) =>
  submit(req, res, endingForm, {
    act: ({ reason, token }) => endPromise(req.scope, idIn(req), idIn(req, 'promiseId'), reason, token),
    again: (form) => showEnding(req, res, form),
    meanwhile: () => over(req, res),
    done: () => ({ to: `/admin/partners/${idIn(req)}`, say: 'Обещание снято. Письма партнёру и менеджеру в очереди.' }),
  }),
);

/** The form; of a promise that is over the card tells. @throws NotFound */
async function showEnding(req: Request, res: Response, form: FormState): Promise<void> {
  const promise = await promiseOf(req.scope.portal.sql, idIn(req), idIn(req, 'promiseId'));
  if (stateOf(promise) !== 'open') return over(req, res);
  render(res, 'promises/act', endingPage(promise, form.values['token'] ?? randomUUID(), form));
}

function over(req: Request, res: Response): void {
  flash(res, 'info', 'Это обещание уже закончилось.');
  res.redirect(303, `/admin/partners/${idIn(req)}`);
}

promisesOfAll.get('/admin/partners/:id/promises/:promiseId/file', staff, async (req, res) => {
  sendPaper(res, await promiseFile(req.scope.portal.sql, idIn(req), idIn(req, 'promiseId')));
});
