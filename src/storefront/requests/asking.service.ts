import { createHash } from 'node:crypto';
import { admitTry, networkOf, type ThrottleRule, throttleKey } from '#src/accounts/log-on/throttle.service.ts';
import { keepConsent } from '#src/consents/consents.service.ts';
import type { ConsentText } from '#src/consents/consents.types.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { seatsFault } from '#src/orders/orders.rules.ts';
import { command } from '#src/platform/command.ts';
import { Invalid, ToConfirm } from '#src/platform/errors.ts';
import type { Portal, Scope, Tx } from '#src/platform/scope.ts';
import type { OpenStorefront } from '../storefront.types.ts';
import type { AskedOffer } from './asked-offer.queries.ts';
import { tellArrived } from './request-letters.service.ts';

/** What a visitor leaves. */
export interface Asked {
  readonly seats: number;
  readonly name: string;
  /** E.164, with «;ext=» for an extension. */
  readonly phone: string;
  readonly email: string;
  readonly company: string;
  readonly inn: string | null;
  readonly comment: string | null;
}

/** What the form showed. */
export interface ShownOffer {
  readonly store: OpenStorefront;
  readonly offer: AskedOffer;
  readonly shownPrice: Kopecks | null;
  readonly isSumShown: boolean;
}

export interface Agreed {
  readonly words: ConsentText;
  readonly shownHash: string;
}

/** Ten requests an hour from one network, ten a day to one mailbox, two hundred a day in one storefront; a day is one of Moscow. */
const NETWORK: ThrottleRule = { max: 10, window: 3_600, wait: 3_600, growth: 1 };
const MAILBOX: ThrottleRule = { max: 10, window: 86_400, wait: 86_400, growth: 1 };
const STORE: ThrottleRule = { max: 200, window: 86_400, wait: 86_400, growth: 1 };

/**
 * Takes a request of a storefront in: consent, row, letters to the partner and to the visitor (storefront rules 5–7). The same phone for the same
 * product within an hour is the request that there is already.
 * @param shown the price per seat, kopecks, as the form showed it, null where it showed none; and whether it showed the sum for these seats
 * @throws TooMany, Invalid for seats that can't be, another price or other words of the consent, ToConfirm for a sum nobody has seen
 */
export async function receiveStoreRequest(
  scope: Scope,
  { store, offer, ...shown }: ShownOffer,
  asked: Asked,
  agreed: Agreed,
  token: string,
): Promise<{ id: number }> {
  checkShown(offer, asked.seats, shown);
  await admit(scope, store, asked.email);
  return command(scope, { action: 'store-request.receive', token }, async (tx) => {
    const fingerprint = createHash('sha256').update(`${asked.phone} ${offer.productId}`).digest('hex');
    const earlier = await earlierRequest(tx, store.partnerId, fingerprint);
    if (earlier) return earlier;
    const consentId = await keepConsent(tx, agreed.words, { name: asked.name, email: asked.email, shownHash: agreed.shownHash });
    const { sku, productName, offerName, price: unitPrice } = offer;
    const sum = unitPrice === null ? null : kopecks(unitPrice * BigInt(asked.seats));
    const what = { productName, offerName, seats: asked.seats, sum };
    const row = await tx.db.storefrontRequest.create({
      data: { ...asked, ...what, ...{ sku, unitPrice, consentId, fingerprint }, partnerId: store.partnerId, createdAt: tx.now },
      select: { id: true },
    });
    const id = Number(row.id);
    await tellArrived(tx, { ...what, id }, asked, store);
    await tx.audit({
      action: 'store-request.received',
      subject: `заявка ${id}`,
      partnerId: store.partnerId,
      after: { sku, seats: asked.seats },
    });
    return { id };
  });
}

function checkShown(offer: AskedOffer, seats: number, { shownPrice, isSumShown }: Omit<ShownOffer, 'store' | 'offer'>): void {
  const fault = seatsFault(offer, seats);
  if (fault) throw new Invalid({ seats: fault });
  if (offer.price !== shownPrice) {
    const now = offer.price === null ? 'цена теперь по запросу' : `теперь ${formatRub(offer.price)}`;
    throw new Invalid({ '': `Пока вы заполняли форму, цена изменилась: ${now}. Проверьте и отправьте ещё раз.` });
  }
  if (offer.price !== null && !isSumShown) throw new ToConfirm();
}

/** The network first: a storm from one place uses up nothing of the storefront. */
async function admit(scope: Scope, { partnerId, phone }: OpenStorefront, email: string): Promise<void> {
  const call = phone === null ? '' : ' или позвоните нам';
  const flood = `Слишком много заявок за короткое время. Подождите и отправьте ещё раз${call}.`;
  const today = scope.portal.clock.today();
  await admitTry(scope, throttleKey('store-request', networkOf(scope.address)), NETWORK, flood);
  await admitTry(scope, throttleKey('store-request-mail', partnerId, email.toLowerCase(), today), MAILBOX, flood);
  await admitTry(scope, throttleKey('store-request-store', partnerId, today), STORE, flood);
}

/** The same phone for the same product within the last hour, while nobody has decided it; of two at once the second waits here for the first. */
async function earlierRequest(tx: Tx, partnerId: number, fingerprint: string): Promise<{ id: number } | null> {
  await tx.sql('store_request_twice', 'select pg_advisory_xact_lock($1::int, hashtext($2))::text', [partnerId, fingerprint]);
  const [row] = await tx.sql<{ id: number }>(
    'store_request_earlier',
    `select id::int as id from storefront_requests
     where partner_id = $1 and fingerprint = $2 and state in ('new', 'taken') and created_at > $3::timestamptz - interval '1 hour' order by id limit 1`,
    [partnerId, fingerprint, tx.now],
  );
  return row ?? null;
}

/** The number that the storefront's next request will have, or one near it. */
export async function nextNumber({ sql }: Portal, partnerId: number): Promise<{ id: number }> {
  const [row] = await sql<{ id: number }>(
    'store_request_next',
    'select coalesce(max(id), 0)::int + 1 as id from storefront_requests where partner_id = $1',
    [partnerId],
  );
  return { id: row?.id ?? 1 };
}
