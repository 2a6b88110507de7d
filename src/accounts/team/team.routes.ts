import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { only, sellers, staff } from '#src/accounts/access.rules.ts';
import { SESSION_KEY } from '#src/accounts/accounts.forms.ts';
import { customerOf, partnerOf } from '#src/accounts/actor.rules.ts';
import { BadRequest, NotFound } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, textFields } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { type Access, Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { colleaguePage, disablePage } from './colleague.pages.ts';
import { changeRole, disableUser, enableUser, endSessionsOf } from './colleague-access.service.ts';
import { muteLetters } from './muted-letters.service.ts';
import { ButtonForm, colleagueForm, roleForm, TokenForm } from './team.forms.ts';
import { newColleaguePage, teamLettersPage, teamPage } from './team.pages.ts';
import { circleOfCustomer, circleOfPartner, colleagueOf, colleaguesOf, sessionsOf } from './team.queries.ts';
import { type Circle, mutedFrom, mutedSeen, rolesOf, whyNotDisabled } from './team.rules.ts';
import { addColleague, resendStartPassword } from './team.service.ts';

type CircleOf = (req: Request) => Promise<Circle>;

/** People of the partner, for its head. */
export const team = new Routes();
const ownCircle: CircleOf = ({ scope, user }) => Promise.resolve({ partnerId: partnerOf(scope), name: user?.company ?? '', path: '/team' });
letterRoutes(team, '/team', only('partner_owner'), ownCircle);
peopleRoutes(team, '/team', only('partner_owner'), ownCircle);

/** People of a customer, for its administrator. */
export const customerTeam = new Routes();
const customersCircle: CircleOf = ({ scope, user }) =>
  Promise.resolve({ ...customerOf(scope), name: user?.company ?? '', path: '/my/team' });
peopleRoutes(customerTeam, '/my/team', only('customer'), customersCircle);

/** The same, for those of its partner who sell. */
const servedCircle: CircleOf = (req) => circleOfCustomer(req.scope, idIn(req), `/customers/${idIn(req)}/users`);
peopleRoutes(customerTeam, '/customers/:id/users', sellers, servedCircle);

/** The same for any partner, for MONT's people. */
export const partnerUsers = new Routes();
const circleInPath: CircleOf = (req) => circleOfPartner(req.scope, idIn(req), `/admin/partners/${idIn(req)}/users`);
letterRoutes(partnerUsers, '/admin/partners/:id/users', staff, circleInPath);
peopleRoutes(partnerUsers, '/admin/partners/:id/users', staff, circleInPath);

/** Who gets which letters. */
function letterRoutes(routes: Routes, path: string, access: Access, circleOf: CircleOf): void {
  routes.get(`${path}/letters`, access, async (req, res) => {
    const circle = await circleOf(req);
    render(res, 'accounts/team-letters', teamLettersPage(circle, await colleaguesOf(req.scope, circle)));
  });

  routes.post(`${path}/letters`, access, async (req, res) => {
    const circle = await circleOf(req);
    const people = (await colleaguesOf(req.scope, circle)).filter(({ isDisabled }) => !isDisabled);
    const { seen, ...boxes } = textFields(req);
    const muted = mutedFrom(
      boxes,
      people.map(({ id }) => id),
    );
    if (!muted) throw new BadRequest();
    await muteLetters(req.scope, circle, muted, mutedSeen(seen ?? ''));
    flash(res, 'ok', 'Сохранено, кому какие письма.');
    res.redirect(303, `${circle.path}/letters`);
  });
}

/** List, card and everything that can be done with a person of a circle. */
export function peopleRoutes(routes: Routes, path: string, access: Access, circleOf: CircleOf): void {
  routes.get(path, access, async (req, res) => {
    const circle = await circleOf(req);
    render(res, 'accounts/team', teamPage(circle, await colleaguesOf(req.scope, circle)));
  });

  routes.get(`${path}/new`, access, async (req, res) => showNew(res, await circleOf(req), EMPTY_FORM));

  routes.post(path, access, async (req, res) => {
    const circle = await circleOf(req);
    await submit(req, res, colleagueForm(rolesOf(circle)), {
      act: (colleague) => addColleague(req.scope, circle, colleague),
      again: (form) => showNew(res, circle, form),
      done: ({ id, login }, { email }) => ({
        to: `${circle.path}/${id}`,
        say: `Сотрудник добавлен. Логин ${login} и одноразовый пароль отправлены на ${email}.`,
      }),
    });
  });

  routes.get(`${path}/:userId`, access, async (req, res) => {
    const circle = await circleOf(req);
    const person = await colleagueOf(req.scope, circle, idIn(req, 'userId'));
    const [people, sessions] = await Promise.all([colleaguesOf(req.scope, circle), sessionsOf(req.scope, person.id)]);
    const canEdit = circle.servedBy === undefined || req.scope.actor.role === 'partner_owner';
    const view = { circle, person, people, sessions, canEdit, actorId: req.scope.actor.userId, token: randomUUID() };
    render(res, 'accounts/colleague', colleaguePage(view));
  });

  routes.get(`${path}/:userId/disable`, access, async (req, res) => {
    const circle = await circleOf(req);
    const [person, people] = await Promise.all([colleagueOf(req.scope, circle, idIn(req, 'userId')), colleaguesOf(req.scope, circle)]);
    const why = whyNotDisabled(circle, person, people, req.scope.actor.userId);
    if (!why) return render(res, 'accounts/disable', disablePage(circle, person));
    flash(res, 'warn', `Отключить нельзя. ${why}`);
    res.redirect(303, `${circle.path}/${person.id}`);
  });

  const act = <T>(word: string, schemaOf: (circle: Circle) => z.ZodType<T>, verb: Act<T>) =>
    routes.post(`${path}/:userId/${word}`, access, async (req, res) => {
      const circle = await circleOf(req);
      const id = idIn(req, 'userId');
      await submit(req, res, schemaOf(circle), {
        act: (value) => verb({ req, circle, id }, value),
        done: (say) => ({ to: `${circle.path}/${id}`, say }),
      });
    });
  const button = () => ButtonForm;

  act('disable', button, async ({ req, circle, id }) => {
    await disableUser(req.scope, circle, id);
    return 'Сотрудник отключён, его сеансы завершены.';
  });

  act('enable', button, async ({ req, circle, id }) => {
    await enableUser(req.scope, circle, id);
    return 'Сотрудник включён.';
  });

  act(
    'role',
    (circle) => roleForm(rolesOf(circle)),
    async ({ req, circle, id }, role) => {
      await changeRole(req.scope, circle, id, role);
      return 'Роль изменена.';
    },
  );

  act(
    'start-password',
    () => TokenForm,
    async ({ req, circle, id }, { token }) => {
      const { address, isLink } = await resendStartPassword(req.scope, circle, id, token);
      if (isLink) return `Ссылка для нового пароля отправлена на ${address}. Прежний пароль действует, пока его не заменят.`;
      return `Новый одноразовый пароль отправлен на ${address}. Прежний больше не действует.`;
    },
  );

  act('sessions', button, async ({ req, circle, id }) => {
    await endSessionsOf(req.scope, circle, id, null);
    return 'Все сеансы сотрудника завершены.';
  });

  act('sessions/:key', button, async ({ req, circle, id }) => {
    const key = String(req.params['key']);
    if (!SESSION_KEY.test(key)) throw new NotFound();
    await endSessionsOf(req.scope, circle, id, key);
    return 'Сеанс завершён.';
  });
}

/** What is done with a person of a circle. @returns what is said of it */
type Act<T> = (to: { readonly req: Request; readonly circle: Circle; readonly id: number }, value: T) => Promise<string>;

function showNew(res: Response, circle: Circle, form: FormState): void {
  render(res, 'accounts/new-colleague', newColleaguePage(circle, form.values['token'] ?? randomUUID(), form));
}
