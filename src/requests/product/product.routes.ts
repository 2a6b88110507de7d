import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { customerPeople } from '#src/accounts/access.rules.ts';
import { findProducts } from '#src/catalog/search/search.queries.ts';
import { productText } from '#src/catalog/shelf.queries.ts';
import { NotFound } from '#src/platform/errors.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { myShelf } from '#src/storefront/my-shelf.queries.ts';
import { withdrawalForm } from '../requests.forms.ts';
import { allMyRequests } from '../requests.queries.ts';
import { withdrawRequest } from '../requests.service.ts';
import { allAskedPage } from './all-asked.pages.ts';
import { myCatalogPage } from './my-catalog.pages.ts';
import { myProductPage } from './my-product.pages.ts';
import { myCatalogList, productWishForm } from './product.forms.ts';
import { askForProduct } from './product.service.ts';

/** The customer's catalog and what it asks of it; no purchase price is on any of these pages (product rule §12). */
export const wishing = new Routes();

wishing.get('/my/catalog', customerPeople, async (req, res) => {
  const filter = parseQuery(req, myCatalogList.query);
  const search = { q: filter.q, vendor: null, category: null };
  const [shelf, found] = await Promise.all([myShelf(req.scope), findProducts(req.scope, search, { limit: null, offset: 0 })]);
  const seen = new Map(shelf.products.map((product) => [product.id, product]));
  const isNoWord = filter.q !== '' && found.terms.length === 0;
  const products = isNoWord ? [] : found.productIds.flatMap((id) => seen.get(id) ?? []);
  render(res, 'requests/my-catalog', myCatalogPage(products, shelf, filter));
});

wishing.get('/my/catalog/:slug', customerPeople, (req, res) => showProduct(req, res, EMPTY_FORM));

wishing.post('/my/catalog/:slug/requests', customerPeople, (req, res) =>
  submit(req, res, productWishForm, {
    act: ({ token, ...wish }) => askForProduct(req.scope, slugIn(req), wish, token),
    again: (form) => showProduct(req, res, form),
    meanwhile: (form) => showProduct(req, res, form),
    done: () => ({ to: '/my/requests', say: 'Запрос отправлен партнёру. Ответ придёт письмом и появится здесь.' }),
  }),
);

wishing.get('/my/requests', customerPeople, async (req, res) => {
  render(res, 'requests/all-asked', allAskedPage(await allMyRequests(req.scope), req.scope.actor, randomUUID()));
});

wishing.post('/my/requests/:id/withdrawal', customerPeople, (req, res) =>
  submit(req, res, withdrawalForm, {
    act: ({ token }) => withdrawRequest(req.scope, null, idIn(req), token),
    done: () => ({ to: '/my/requests', say: 'Запрос отозван: партнёр знает, что отвечать не нужно.' }),
  }),
);

const slugIn = ({ params }: Request): string => String(params['slug']);

/** @throws NotFound for what the customer does not see */
async function showProduct(req: Request, res: Response, form: FormState): Promise<void> {
  const slug = slugIn(req);
  const shelf = await myShelf(req.scope);
  const product = shelf.products.find((one) => one.slug === slug);
  if (!product) throw new NotFound();
  const text = await productText(req.scope.portal.sql, product.id);
  render(res, 'requests/my-product', myProductPage(product, text, shelf.isPriced, form, randomUUID()));
}
