import { type Response, Router } from 'express';
import type { ShelfProduct } from '#src/catalog/shelf.queries.ts';
import { moscowDay } from '#src/lib/days.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import { accentStylesheet } from '../look/accent.rules.ts';
import { publicLogo } from '../look/logo.queries.ts';
import type { OpenStorefront } from '../storefront.types.ts';
import { openStorefronts } from './open-storefronts.queries.ts';
import { laterOf, robots, sitemap, sitemapIndex } from './sitemap.ts';
import { CODE } from './store.forms.ts';
import type { StoreAnswers } from './store-answer.ts';

/** Kept for a year: the address changes with its contents. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** What belongs to the pages of a storefront and is no page. */
export function storeFiles(
  portal: Portal,
  answers: StoreAnswers,
  goodsOf: (store: OpenStorefront) => Promise<{ readonly shown: readonly ShelfProduct[] }>,
): Router {
  const { sql, config } = portal;
  const router = Router({ caseSensitive: false });

  router.get('/:code/sitemap.xml', async (req, res) => {
    const store = await answers.file(req, res);
    if (!store) return;
    const { shown } = await goodsOf(store);
    const home = `${config.portalUrl}/store/${store.code}`;
    const products = shown.map(({ slug, changedOn }) => ({
      url: `${home}/products/${slug}`,
      changedOn: laterOf(changedOn, store.updatedAt),
    }));
    const last =
      products
        .map(({ changedOn }) => changedOn)
        .sort()
        .at(-1) ?? moscowDay(store.updatedAt);
    sendXml(res, sitemap([{ url: home, changedOn: last }, ...products.slice(0, 49_999)]));
  });

  router.get('/:code/robots.txt', async (req, res) => {
    const store = await answers.file(req, res);
    if (store) res.type('text/plain').send(robots(`${config.portalUrl}/store/${store.code}/sitemap.xml`));
  });

  router.get('/:code/:file', async (req, res, next) => {
    const file = String(req.params['file']);
    const look = /^look-([0-9a-f]{6})\.css$/.exec(file)?.[1];
    if (look !== undefined) {
      return void res
        .set('Cache-Control', FOR_EVER)
        .type('text/css')
        .send(accentStylesheet(`#${look}`));
    }
    const [, sha256, ending] = /^logo-([0-9a-f]{64})\.(webp|png)$/.exec(file) ?? [];
    if (sha256 === undefined || (ending !== 'webp' && ending !== 'png')) return next();
    const code = String(req.params['code']).toLowerCase();
    const bytes = CODE.test(code) ? await publicLogo(sql, code, sha256, ending) : null;
    if (!bytes) throw new NotFound();
    sendPicture(res, bytes, ending);
    return undefined;
  });
  return router;
}

/** A picture of somebody: of the type it was drawn as, and nothing else in no case. */
export function sendPicture(res: Response, bytes: Uint8Array, ending: 'webp' | 'png'): void {
  res.set({ 'Content-Security-Policy': "default-src 'none'; sandbox", 'Cache-Control': FOR_EVER });
  res.type(`image/${ending}`).send(Buffer.from(bytes));
}

const sendXml = (res: Response, xml: string): void => void res.type('application/xml').send(xml);

/** What robots ask for first, of the whole portal: `/robots.txt` and the list of all sitemaps. */
export function forRobots({ sql, config }: Portal): Router {
  const router = Router({ caseSensitive: false });
  router.get('/robots.txt', (_req, res) => {
    res
      .set('Cache-Control', 'public, max-age=3600')
      .type('text/plain')
      .send(robots(`${config.portalUrl}/sitemap.xml`));
  });
  router.get('/sitemap.xml', async (_req, res) => {
    const stores = await openStorefronts(sql);
    res.set('Cache-Control', 'public, max-age=3600');
    const url = (code: string) => `${config.portalUrl}/store/${code}/sitemap.xml`;
    sendXml(res, sitemapIndex(stores.map(({ code, changedOn }) => ({ url: url(code), changedOn }))));
  });
  return router;
}
