import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only, staff } from '#src/accounts/access.rules.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { accountsPage } from './accounts.pages.ts';
import { addOwnAccount, forgetPayer, ownAccounts, rememberedAccounts, removeOwnAccount } from './payer-accounts.service.ts';
import { PATH } from './statement-list.pages.ts';
import { accountList, ownAccountForm, tokenForm } from './statements.forms.ts';
import { ourAccounts } from './statements.queries.ts';

/** Accounts: ours, by which statements are read, and those partners were confirmed to pay from. */
export const statementAccounts = new Routes();

const ACCOUNTS = `${PATH}/accounts`;
const ALL = accountList.query.parse({});

statementAccounts.get('/admin/payments/import/accounts', staff, (req, res) => show(req, res, EMPTY_FORM));

statementAccounts.post('/admin/payments/import/accounts', only('admin'), (req, res) =>
  submit(req, res, ownAccountForm, {
    act: ({ account, token }) => addOwnAccount(req.scope, account, token),
    again: (form) => show(req, res, form),
    done: (_, { account }) => ({ to: ACCOUNTS, say: `Счёт ${account} добавлен.` }),
  }),
);

statementAccounts.post('/admin/payments/import/accounts/:account/removal', only('admin'), async (req, res) => {
  const account = String(req.params['account']);
  await submit(req, res, tokenForm, {
    act: ({ token }) => removeOwnAccount(req.scope, account, token),
    done: () => ({ to: ACCOUNTS, say: `Счёт ${account} убран.` }),
  });
});

statementAccounts.post('/admin/payments/import/accounts/:partner/:id/forgetting', staff, (req, res) =>
  submit(req, res, tokenForm, {
    act: ({ token }) => forgetPayer(req.scope, idIn(req, 'partner'), idIn(req), token),
    done: ({ account }) => ({ to: ACCOUNTS, say: `Счёт ${account} забыт: платежи с него снова узнаются только по ИНН.` }),
  }),
);

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const filter = req.method === 'GET' ? parseQuery(req, accountList.query) : ALL;
  const { portal, actor } = req.scope;
  const page = accountsPage({
    ...{ filter, form, token: randomUUID(), mayChange: actor.role === 'admin' },
    remembered: await rememberedAccounts(req.scope, filter.q),
    own: await ownAccounts(req.scope),
    ours: await ourAccounts(portal.sql),
  });
  render(res, 'statements/accounts', page);
}
