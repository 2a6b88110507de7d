import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { only, Routes } from '#src/platform/http/routes.ts';
import { asErrors } from './accounts.forms.ts';
import { HandoverForm } from './handovers.forms.ts';
import { handoversPage } from './handovers.pages.ts';
import { handovers } from './handovers.queries.ts';
import { endHandover, planHandover } from './handovers.service.ts';
import { removeSecondFactorOf } from './second-factor.service.ts';
import { ButtonForm } from './team.forms.ts';
import { colleaguesOf } from './team.queries.ts';
import { peopleRoutes } from './team.routes.ts';
import type { Circle } from './team.rules.ts';

/** MONT's own people, for administrators. */
export const staffRoutes = new Routes();

const admins = only('admin');
const MONT: Circle = { partnerId: null, name: 'MONT', path: '/admin/staff' };

staffRoutes.get('/admin/staff/handovers', admins, (req, res) => showHandovers(req, res, EMPTY_FORM));

staffRoutes.post('/admin/staff/handovers', admins, async (req, res) => {
  const form = readForm(req, HandoverForm);
  if (!form.ok) return showHandovers(req, res, form);
  const { token, ...input } = form.value;
  const done = await planHandover(req.scope, input, token).then(() => null, asErrors);
  if (done) return showHandovers(req, res, { values: form.values, errors: done.errors });
  flash(res, 'ok', input.untilOn === null ? 'Портфель передан.' : 'Передача портфеля назначена.');
  res.redirect(303, '/admin/staff/handovers');
});

staffRoutes.post('/admin/staff/handovers/:id/end', admins, async (req, res) => {
  readForm(req, ButtonForm);
  await endHandover(req.scope, idIn(req));
  flash(res, 'ok', 'Передача закончена, партнёры вернулись.');
  res.redirect(303, '/admin/staff/handovers');
});

staffRoutes.post('/admin/staff/:userId/second-factor', admins, async (req, res) => {
  readForm(req, ButtonForm);
  const id = idIn(req, 'userId');
  await removeSecondFactorOf(req.scope, MONT, id);
  flash(res, 'ok', 'Второй фактор снят: сотрудник войдёт по паролю и сможет включить его заново.');
  res.redirect(303, `/admin/staff/${id}`);
});

peopleRoutes(staffRoutes, '/admin/staff', admins, () => Promise.resolve(MONT));

async function showHandovers(req: Request, res: Response, form: FormState): Promise<void> {
  if (Object.keys(form.errors).length > 0) res.status(422);
  const [rows, people] = await Promise.all([handovers(req.scope), colleaguesOf(req.scope, MONT)]);
  const token = form.values['token'] ?? randomUUID();
  render(res, 'accounts/handovers', handoversPage(rows, people, req.scope.portal.clock.today(), token, form));
}
