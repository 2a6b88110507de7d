import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { NotFound } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import { storefrontByCode } from '../storefront.queries.ts';
import type { OpenStorefront } from '../storefront.types.ts';
import { isPerson, isVisit } from '../visits/visits.rules.ts';
import type { VisitCounter } from '../visits/visits.service.ts';
import { CODE } from './store.forms.ts';
import { templatesVersion } from './store-frame.ts';

/** Seconds that anybody may keep a page unasked: what a partner or MONT changes is seen within them. */
const KEPT_SECONDS = 30;

/** How public pages begin: which storefront is asked for, and whether the asker has the page already. */
export class StoreAnswers {
  readonly #portal: Portal;
  readonly #visits: VisitCounter;
  /** Of the templates and the stylesheet. */
  readonly #look: string;

  constructor(portal: Portal, visits: VisitCounter, stylesheet: string) {
    this.#portal = portal;
    this.#visits = visits;
    this.#look = `${stylesheet} ${templatesVersion()}`;
  }

  /** The same as `file`, and the page counts as looked at. */
  async page(req: Request, res: Response): Promise<OpenStorefront | null> {
    const store = await this.#find(req, res);
    if (store && req.method === 'GET' && isPerson(req.get('user-agent'))) {
      this.#visits.note(store.partnerId, isVisit(req.get('referer'), `${this.#portal.config.portalUrl}/store/${store.code}`));
    }
    return store && this.#fresh(req, res, store);
  }

  /**
   * The storefront that a request is for.
   * @returns null when the request is answered: the storefront has another code now, or the asker has the page as it is
   * @throws NotFound for a storefront that does not answer
   */
  async file(req: Request, res: Response): Promise<OpenStorefront | null> {
    const store = await this.#find(req, res);
    return store && this.#fresh(req, res, store);
  }

  async #find(req: Request, res: Response): Promise<OpenStorefront | null> {
    const asked = String(req.params['code']);
    const store = CODE.test(asked) ? await storefrontByCode(this.#portal.sql, asked.toLowerCase()) : null;
    if (!store) throw new NotFound('Такой витрины нет: она закрыта или переехала.');
    if (store.code === asked) return store;
    res.redirect(301, req.originalUrl.replace(/^\/store\/[^/?]+/i, `/store/${store.code}`));
    return null;
  }

  /** Sets what the page is kept by. */
  #fresh(req: Request, res: Response, store: OpenStorefront): OpenStorefront | null {
    const tag = this.#tagOf(store);
    res.set({ ETag: tag, 'Cache-Control': `public, max-age=${KEPT_SECONDS}` }).vary('Accept-Encoding');
    if (!isKnown(req.get('if-none-match'), tag)) return store;
    res.status(304).end();
    return null;
  }

  /** Of everything that pages depend on: the storefront and its partner, the catalog, the day of prices, how it is drawn. */
  #tagOf(store: OpenStorefront): string {
    const all = [store, this.#portal.clock.today(), this.#look];
    const text = JSON.stringify(all, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  }
}

const isKnown = (sent: string | undefined, tag: string): boolean => sent?.split(',').some((one) => one.trim() === tag) ?? false;
