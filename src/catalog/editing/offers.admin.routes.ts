import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { addPrice, withdrawPrice } from '#src/catalog/prices/prices.service.ts';
import { priceSetText } from '#src/catalog/prices/touched.pages.ts';
import { type Touched, touchedBy } from '#src/catalog/prices/touched.queries.ts';
import { formatDayShort, parseDay } from '#src/lib/days.ts';
import { NotFound, ToConfirm } from '#src/platform/errors.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { type Refusal, submit } from '#src/platform/http/submit.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { NewOfferForm, OfferForm, offerList, PriceForm, type PriceInput, WithdrawalForm } from './editing.forms.ts';
import { editedOffer, editedOffers, editedProduct, editedVendors, pricesOf } from './editing.queries.ts';
import { newOfferPage, type OfferForms, offerEditPage } from './offer-edit.pages.ts';
import { offerColumns, offerListPage } from './offer-list.pages.ts';
import { addOffer, changeOffer } from './offers.service.ts';

/** Offers and their prices, as administrators edit them (product rule §5). */
export const offers = new Routes();

const admins = only('admin');
const today = (req: Request) => req.scope.portal.clock.today();

offers.get('/admin/catalog', admins, async (req, res) => {
  const view = parseQuery(req, offerList.query);
  const find = orNearest(req.scope, view, (one) => editedOffers(req.scope, one, partOf(view)), hasNone);
  const [found, vendors] = await Promise.all([find, editedVendors(req.scope)]);
  render(res, 'catalog/offers', offerListPage(found, vendors, view, today(req)));
});

offers.export('/admin/catalog', admins, (req) => {
  const query = parseQuery(req, offerList.exportQuery);
  const find = (one: typeof query) => editedOffers(req.scope, one, { limit: null, offset: 0 });
  const rows = async () => (await orNearest(req.scope, query, find, hasNone)).rows;
  return { name: `prices-${today(req)}`, sheet: 'Цены', columns: offerColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

offers.get('/admin/catalog/products/:id/offers/new', admins, (req, res) => showNew(req, res, EMPTY_FORM));

offers.post('/admin/catalog/products/:id/offers', admins, (req, res) =>
  submit(req, res, NewOfferForm, {
    act: (offer) => addOffer(req.scope, idIn(req), offer),
    again: (form) => showNew(req, res, form),
    done: (id) => ({ to: `/admin/catalog/offers/${id}`, say: 'Предложение добавлено.' }),
  }),
);

offers.get('/admin/catalog/offers/:id', admins, (req, res) => show(req, res, {}));

offers.post('/admin/catalog/offers/:id', admins, (req, res) =>
  submit(req, res, OfferForm, {
    act: (offer) => changeOffer(req.scope, idIn(req), offer),
    again: (form) => show(req, res, { offer: form }),
    done: () => ({ to: `/admin/catalog/offers/${idIn(req)}`, say: 'Предложение сохранено.' }),
  }),
);

offers.post('/admin/catalog/offers/:id/prices', admins, (req, res) =>
  submit(req, res, PriceForm, {
    act: (price) => setPrice(req, price),
    again: async (form, refusal) => show(req, res, { price: form }, await touchedToShow(req, form.values, refusal)),
    done: (touched, { early }) => ({ to: `/admin/catalog/offers/${idIn(req)}`, say: priceSetText(touched, early !== undefined) }),
  }),
);

offers.post('/admin/catalog/offers/:id/prices/:day/withdrawal', admins, (req, res) => {
  const day = parseDay(String(req.params['day']));
  if (!day) throw new NotFound();
  return submit(req, res, WithdrawalForm, {
    act: ({ token }) => withdrawPrice(req.scope, idIn(req), day, token),
    done: () => ({ to: `/admin/catalog/offers/${idIn(req)}`, say: `Цена с ${formatDayShort(day)} отменена.` }),
  });
});

/** @throws ToConfirm until it was shown whom the price touches */
async function setPrice(req: Request, price: PriceInput): Promise<Touched> {
  const touched = await touchedBy(req.scope, [{ ...price, offerId: idIn(req) }]);
  if (touched.subscriptions > 0 && !price.seen) throw new ToConfirm();
  await addPrice(req.scope, idIn(req), price);
  return touched;
}

/** Whom the price typed touches: asked for, or shown before; a price refused for another reason asks anew. */
async function touchedToShow(req: Request, values: FormState['values'], refusal?: Refusal): Promise<Touched | null> {
  if (refusal ? !(refusal instanceof ToConfirm) : !values['seen']) return null;
  const typed = PriceForm.safeParse({ ...values, early: undefined });
  return typed.success ? touchedBy(req.scope, [{ ...typed.data, offerId: idIn(req) }]) : null;
}

async function showNew(req: Request, res: Response, form: FormState): Promise<void> {
  render(res, 'catalog/edit', newOfferPage(await editedProduct(req.scope, idIn(req)), today(req), randomUUID(), form));
}

async function show(req: Request, res: Response, forms: Partial<OfferForms>, touched: Touched | null = null): Promise<void> {
  const offer = await editedOffer(req.scope, idIn(req));
  const tokens = { offer: randomUUID(), price: randomUUID(), withdrawal: randomUUID() };
  const all = { offer: EMPTY_FORM, price: EMPTY_FORM, ...forms, tokens };
  render(res, 'catalog/edit-offer', offerEditPage(offer, await pricesOf(req.scope, offer.id), today(req), all, touched));
}
