import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { everyone } from '#src/accounts/access.rules.ts';
import { storefrontConsent } from '#src/consents/consents.queries.ts';
import { BadRequest, Invalid, NotFound, ToConfirm, TooMany } from '#src/platform/errors.ts';
import { makeStamp, readStamp, type StampFault } from '#src/platform/form-stamp.ts';
import { EMPTY_FORM, type FormState, parseQuery, postedText, textFields } from '#src/platform/http/forms.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { storefrontByCode } from '../storefront.queries.ts';
import type { OpenStorefront } from '../storefront.types.ts';
import { askForm, askQuery, sumQuery } from './ask.forms.ts';
import { askPage, askSentPage, askSumPage, storeConsentPage } from './ask.pages.ts';
import { type AskedOffer, askedOffer } from './asked-offer.queries.ts';
import { nextNumber, receiveStoreRequest } from './asking.service.ts';

/** «Оставить заявку» in a storefront, for everyone (storefront rules 5–7). */
export const storeAsking = new Routes();

storeAsking.get('/store/:code/requests', everyone, async (req, res) => {
  const store = await storeOf(req, res);
  if (!store) return;
  const { offer, sent } = parseQuery(req, askQuery);
  if (sent !== undefined) return render(res, 'storefront/sent', askSentPage(around(req, store), sent));
  if (offer === undefined) return res.redirect(303, `/store/${store.code}`);
  await show(req, res, store, { offer: await askedOffer(req.scope.portal, store, offer), form: EMPTY_FORM });
});

storeAsking.get('/store/:code/requests/sum', everyone, async (req, res) => {
  const store = await storeOf(req, res);
  if (!store) return;
  const { offer, seats } = parseQuery(req, sumQuery);
  renderFragment(res, 'storefront/sum', askSumPage(await askedOffer(req.scope.portal, store, offer), seats));
});

storeAsking.get('/store/:code/consent', everyone, async (req, res) => {
  const store = await storeOf(req, res);
  if (!store) return;
  const words = await storefrontConsent(req.scope.portal, store.partnerId);
  render(res, 'storefront/consent', storeConsentPage(around(req, store), words));
});

storeAsking.post('/store/:code/requests', everyone, async (req, res) => {
  const store = await storeOf(req, res);
  if (!store) return;
  const sku = postedText(req, 'offer');
  if (sku === '') throw new BadRequest();
  const offer = await askedOffer(req.scope.portal, store, sku);
  const again = (form: FormState, refusal?: unknown) => show(req, res, store, { offer, form, isToConfirm: refusal instanceof ToConfirm });
  if (postedText(req, 'step') === 'recalculate') return again({ values: textFields(req), errors: {} });
  try {
    await submit(req, res, askForm, {
      act: (form) => receive(req, { store, offer }, form),
      again,
      done: ({ id }) => addressOf(`/store/${store.code}/requests`, { sent: id }),
    });
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    res.status(error.status).set('Retry-After', String(error.retryAfterSeconds));
    await again({ values: textFields(req), errors: { '': error.message } });
  }
});

/** A robot is told the same as a person. @throws Invalid where the form came too soon, too late or with a stamp that is not ours */
async function receive(
  { scope }: Request,
  { store, offer }: { store: OpenStorefront; offer: AskedOffer },
  {
    website,
    stamp: typed,
    consent: _given,
    consentHash,
    shownPrice,
    shownFor,
    offer: _sku,
    step: _step,
    ...asked
  }: z.infer<typeof askForm>,
): Promise<{ id: number }> {
  const { portal } = scope;
  if (website !== '') return nextNumber(portal, store.partnerId);
  const stamp = readStamp(portal.config.keys, 'store request', typed, portal.clock.now());
  if ('fault' in stamp) throw new Invalid({ '': staleWords[stamp.fault] });
  const shown = { store, offer, shownPrice, isSumShown: shownFor === String(asked.seats) };
  const agreed = { words: await storefrontConsent(portal, store.partnerId), shownHash: consentHash };
  return receiveStoreRequest(scope, shown, asked, agreed, stamp.id);
}

const staleWords: Record<StampFault, string> = {
  'too-soon': 'Форма заполнена слишком быстро. Проверьте её и отправьте ещё раз.',
  'too-old': 'Форма пролежала открытой слишком долго. Проверьте её и отправьте ещё раз.',
  forged: 'Форма устарела. Проверьте её и отправьте ещё раз.',
};

interface Shown {
  readonly offer: AskedOffer;
  readonly form: FormState;
  readonly isToConfirm?: boolean;
}

/** The form with everything typed kept; its stamp too, while it can still be used. */
async function show(req: Request, res: Response, store: OpenStorefront, { offer, form, isToConfirm = false }: Shown): Promise<void> {
  const { portal } = req.scope;
  const now = portal.clock.now();
  const kept = form.values['stamp'] ?? '';
  const read = readStamp(portal.config.keys, 'store request', kept, now);
  const stamp = 'id' in read || read.fault === 'too-soon' ? kept : makeStamp(portal.config.keys, 'store request', randomUUID(), now);
  const words = await storefrontConsent(portal, store.partnerId);
  render(res, 'storefront/ask', askPage(around(req, store), offer, words, { stamp, form, isToConfirm }));
}

/**
 * The storefront of the address; nobody should find its forms by a search engine.
 * @returns null when the request is answered: the storefront has another code now
 * @throws NotFound for one that does not answer
 */
async function storeOf(req: Request, res: Response): Promise<OpenStorefront | null> {
  res.set('X-Robots-Tag', 'noindex');
  const asked = String(req.params['code']);
  const store = await storefrontByCode(req.scope.portal.sql, asked.toLowerCase());
  if (!store) throw new NotFound('Такой витрины нет: она закрыта или переехала.');
  if (req.method !== 'GET' || store.code === asked) return store;
  res.redirect(301, req.originalUrl.replace(/^\/store\/[^/?]+/i, `/store/${store.code}`));
  return null;
}

const around = ({ scope }: Request, store: OpenStorefront) => ({ store, portalUrl: scope.portal.config.portalUrl });
