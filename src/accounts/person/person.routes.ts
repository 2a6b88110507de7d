import type { Request, Response } from 'express';
import { loggedOn, only, staff } from '#src/accounts/access.rules.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import { customerOf, partnerOf } from '#src/accounts/actor.rules.ts';
import { ButtonForm } from '#src/accounts/team/team.forms.ts';
import { NotFound } from '#src/platform/errors.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { type Access, Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { PersonForm, ProfileForm } from './person.forms.ts';
import { confirmEmailPage, personPage } from './person.pages.ts';
import { type Belonging, changeDetails, changeOwnDetails, confirmOwnEmail, emailOfLink, personIn, waitingEmail } from './person.service.ts';

/** Name, phone and e-mail: one's own, and those of the people one looks after. */
export const persons = new Routes();

persons.get('/Account/Profile', loggedOn, (req, res) => showProfile(req, res));

persons.post('/Account/Profile', loggedOn, (req, res) =>
  submit(req, res, ProfileForm, {
    act: (details) => changeOwnDetails(req.scope, me(req), details),
    again: (form) => showProfile(req, res, form),
    done: (asked) => ({
      to: '/Account/Profile',
      say: asked ? `Сохранено. Новый адрес начнёт действовать по ссылке из письма на ${asked}.` : 'Сохранено.',
    }),
  }),
);

persons.get('/Account/Email/:mark', loggedOn, async (req, res) => {
  const email = await emailOfLink(req.scope, me(req), markOf(req));
  render(res, 'accounts/confirm-email', confirmEmailPage(email, `/Account/Email/${markOf(req)}`));
});

persons.post('/Account/Email/:mark', loggedOn, (req, res) =>
  submit(req, res, ButtonForm, {
    act: () => confirmOwnEmail(req.scope, me(req), markOf(req)),
    done: () => ({ to: '/Account/Profile', say: 'Адрес подтверждён: письма приходят на него.' }),
  }),
);

/** Whose users stand at an address. */
type Whose = (req: Request) => Belonging;
const owner = only('partner_owner');

editRoutes('/team/:userId', owner, ({ scope }) => ({ partnerId: partnerOf(scope), customerId: null }));
editRoutes('/my/team/:userId', only('customer'), ({ scope }) => customerOf(scope));
editRoutes('/customers/:id/users/:userId', owner, (req) => ({ partnerId: partnerOf(req.scope), customerId: idIn(req) }));
editRoutes('/admin/partners/:id/users/:userId', staff, (req) => ({ partnerId: idIn(req), customerId: null }));
editRoutes('/admin/partners/:id/customers/:customerId/users/:userId', staff, (req) => ({
  partnerId: idIn(req),
  customerId: idIn(req, 'customerId'),
}));
editRoutes('/admin/staff/:userId', only('admin'), () => ({ partnerId: null, customerId: null }));

function editRoutes(path: string, access: Access, whose: Whose): void {
  persons.get(`${path}/edit`, access, (req, res) => showPerson(req, res, whose(req)));

  persons.post(`${path}/edit`, access, (req, res) =>
    submit(req, res, PersonForm, {
      act: (details) => changeDetails(req.scope, whose(req), idIn(req, 'userId'), details),
      again: (form) => showPerson(req, res, whose(req), form),
      done: () => ({ to: backOf(req), say: 'Данные сохранены.' }),
    }),
  );
}

/** The page the form hangs at: a customer's user has none of its own. */
const backOf = ({ path }: Request): string =>
  path.replace(/\/edit\/?$/, '').replace(/^(\/customers\/\d+)\/users\/\d+$|^(\/admin\/partners\/\d+)\/customers\/.+$/, '$1$2');

async function showPerson(req: Request, res: Response, of: Belonging, form: FormState = EMPTY_FORM): Promise<void> {
  const person = await personIn(req.scope, of, idIn(req, 'userId'));
  const back = backOf(req);
  const view = {
    ...{
      title: person.name,
      sub: `Логин ${person.login}`,
      section: back
        .split('/')
        .slice(1, back.startsWith('/admin') ? 3 : 2)
        .join('/'),
    },
    ...{ crumbs: [{ label: 'Назад', href: back }, { label: 'Изменить данные' }], action: req.path, back, asksPassword: false },
    note: 'Новая почта действует сразу. О ней узнают и прежний адрес, и новый.',
  };
  render(res, 'accounts/person', personPage(person, view, form));
}

async function showProfile(req: Request, res: Response, form: FormState = EMPTY_FORM): Promise<void> {
  const account = me(req);
  const [person, waiting] = await Promise.all([
    personIn(req.scope, { partnerId: account.viewing ? null : account.partnerId, customerId: account.customerId }, account.userId),
    waitingEmail(req.scope, account.userId),
  ]);
  const view = {
    ...{ title: 'Мои данные', sub: `Логин ${account.login}`, section: '', crumbs: [] },
    ...{ action: '/Account/Profile', back: '/', asksPassword: true },
    note: waiting
      ? `Адрес ${waiting.email} ждёт подтверждения: откройте ссылку из письма на него.`
      : 'Новая почта начнёт действовать, когда вы откроете ссылку из письма на неё; прежний адрес узнает об этом.',
  };
  render(res, 'accounts/person', personPage(person, view, form));
}

const markOf = (req: Request): string => String(req.params['mark']);

function me({ user }: Request): Account {
  if (!user) throw new NotFound();
  return user;
}
