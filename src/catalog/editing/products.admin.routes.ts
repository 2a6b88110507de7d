import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { NewProductForm, ProductForm } from './editing.forms.ts';
import { categoryNames, editedProduct, editedVendors, offersOfProduct } from './editing.queries.ts';
import { productEditPage, productFormPage } from './product-edit.pages.ts';
import { addProduct, changeProduct } from './products.service.ts';

/** Products, as administrators edit them (product rule §5). */
export const products = new Routes();

const admins = only('admin');

products.get('/admin/catalog/products/new', admins, (req, res) => showNew(req, res, EMPTY_FORM));

products.post('/admin/catalog/products', admins, (req, res) =>
  submit(req, res, NewProductForm, {
    act: (product) => addProduct(req.scope, product),
    again: (form) => showNew(req, res, form),
    done: (id) => ({ to: `/admin/catalog/products/${id}`, say: 'Продукт добавлен. Теперь добавьте предложение с ценой.' }),
  }),
);

products.get('/admin/catalog/products/:id', admins, (req, res) => show(req, res, EMPTY_FORM));

products.post('/admin/catalog/products/:id', admins, (req, res) =>
  submit(req, res, ProductForm, {
    act: (product) => changeProduct(req.scope, idIn(req), product),
    again: (form) => show(req, res, form),
    done: () => ({ to: `/admin/catalog/products/${idIn(req)}`, say: 'Продукт сохранён.' }),
  }),
);

const choices = async ({ scope }: Request) => ({ vendors: await editedVendors(scope), categories: await categoryNames(scope) });

async function showNew(req: Request, res: Response, form: FormState): Promise<void> {
  render(res, 'catalog/edit', productFormPage(null, await choices(req), randomUUID(), form));
}

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const product = await editedProduct(req.scope, idIn(req));
  const offers = await offersOfProduct(req.scope, product.id);
  render(res, 'catalog/edit-product', productEditPage(product, offers, await choices(req), randomUUID(), form));
}
