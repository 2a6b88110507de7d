import { randomUUID } from 'node:crypto';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { storefrontConsent } from '#src/consents/consents.queries.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import type { Portal } from '#src/platform/scope.ts';
import { askedOffer } from '#src/storefront/requests/asked-offer.queries.ts';
import { type Asked, receiveStoreRequest } from '#src/storefront/requests/asking.service.ts';
import { storefrontByCode } from '#src/storefront/storefront.queries.ts';

/** Opens the storefront of a partner of the cast: +25 %, rounded up to rubles. */
export async function openStore({ db }: Portal, code = 'vector'): Promise<void> {
  const { id: partnerId } = await db.partner.findUniqueOrThrow({ where: { code } });
  await db.storefront.update({ where: { partnerId }, data: { isOn: true, markup: 2500, rounding: 'rubles' } });
}

export const PETROVA: Asked = {
  ...{ seats: 30, name: 'Ольга Петрова', phone: '+79215550314', email: 'petrova@lesnoy-dvor.example' },
  ...{ company: 'ООО «Лесной двор»', inn: null, comment: 'Переезжаем в декабре' },
};

/** Somebody at an address asks in a storefront that is open; the answer is the request's number. */
export async function askIn(
  portal: Portal,
  asked: Partial<Asked> = {},
  { code = 'vector', address = '203.0.113.17', sku = CAST_SKU, token = randomUUID() as string } = {},
): Promise<number> {
  const store = await storefrontByCode(portal.sql, code);
  if (!store) throw new Error(`the storefront ${code} is closed`);
  const scope = { portal, actor: ANONYMOUS, requestId: 'visitor', address };
  const [offer, words] = [await askedOffer(portal, store, sku), await storefrontConsent(portal, store.partnerId)];
  const agreed = { words, shownHash: words.hash };
  return (
    await receiveStoreRequest(scope, { store, offer, shownPrice: offer.price, isSumShown: true }, { ...PETROVA, ...asked }, agreed, token)
  ).id;
}

let phones = 0;
/** A phone that nobody has asked with yet. */
export const newPhone = (): string => `+7921555${String(1_000 + phones++)}`;
