import { randomUUID } from 'node:crypto';
import { only } from '#src/accounts/access.rules.ts';
import { EMPTY_FORM } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { NewVendorForm, VendorForm } from './editing.forms.ts';
import { vendorPage } from './editing.pages.ts';
import { editedVendor, editedVendors } from './editing.queries.ts';
import { vendorListPage } from './vendor-list.pages.ts';
import { addVendor, changeVendor } from './vendors.service.ts';

/** Vendors, as administrators edit them (product rule §5). */
export const vendors = new Routes();

const admins = only('admin');
const LIST = '/admin/catalog/vendors';

vendors.get(LIST, admins, async (req, res) => {
  render(res, 'catalog/vendors', vendorListPage(await editedVendors(req.scope)));
});

vendors.get(`${LIST}/new`, admins, (_req, res) => render(res, 'catalog/edit', vendorPage(null, randomUUID(), EMPTY_FORM)));

vendors.post(LIST, admins, (req, res) =>
  submit(req, res, NewVendorForm, {
    act: (vendor) => addVendor(req.scope, vendor),
    again: (form) => render(res, 'catalog/edit', vendorPage(null, randomUUID(), form)),
    done: () => ({ to: LIST, say: 'Вендор добавлен.' }),
  }),
);

vendors.get(`${LIST}/:id`, admins, async (req, res) => {
  render(res, 'catalog/edit', vendorPage(await editedVendor(req.scope, idIn(req)), randomUUID(), EMPTY_FORM));
});

vendors.post(`${LIST}/:id`, admins, (req, res) =>
  submit(req, res, VendorForm, {
    act: (vendor) => changeVendor(req.scope, idIn(req), vendor),
    again: async (form) => render(res, 'catalog/edit', vendorPage(await editedVendor(req.scope, idIn(req)), randomUUID(), form)),
    done: () => ({ to: LIST, say: 'Вендор сохранён.' }),
  }),
);
