import type { Request, Response } from 'express';
import { asErrors } from '#src/accounts/accounts.forms.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, readForm, refusedStatus } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { only, Routes } from '#src/platform/http/routes.ts';
import { SellerForm } from './settings.forms.ts';
import { settingsPage } from './settings.pages.ts';
import { changeSeller, storedSeller } from './settings.service.ts';

/** Settings that people change on the portal, for administrators. */
export const settings = new Routes();

const admins = only('admin');

settings.get('/admin/settings', admins, async (req, res) => {
  render(res, 'admin/settings', settingsPage(await storedSeller(req.scope)));
});

settings.post('/admin/settings', admins, async (req, res) => {
  const form = readForm(req, SellerForm);
  if (!form.ok) return showAgain(req, res, form);
  const refused = await changeSeller(req.scope, form.value).then(() => null, asErrors);
  if (refused) return showAgain(req, res, { values: form.values, ...refused });
  flash(res, 'ok', 'Реквизиты сохранены.');
  res.redirect(303, '/admin/settings');
});

async function showAgain(req: Request, res: Response, form: FormState): Promise<void> {
  render(res.status(refusedStatus(form)), 'admin/settings', settingsPage(await storedSeller(req.scope), form));
}
