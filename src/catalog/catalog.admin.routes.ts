import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { formatDayShort, parseDay } from '#src/lib/days.ts';
import { BadRequest, ChangedMeanwhile, Invalid, NotFound } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery, readForm, refusedStatus } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { only, Routes } from '#src/platform/http/routes.ts';
import type { EditPage } from './edit-form.pages.ts';
import {
  NewOfferForm,
  NewProductForm,
  NewVendorForm,
  OfferForm,
  offerExportQuery,
  offerListQuery,
  PriceForm,
  ProductForm,
  TermsForm,
  VendorForm,
  WithdrawalForm,
} from './editing.forms.ts';
import { termsPage, vendorPage } from './editing.pages.ts';
import {
  categoryNames,
  currentTermsText,
  editedOffer,
  editedOffers,
  editedProduct,
  editedVendor,
  editedVendors,
  offersOfProduct,
  pricesOf,
  termsVersions,
} from './editing.queries.ts';
import {
  addOffer,
  addPrice,
  addProduct,
  addTerms,
  addVendor,
  changeOffer,
  changeProduct,
  changeVendor,
  withdrawPrice,
} from './editing.service.ts';
import { newOfferPage, type OfferForms, offerEditPage } from './offer-edit.pages.ts';
import { offerColumns, offerListPage } from './offer-list.pages.ts';
import { productEditPage, productFormPage } from './product-edit.pages.ts';
import { priceSetText } from './touched.pages.ts';
import { type Touched, touchedBy } from './touched.queries.ts';
import { termsListPage, vendorListPage } from './vendor-list.pages.ts';

/** The catalog as administrators edit it (product rule §5). */
export const catalogEditing = new Routes();

const admins = only('admin');
const today = (req: Request) => req.scope.portal.clock.today();

/** Carries out a form's verb; what it finds wrong comes back as the form's own errors. */
async function tried<T>(work: Promise<T>, values: Record<string, string>): Promise<{ done: T } | { refused: FormState }> {
  try {
    return { done: await work };
  } catch (error) {
    if (error instanceof Invalid) return { refused: { values, errors: error.fields } };
    if (error instanceof ChangedMeanwhile) return { refused: { values, errors: { '': error.message }, isChanged: true } };
    throw error;
  }
}

const showEdit = (res: Response, page: EditPage) => render(page.isInvalid ? res.status(refusedStatus(page)) : res, 'catalog/edit', page);

catalogEditing.get('/admin/catalog', admins, async (req, res) => {
  const view = parseQuery(req, offerListQuery);
  const [found, vendors] = await Promise.all([editedOffers(req.scope, view, view.page), editedVendors(req.scope)]);
  render(res, 'catalog/offers', offerListPage(found, vendors, view, today(req)));
});

catalogEditing.export('/admin/catalog', admins, (req) => {
  const query = parseQuery(req, offerExportQuery);
  const rows = async () => (await editedOffers(req.scope, query, null)).rows;
  return { name: `prices-${today(req)}`, sheet: 'Цены', columns: offerColumns, rows };
});

catalogEditing.get('/admin/catalog/vendors', admins, async (req, res) => {
  render(res, 'catalog/vendors', vendorListPage(await editedVendors(req.scope)));
});

catalogEditing.get('/admin/catalog/vendors/new', admins, (_req, res) => showEdit(res, vendorPage(null, randomUUID(), EMPTY_FORM)));

catalogEditing.post('/admin/catalog/vendors', admins, async (req, res) => {
  const form = readForm(req, NewVendorForm);
  if (!form.ok) return showEdit(res, vendorPage(null, randomUUID(), form));
  const outcome = await tried(addVendor(req.scope, form.value), form.values);
  if ('refused' in outcome) return showEdit(res, vendorPage(null, randomUUID(), outcome.refused));
  flash(res, 'ok', 'Вендор добавлен.');
  res.redirect(303, '/admin/catalog/vendors');
});

catalogEditing.get('/admin/catalog/vendors/:id', admins, async (req, res) => {
  showEdit(res, vendorPage(await editedVendor(req.scope, idIn(req)), randomUUID(), EMPTY_FORM));
});

catalogEditing.post('/admin/catalog/vendors/:id', admins, async (req, res) => {
  const vendor = await editedVendor(req.scope, idIn(req));
  const form = readForm(req, VendorForm);
  if (!form.ok) return showEdit(res, vendorPage(vendor, randomUUID(), form));
  const outcome = await tried(changeVendor(req.scope, vendor.id, form.value), form.values);
  if ('refused' in outcome) return showEdit(res, vendorPage(vendor, randomUUID(), outcome.refused));
  flash(res, 'ok', 'Вендор сохранён.');
  res.redirect(303, '/admin/catalog/vendors');
});

const choices = async (req: Request) => ({ vendors: await editedVendors(req.scope), categories: await categoryNames(req.scope) });

catalogEditing.get('/admin/catalog/products/new', admins, async (req, res) => {
  showEdit(res, productFormPage(null, await choices(req), randomUUID(), EMPTY_FORM));
});

catalogEditing.post('/admin/catalog/products', admins, async (req, res) => {
  const form = readForm(req, NewProductForm);
  if (!form.ok) return showEdit(res, productFormPage(null, await choices(req), randomUUID(), form));
  const outcome = await tried(addProduct(req.scope, form.value), form.values);
  if ('refused' in outcome) return showEdit(res, productFormPage(null, await choices(req), randomUUID(), outcome.refused));
  flash(res, 'ok', 'Продукт добавлен. Теперь добавьте предложение с ценой.');
  res.redirect(303, `/admin/catalog/products/${outcome.done}`);
});

catalogEditing.get('/admin/catalog/products/:id', admins, (req, res) => showProduct(req, res, EMPTY_FORM));

catalogEditing.post('/admin/catalog/products/:id', admins, async (req, res) => {
  const { id } = await editedProduct(req.scope, idIn(req));
  const form = readForm(req, ProductForm);
  if (!form.ok) return showProduct(req, res, form);
  const outcome = await tried(changeProduct(req.scope, id, form.value), form.values);
  if ('refused' in outcome) return showProduct(req, res, outcome.refused);
  flash(res, 'ok', 'Продукт сохранён.');
  res.redirect(303, `/admin/catalog/products/${id}`);
});

async function showProduct(req: Request, res: Response, form: FormState): Promise<void> {
  const product = await editedProduct(req.scope, idIn(req));
  const page = productEditPage(product, await offersOfProduct(req.scope, product.id), await choices(req), randomUUID(), form);
  render(page.isInvalid ? res.status(refusedStatus(page)) : res, 'catalog/edit-product', page);
}

catalogEditing.get('/admin/catalog/products/:id/offers/new', admins, async (req, res) => {
  showEdit(res, newOfferPage(await editedProduct(req.scope, idIn(req)), today(req), randomUUID(), EMPTY_FORM));
});

catalogEditing.post('/admin/catalog/products/:id/offers', admins, async (req, res) => {
  const product = await editedProduct(req.scope, idIn(req));
  const form = readForm(req, NewOfferForm);
  if (!form.ok) return showEdit(res, newOfferPage(product, today(req), randomUUID(), form));
  const outcome = await tried(addOffer(req.scope, product.id, form.value), form.values);
  if ('refused' in outcome) return showEdit(res, newOfferPage(product, today(req), randomUUID(), outcome.refused));
  flash(res, 'ok', 'Предложение добавлено.');
  res.redirect(303, `/admin/catalog/offers/${outcome.done}`);
});

catalogEditing.get('/admin/catalog/offers/:id', admins, (req, res) => showOffer(req, res, { offer: EMPTY_FORM, price: EMPTY_FORM }));

catalogEditing.post('/admin/catalog/offers/:id', admins, async (req, res) => {
  const { id } = await editedOffer(req.scope, idIn(req));
  const form = readForm(req, OfferForm);
  if (!form.ok) return showOffer(req, res, { offer: form, price: EMPTY_FORM });
  const outcome = await tried(changeOffer(req.scope, id, form.value), form.values);
  if ('refused' in outcome) return showOffer(req, res, { offer: outcome.refused, price: EMPTY_FORM });
  flash(res, 'ok', 'Предложение сохранено.');
  res.redirect(303, `/admin/catalog/offers/${id}`);
});

catalogEditing.post('/admin/catalog/offers/:id/prices', admins, async (req, res) => {
  const { id } = await editedOffer(req.scope, idIn(req));
  const form = readForm(req, PriceForm);
  if (!form.ok) return showOffer(req, res, { offer: EMPTY_FORM, price: form }, await touchedByTyped(req, id, form.values));
  const touched = await touchedBy(req.scope, [{ ...form.value, offerId: id }]);
  const asked = { values: form.values, errors: {} };
  if (touched.subscriptions > 0 && !form.value.seen) return showOffer(req, res, { offer: EMPTY_FORM, price: asked }, touched);
  const outcome = await tried(addPrice(req.scope, id, form.value), form.values);
  if ('refused' in outcome) return showOffer(req, res, { offer: EMPTY_FORM, price: outcome.refused });
  flash(res, 'ok', priceSetText(touched, form.value.early !== undefined));
  res.redirect(303, `/admin/catalog/offers/${id}`);
});

catalogEditing.post('/admin/catalog/offers/:id/prices/:day/withdrawal', admins, async (req, res) => {
  const form = readForm(req, WithdrawalForm);
  const day = parseDay(String(req.params['day']));
  if (!day) throw new NotFound();
  if (!form.ok) throw new BadRequest();
  await withdrawPrice(req.scope, idIn(req), day, form.value.token);
  flash(res, 'ok', `Цена с ${formatDayShort(day)} отменена.`);
  res.redirect(303, `/admin/catalog/offers/${idIn(req)}`);
});

/** What was shown before a reason was found missing is shown again. */
async function touchedByTyped(req: Request, offerId: number, values: FormState['values']): Promise<Touched | null> {
  const typed = PriceForm.safeParse({ ...values, early: undefined });
  return values['seen'] && typed.success ? touchedBy(req.scope, [{ ...typed.data, offerId }]) : null;
}

async function showOffer(req: Request, res: Response, forms: Omit<OfferForms, 'tokens'>, touched: Touched | null = null): Promise<void> {
  const offer = await editedOffer(req.scope, idIn(req));
  const tokens = { offer: randomUUID(), price: randomUUID(), withdrawal: randomUUID() };
  const page = offerEditPage(offer, await pricesOf(req.scope, offer.id), today(req), { ...forms, tokens }, touched);
  render(page.isInvalid ? res.status(refusedStatus(page)) : res, 'catalog/edit-offer', page);
}

catalogEditing.get('/admin/catalog/terms', admins, async (req, res) => {
  render(res, 'catalog/terms-versions', termsListPage(await termsVersions(req.scope), today(req)));
});

catalogEditing.get('/admin/catalog/terms/new', admins, async (req, res) => {
  showEdit(res, termsPage(await currentTermsText(req.scope), randomUUID(), EMPTY_FORM));
});

catalogEditing.post('/admin/catalog/terms', admins, async (req, res) => {
  const form = readForm(req, TermsForm);
  if (!form.ok) return showEdit(res, termsPage('', randomUUID(), form));
  const outcome = await tried(addTerms(req.scope, form.value), form.values);
  if ('refused' in outcome) return showEdit(res, termsPage('', randomUUID(), outcome.refused));
  flash(res, 'ok', `Версия условий ${form.value.version} добавлена.`);
  res.redirect(303, '/admin/catalog/terms');
});
