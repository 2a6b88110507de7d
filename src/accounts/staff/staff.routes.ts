import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { removeSecondFactorOf } from '#src/accounts/second-factor/second-factor.service.ts';
import { ButtonForm } from '#src/accounts/team/team.forms.ts';
import { colleaguesOf } from '#src/accounts/team/team.queries.ts';
import { peopleRoutes } from '#src/accounts/team/team.routes.ts';
import type { Circle } from '#src/accounts/team/team.rules.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { HandoverForm } from './handovers.forms.ts';
import { handoversPage } from './handovers.pages.ts';
import { handovers } from './handovers.queries.ts';
import { endHandover, planHandover } from './handovers.service.ts';

/** MONT's own people, for administrators. */
export const staffRoutes = new Routes();

const admins = only('admin');
const MONT: Circle = { partnerId: null, name: 'MONT', path: '/admin/staff' };

staffRoutes.get('/admin/staff/handovers', admins, (req, res) => showHandovers(req, res, EMPTY_FORM));

staffRoutes.post('/admin/staff/handovers', admins, (req, res) =>
  submit(req, res, HandoverForm, {
    act: ({ token, ...input }) => planHandover(req.scope, input, token),
    again: (form) => showHandovers(req, res, form),
    done: (_, { untilOn }) => ({
      to: '/admin/staff/handovers',
      say: untilOn === null ? 'Портфель передан.' : 'Передача портфеля назначена.',
    }),
  }),
);

staffRoutes.post('/admin/staff/handovers/:id/end', admins, (req, res) =>
  submit(req, res, ButtonForm, {
    act: () => endHandover(req.scope, idIn(req)),
    done: () => ({ to: '/admin/staff/handovers', say: 'Передача закончена, партнёры вернулись.' }),
  }),
);

staffRoutes.post('/admin/staff/:userId/second-factor', admins, (req, res) =>
  submit(req, res, ButtonForm, {
    act: () => removeSecondFactorOf(req.scope, MONT, idIn(req, 'userId')),
    done: () => ({
      to: `/admin/staff/${idIn(req, 'userId')}`,
      say: 'Второй фактор снят: сотрудник войдёт по паролю и сможет включить его заново.',
    }),
  }),
);

peopleRoutes(staffRoutes, '/admin/staff', admins, () => Promise.resolve(MONT));

async function showHandovers(req: Request, res: Response, form: FormState): Promise<void> {
  const [rows, people] = await Promise.all([handovers(req.scope), colleaguesOf(req.scope, MONT)]);
  const token = form.values['token'] ?? randomUUID();
  render(res, 'accounts/handovers', handoversPage(rows, people, req.scope.portal.clock.today(), token, form));
}
