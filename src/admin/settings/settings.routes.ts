import { only } from '#src/accounts/access.rules.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { SellerForm } from './settings.forms.ts';
import { settingsPage } from './settings.pages.ts';
import { changeSeller, storedSeller } from './settings.service.ts';

/** Settings that people change on the portal, for administrators. */
export const settings = new Routes();

const admins = only('admin');

settings.get('/admin/settings', admins, async (req, res) => {
  render(res, 'admin/settings', settingsPage(await storedSeller(req.scope)));
});

settings.post('/admin/settings', admins, (req, res) =>
  submit(req, res, SellerForm, {
    act: (seller) => changeSeller(req.scope, seller),
    again: async (form) => render(res, 'admin/settings', settingsPage(await storedSeller(req.scope), form)),
    done: () => ({ to: '/admin/settings', say: 'Реквизиты сохранены.' }),
  }),
);
