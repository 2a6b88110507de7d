import { type ErrorRequestHandler, type Request, Router } from 'express';
import { findProducts } from '#src/catalog/search/search.queries.ts';
import { productByAnySlug, type ShelfProduct } from '#src/catalog/shelf.queries.ts';
import { productBySlug } from '#src/catalog/shop/catalog.queries.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Portal, Scope } from '#src/platform/scope.ts';
import { wordsOfStorefront } from '../storefront.queries.ts';
import type { OpenStorefront, ShelfWords } from '../storefront.types.ts';
import { VisitCounter } from '../visits/visits.service.ts';
import { storeGonePage, storeProductPage } from './product.pages.ts';
import { chosen, retailProduct, shownOf } from './shelf.rules.ts';
import { Shelf } from './shelf.ts';
import { choiceIn, SLUG } from './store.forms.ts';
import { type SearchWords, storeHomePage, substitutesOf } from './store.pages.ts';
import { StoreAnswers } from './store-answer.ts';
import { storeFiles } from './store-files.routes.ts';
import { renderStore } from './store-frame.ts';

/**
 * Public pages of storefronts, below `/store`: no session, no cookie, kept by anybody for a moment. Stands before everything that is for people who
 * log on, and leaves all other addresses to it. `stylesheet` is the address of the portal's own.
 */
export function storePages(portal: Portal, stylesheet: string): { readonly router: Router; readonly visits: VisitCounter } {
  const { sql, clock, config } = portal;
  const visits = new VisitCounter(portal);
  const answers = new StoreAnswers(portal, visits, stylesheet);
  const shelf = new Shelf();
  const router = Router({ caseSensitive: false });

  /** What stands on a storefront, by name. */
  async function goodsOf(store: OpenStorefront): Promise<{ shown: ShelfProduct[]; words: ShelfWords }> {
    const [products, words] = await Promise.all([
      shelf.at(sql, store.catalogVersion, clock.today()),
      wordsOfStorefront(sql, store.partnerId),
    ]);
    return { shown: shownOf(products, store, words), words };
  }

  router.get('/:code', async (req, res) => {
    const store = await answers.page(req, res);
    if (!store) return;
    const choice = choiceIn(req);
    const { shown, words } = await goodsOf(store);
    const { products, said } = await searched(scopeOf(portal, req), choice.q, shown);
    renderStore(
      res,
      'storefront/home',
      storeHomePage(choice, { store, words, found: chosen(products, choice), said, portalUrl: config.portalUrl }),
    );
  });

  router.get('/:code/products/:slug', async (req, res) => {
    const store = await answers.page(req, res);
    if (!store) return;
    const slug = String(req.params['slug']).toLowerCase();
    const known = SLUG.test(slug) ? await productByAnySlug(sql, slug, clock.today()) : null;
    if (!known) throw new NotFound();
    if (known.slug !== req.params['slug']) return res.redirect(301, `/store/${store.code}/products/${known.slug}`);
    const scope = scopeOf(portal, req);
    const [{ shown, words }, facts] = await Promise.all([goodsOf(store), productBySlug(scope, known.slug)]);
    const product = shown.find(({ id }) => id === known.id);
    if (product && facts) {
      return renderStore(res, 'storefront/product', storeProductPage(facts, retailProduct(product, store, words), store, config.portalUrl));
    }
    if (!known.isSoldNoMore) throw new NotFound();
    const substitutes = substitutesOf(shown, known.categorySlug).map((one) => retailProduct(one, store, words));
    res.status(410).set('X-Robots-Tag', 'noindex');
    renderStore(res, 'storefront/gone', storeGonePage(known.name, substitutes, store, config.portalUrl));
  });

  router.use(storeFiles(portal, answers, goodsOf));
  router.use(unkept);
  return { router, visits };
}

/** The scope of a visitor: pages are the same for all. */
const scopeOf = (portal: Portal, { requestId, ip }: Request): Scope => ({ portal, actor: ANONYMOUS, requestId, address: ip ?? null });

/** What stands on the shelf and is found by the words, best first; without words all of it. */
async function searched(
  scope: Scope,
  q: string,
  shown: readonly ShelfProduct[],
): Promise<{ products: readonly ShelfProduct[]; said: SearchWords }> {
  if (q === '') return { products: shown, said: { corrected: null, suggestions: [] } };
  const { productIds, corrected, suggestions } = await findProducts(scope, { q, vendor: null, category: null }, { limit: null, offset: 0 });
  const byId = new Map(shown.map((product) => [product.id, product]));
  return { products: productIds.flatMap((id) => byId.get(id) ?? []), said: { corrected, suggestions } };
}

/** Errors are nobody's to keep or to find. */
const unkept: ErrorRequestHandler = (error, _req, res, next) => {
  res.removeHeader('ETag');
  res.set('X-Robots-Tag', 'noindex');
  next(error);
};
