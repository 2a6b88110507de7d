import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { productsForSale, type ShelfProduct } from '#src/catalog/shelf.queries.ts';
import { NotFound, ToConfirm } from '#src/platform/errors.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { type Refusal, submit } from '#src/platform/http/submit.ts';
import { wordsOfStorefront } from '../storefront.queries.ts';
import { outlookProps } from './outlook.pages.ts';
import { type Outlook, outlookOf, type Pricing, seenOf, typedWords, withWords } from './outlook.rules.ts';
import { PRODUCTS, pricesPage, vendorPricesPage } from './prices.pages.ts';
import { savePrices } from './prices.service.ts';
import { type PricesInput, productsForm, type TermsInput, termsForm } from './settings.forms.ts';
import { PATH } from './settings.pages.ts';
import { type OwnStorefront, ownStorefront } from './settings.queries.ts';

/** «Цены и наценка» of a storefront, for the partner's head: what changes is shown in numbers before it is saved. */
export const storefrontPrices = new Routes();

const owners = only('partner_owner');
const ALL = `${PATH}/prices`;
const OF_VENDOR = `${PATH}/prices/:vendor`;

/** What a form of prices stands on. */
interface Ground {
  readonly own: OwnStorefront;
  readonly now: Pricing;
  readonly products: readonly ShelfProduct[];
  readonly ids: readonly number[];
  readonly page: number;
}

storefrontPrices.get(ALL, owners, async (req, res) => showAll(req, res, await groundOf(req), EMPTY_FORM));

storefrontPrices.get(`${ALL}/preview`, owners, async (req, res) => {
  const ground = await groundOf(req);
  const form = termsForm(ground.ids).safeParse(textsOf(req));
  showOutlook(res, ground, form.success ? typedTerms(ground, form.data) : ground.now);
});

storefrontPrices.post(ALL, owners, async (req, res) => {
  const ground = await groundOf(req);
  await submit(req, res, termsForm(ground.ids), {
    act: async (form) => {
      const after = typedTerms(ground, form);
      refuseUnseen(ground, after, form);
      await savePrices(req.scope, { terms: after.terms, said: { of: 'vendor', ids: ground.ids, words: after.words.vendors } }, form);
    },
    again: (form, refusal) => showAll(req, res, ground, form, refusal),
    done: () => ({ to: ALL, say: 'Цены витрины сохранены.' }),
  });
});

storefrontPrices.get(OF_VENDOR, owners, async (req, res) => showVendor(req, res, await groundOfVendor(req), EMPTY_FORM));

storefrontPrices.get(`${OF_VENDOR}/preview`, owners, async (req, res) => {
  const ground = await groundOfVendor(req);
  const form = productsForm(ground.ids).safeParse(textsOf(req));
  showOutlook(res, ground, form.success ? typedProducts(ground, form.data) : ground.now);
});

storefrontPrices.post(OF_VENDOR, owners, async (req, res) => {
  const ground = await groundOfVendor(req);
  await submit(req, res, productsForm(ground.ids), {
    act: async (form) => {
      const after = typedProducts(ground, form);
      refuseUnseen(ground, after, form);
      await savePrices(req.scope, { terms: null, said: { of: 'product', ids: ground.ids, words: after.words.products } }, form);
    },
    again: (form, refusal) => showVendor(req, res, ground, form, refusal),
    done: () => ({ to: `${ALL}/${String(req.params['vendor'])}`, say: 'Цены витрины сохранены.' }),
  });
});

async function groundOf(req: Request, vendor: string | null = null): Promise<Ground> {
  const { sql, clock } = req.scope.portal;
  const partnerId = partnerOf(req.scope);
  const [own, words, products] = await Promise.all([
    ownStorefront(sql, partnerId),
    wordsOfStorefront(sql, partnerId),
    productsForSale(sql, clock.today(), vendor),
  ]);
  const { markup, rounding, mayBeBelow } = own;
  const ids = [...new Set(products.map(({ vendorId }) => vendorId))];
  return { own, now: { terms: { markup, rounding, mayBeBelow }, words }, products, ids, page: 1 };
}

/** @throws NotFound for a vendor that sells nothing */
async function groundOfVendor(req: Request): Promise<Ground> {
  const vendor = String(req.params['vendor']);
  const ground = await groundOf(req, /^[a-z0-9-]{1,80}$/.test(vendor) ? vendor : '');
  if (ground.products.length === 0) throw new NotFound();
  const typed = String(req.query['page'] ?? '');
  const page = /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) : 1;
  const shown = ground.products.slice((page - 1) * PRODUCTS, page * PRODUCTS);
  return { ...ground, page, ids: shown.map(({ id }) => id) };
}

function typedTerms({ now, ids }: Ground, form: TermsInput): Pricing {
  const { markup, rounding, mayBeBelow } = form;
  return {
    terms: { markup, rounding, mayBeBelow },
    words: { ...now.words, vendors: withWords(now.words.vendors, ids, typedWords(form, ids)) },
  };
}

const typedProducts = ({ now, ids }: Ground, form: PricesInput): Pricing => ({
  ...now,
  words: { ...now.words, products: withWords(now.words.products, ids, typedWords(form, ids)) },
});

/** @throws ToConfirm until what changes on the storefront was shown */
function refuseUnseen({ products, now }: Ground, after: Pricing, { step, seen }: PricesInput): void {
  const isSeen = seen === seenOf(after) || outlookOf(products, now, after).changes.length === 0;
  if (step === 'show' || !isSeen) throw new ToConfirm();
}

/** The typed prices, where the form can be read: shown with what they bring when that was asked for. */
function typedOf(refusal: Refusal | undefined, ground: Ground, read: () => Pricing | null): { pricing: Pricing; outlook: Outlook | null } {
  const after = refusal ? read() : null;
  return after ? { pricing: after, outlook: outlookOf(ground.products, ground.now, after) } : { pricing: ground.now, outlook: null };
}

function showAll(_req: Request, res: Response, ground: Ground, form: FormState, refusal?: Refusal): void {
  const typed = termsForm(ground.ids).safeParse(form.values);
  const sight = typedOf(refusal, ground, () => (typed.success ? typedTerms(ground, typed.data) : null));
  render(res, 'storefront/prices', pricesPage(ground.products, { own: ground.own, form, ...sight, token: randomUUID() }));
}

function showVendor(_req: Request, res: Response, ground: Ground, form: FormState, refusal?: Refusal): void {
  const typed = productsForm(ground.ids).safeParse(form.values);
  const sight = typedOf(refusal, ground, () => (typed.success ? typedProducts(ground, typed.data) : null));
  render(
    res,
    'storefront/prices',
    vendorPricesPage(ground.products, ground.page, { own: ground.own, form, ...sight, token: randomUUID() }),
  );
}

function showOutlook(res: Response, { products, now }: Ground, after: Pricing): void {
  const outlook = outlookProps(outlookOf(products, now, after), after);
  renderFragment(res, 'storefront/outlook-shown', { title: 'Что изменится', section: 'team/storefront', outlook });
}

const textsOf = ({ query }: Request): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'page'),
  );
