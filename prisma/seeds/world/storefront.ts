import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { scopeOf } from '#prisma/seeds/people.ts';
import { productsForSale } from '#src/catalog/shelf.queries.ts';
import { storefrontConsent } from '#src/consents/consents.queries.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { standingClock } from '#src/platform/clock.ts';
import type { Portal, Scope } from '#src/platform/scope.ts';
import { askedOffer } from '#src/storefront/requests/asked-offer.queries.ts';
import { type Asked, receiveStoreRequest } from '#src/storefront/requests/asking.service.ts';
import { savePrices } from '#src/storefront/settings/prices.service.ts';
import { ownStorefront } from '#src/storefront/settings/settings.queries.ts';
import { saveSettings, setLogo } from '#src/storefront/settings/settings.service.ts';
import { storefrontByCode } from '#src/storefront/storefront.queries.ts';
import { moscow } from './time.ts';

/** «Вектор» has its storefront open, and two people have asked for something there. */
export async function openStorefront(portal: Portal): Promise<void> {
  const at = (on: string, time: string): Portal => ({ ...portal, clock: standingClock(moscow(on, time)) });
  await furnish(await scopeOf(at('2026-11-10', '12:30'), 'vector'));
  await askedFor(at('2026-11-20', '15:42'), CAST_SKU, { seats: 30, ...PETROVA });
  await askedFor(at('2026-11-21', '18:05'), ON_REQUEST, { seats: 12, ...ORLOV });
}

/** Its head opens it: contacts, colour, logo, a quarter on all prices, Yandex on request. */
async function furnish(scope: Scope): Promise<void> {
  const { sql, clock } = scope.portal;
  const partnerId = scope.actor.partnerId ?? 0;
  const { phone, email, address, version } = await ownStorefront(sql, partnerId);
  await saveSettings(scope, {
    ...{ isOn: true, name: 'Вектор', accent: '#0f766e', hours: 'Пн–Пт 9:00–18:00 по Москве', isShownToCustomers: true },
    ...{ phone, email, address, version, token: randomUUID() },
    text: 'Подбираем и сопровождаем программы для бизнеса: антивирусы, офис, облака, видеосвязь.\n\nПлатите помесячно, меняйте число пользователей, когда нужно.',
  });
  const name = 'vector-logo.png';
  const bytes = readFileSync(new URL(`../data/${name}`, import.meta.url));
  await setLogo(scope, { name, bytes, isTooLarge: false }, randomUUID());
  const [yandex] = await productsForSale(sql, clock.today(), 'yandex');
  const words = new Map([[yandex?.vendorId ?? 0, { markup: null, place: 'on_request' as const }]]);
  await savePrices(
    scope,
    { terms: { markup: 2500, rounding: 'rubles', mayBeBelow: false }, said: { of: 'vendor', ids: [...words.keys()], words } },
    { version: (await ownStorefront(sql, partnerId)).version, token: randomUUID() },
  );
}

const ON_REQUEST = 'YA360-OPT-1U';
const PETROVA = {
  ...{ name: 'Ольга Петрова', phone: '+79215550314', email: 'petrova@lesnoy-dvor.example' },
  ...{ company: 'ООО «Лесной двор»', inn: null, comment: 'Сейчас стоит бесплатный антивирус, переезжаем в декабре.' },
};
const ORLOV = {
  name: 'Максим Орлов',
  phone: '+79035550427',
  email: 'orlov@orlov-stroy.example',
  company: 'ИП Орлов',
  inn: null,
  comment: null,
};

/** What is asked in the world, on the offers that the storefront shows. */
async function askedFor(at: Portal, sku: string, asked: Asked): Promise<void> {
  const store = await storefrontByCode(at.sql, 'vector');
  if (!store) throw new Error('the storefront of vector is closed');
  const scope = { portal: at, actor: ANONYMOUS, requestId: 'seed', address: '203.0.113.17' };
  const [offer, words] = [await askedOffer(at, store, sku), await storefrontConsent(at, store.partnerId)];
  const shown = { store, offer, shownPrice: offer.price, isSumShown: true };
  await receiveStoreRequest(scope, shown, asked, { words, shownHash: words.hash }, randomUUID());
}
