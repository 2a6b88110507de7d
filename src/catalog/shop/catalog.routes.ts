import type { Request } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { priceListColumns } from '#src/catalog/prices/price-list.ts';
import { findProducts } from '#src/catalog/search/search.queries.ts';
import { lastOfMonth } from '#src/lib/days.ts';
import { type VatClass, vatRate } from '#src/lib/vat.ts';
import { NotFound } from '#src/platform/errors.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type CatalogFilter, productList, productQuery, productSlug } from './catalog.forms.ts';
import { catalogPage, PRODUCTS } from './catalog.pages.ts';
import { offersOf, priceRows, productBySlug, productRows } from './catalog.queries.ts';
import { productPage } from './product.pages.ts';

/** The catalog for people of partners, and for MONT's own people to look at. */
export const catalog = new Routes();

const readers = only('partner_owner', 'partner_manager', 'partner_accountant', 'manager', 'admin');

catalog.get('/catalog', readers, async (req, res) => {
  const filter = parseQuery(req, productList.query);
  const matches = await findProducts(req.scope, searchOf(filter), partOf(filter, PRODUCTS));
  const products = await productRows(req.scope, matches.productIds);
  render(res, 'catalog/list', catalogPage(filter, matches, products, { canOrder: canOrder(req), vatRate: rateNow(req.scope) }));
});

catalog.export('/catalog', readers, (req) => {
  const search = searchOf(parseQuery(req, productList.exportQuery));
  const name = `price-list-${req.scope.portal.clock.today()}`;
  const rows = async () => priceRows(req.scope, (await findProducts(req.scope, search, { limit: null, offset: 0 })).productIds);
  return { name, sheet: 'Прайс-лист', columns: priceListColumns(rateNow(req.scope)), rows };
});

catalog.get('/catalog/:slug', readers, async (req, res) => {
  const { customer } = parseQuery(req, productQuery);
  const slug = productSlug.safeParse(req.params['slug']);
  const product = slug.success ? await productBySlug(req.scope, slug.data) : null;
  if (!product) throw new NotFound();
  const offers = await offersOf(req.scope, product.id);
  const viewer = {
    canOrder: canOrder(req),
    today: req.scope.portal.clock.today(),
    vatRate: rateNow(req.scope)(product.vatClass),
    customer,
  };
  render(res, 'catalog/show', productPage(product, offers, viewer));
});

const searchOf = ({ q, vendor, category }: CatalogFilter) => ({ q, vendor, category });

/** The rate of this month's service (product rule §8). */
const rateNow = (scope: Scope) => (vatClass: VatClass) => vatRate(vatClass, lastOfMonth(scope.portal.clock.today()));

/** The accountant and MONT's people look; owners and managers of a partner order (product rule §1). */
const canOrder = ({ scope: { actor } }: Request): boolean => actor.role === 'partner_owner' || actor.role === 'partner_manager';
