import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only, staff } from '#src/accounts/access.rules.ts';
import { BadRequest, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { accountsPage } from './accounts.pages.ts';
import { addOwnAccount, forgetPayer, ownAccounts, rememberedAccounts, removeOwnAccount } from './payer-accounts.service.ts';
import { PATH } from './statement-list.pages.ts';
import { accountsQuery, ownAccountForm, tokenForm } from './statements.forms.ts';
import { ourAccounts } from './statements.queries.ts';

/** Accounts: ours, by which statements are read, and those partners were confirmed to pay from. */
export const statementAccounts = new Routes();

const ACCOUNTS = `${PATH}/accounts`;

statementAccounts.get('/admin/payments/import/accounts', staff, (req, res) => show(req, res, EMPTY_FORM));

statementAccounts.post('/admin/payments/import/accounts', only('admin'), async (req, res) => {
  const form = readForm(req, ownAccountForm);
  if (!form.ok) return show(req, res, form);
  try {
    await addOwnAccount(req.scope, form.value.account, form.value.token);
    flash(res, 'ok', `Счёт ${form.value.account} добавлен.`);
    res.redirect(303, ACCOUNTS);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    await show(req, res, { values: form.values, errors: error.fields });
  }
});

statementAccounts.post('/admin/payments/import/accounts/:account/removal', only('admin'), async (req, res) => {
  const form = readForm(req, tokenForm);
  if (!form.ok) throw new BadRequest();
  const account = String(req.params['account']);
  await removeOwnAccount(req.scope, account, form.value.token);
  flash(res, 'ok', `Счёт ${account} убран.`);
  res.redirect(303, ACCOUNTS);
});

statementAccounts.post('/admin/payments/import/accounts/:partner/:id/forgetting', staff, async (req, res) => {
  const form = readForm(req, tokenForm);
  if (!form.ok) throw new BadRequest();
  const { account } = await forgetPayer(req.scope, idIn(req, 'partner'), idIn(req), form.value.token);
  flash(res, 'ok', `Счёт ${account} забыт: платежи с него снова узнаются только по ИНН.`);
  res.redirect(303, ACCOUNTS);
});

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const { q } = req.method === 'GET' ? parseQuery(req, accountsQuery) : { q: '' };
  const { portal, actor } = req.scope;
  const page = accountsPage({
    ...{ q, form, token: randomUUID(), mayChange: actor.role === 'admin' },
    remembered: await rememberedAccounts(req.scope, q),
    own: await ownAccounts(req.scope),
    ours: await ourAccounts(portal.sql),
  });
  render(page.isInvalid ? res.status(422) : res, 'statements/accounts', page);
}
