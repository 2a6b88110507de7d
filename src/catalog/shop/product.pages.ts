import { billingWords, whyNotOrdered, wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import { type Day, formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { grouped, plural } from '#src/lib/russian.ts';
import { vatLong } from '#src/lib/vat.ts';
import type { BadgeProps, ButtonProps, Crumb, Fact } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { OfferRow, ProductFacts } from './catalog.queries.ts';

export interface ProductPage extends Page {
  name: string;
  crumbs: Crumb[];
  initials: string;
  vendor: { name: string; about: string; href: string };
  description: string;
  requirements: string;
  facts: Fact[];
  offers: OfferCard[];
  /** Shown when no offer can be ordered. */
  notice: string | null;
}

interface OfferCard {
  sku: string;
  name: string;
  /** «214,00 ₽», null while no price is valid. */
  price: string | null;
  /** «за пользователя в месяц, с НДС» */
  per: string;
  /** «с 1 января 2027 — 229,00 ₽» */
  nextPrice: string | null;
  /** «от 5 до 1 000 пользователей» */
  limits: string;
  billing: { short: string; long: string };
  badge: BadgeProps | null;
  order: ButtonProps | null;
}

interface ProductViewer {
  readonly canOrder: boolean;
  readonly today: Day;
  readonly vatRate: number | null;
  /** Who the order is going to be for. */
  readonly customer: string | undefined;
}

/** `/catalog/:slug` */
export function productPage(product: ProductFacts, offers: readonly OfferRow[], viewer: ProductViewer): ProductPage {
  const cards = offers.map((offer) => offerCard(offer, viewer));
  const isSold = offers.some((offer) => whyNotOrdered(offer, viewer.today) === null);
  return {
    title: product.name,
    section: 'catalog',
    name: product.name,
    crumbs: [
      { label: 'Каталог', href: '/catalog' },
      { label: product.vendorName, href: addressOf('/catalog', { vendor: product.vendorSlug }) },
      { label: product.name },
    ],
    initials: product.vendorInitials,
    vendor: { name: product.vendorName, about: product.vendorAbout, href: addressOf('/catalog', { vendor: product.vendorSlug }) },
    description: product.description,
    requirements: product.requirements,
    facts: factsOf(product, viewer.vatRate),
    offers: cards,
    notice: isSold ? null : 'Сейчас этот продукт нельзя заказать. Действующие подписки работают, пока их не остановят.',
  };
}

function factsOf(product: ProductFacts, vatRate: number | null): Fact[] {
  const { registryNumber, registryOn } = product;
  const facts: Fact[] = [
    { label: 'Вендор', value: product.vendorName, href: addressOf('/catalog', { vendor: product.vendorSlug }) },
    { label: 'Категория', value: product.categoryName, href: addressOf('/catalog', { category: product.categorySlug }) },
    { label: 'Налог', value: vatLong(vatRate) },
  ];
  if (registryNumber) {
    const since = registryOn ? ` от ${formatDayShort(registryOn)}` : '';
    facts.push({ label: 'Реестр российского ПО', value: `№ ${registryNumber}${since}` });
  }
  if (product.usesDomainPrefix) facts.push({ label: 'Домен заказчика', value: 'префикс.onmicrosoft.com', isMono: true });
  return facts;
}

function offerCard(offer: OfferRow, viewer: ProductViewer): OfferCard {
  const { per } = wordsOfUnit(offer.unit);
  const why = whyNotOrdered(offer, viewer.today);
  return {
    sku: offer.sku,
    name: offer.name,
    price: offer.price === null ? null : formatRub(offer.price),
    per: `${per} в месяц, ${viewer.vatRate === null ? 'без НДС' : 'с НДС'}`,
    nextPrice:
      offer.nextPrice === null || !offer.nextFrom || why === 'discontinued'
        ? null
        : `с ${formatDayLong(offer.nextFrom)} — ${formatRub(offer.nextPrice)}`,
    limits: limitsOf(offer),
    billing: billingWords[offer.billingRule],
    badge: badgeOf(why, offer),
    order:
      viewer.canOrder && why === null
        ? {
            label: 'Оформить подписку',
            icon: 'plus',
            kind: 'primary',
            href: addressOf('/orders/new', { offer: offer.sku, customer: viewer.customer }),
          }
        : null,
  };
}

function badgeOf(why: ReturnType<typeof whyNotOrdered>, offer: OfferRow): BadgeProps | null {
  if (why === 'discontinued' && offer.discontinuedOn) {
    return { tone: 'mute', label: `Снят с продажи ${formatDayShort(offer.discontinuedOn)}`, icon: 'ban' };
  }
  if (why === 'no-price') return { tone: 'info', label: 'Скоро в продаже', icon: 'clock' };
  return offer.discontinuedOn ? { tone: 'warn', label: `В продаже до ${formatDayShort(offer.discontinuedOn)}`, icon: 'clock' } : null;
}

/** «от 5 до 1 000 пользователей», «от 1 лицензии» would be said of no upper limit, which no offer has. */
function limitsOf({ unit, minSeats, maxSeats }: OfferRow): string {
  const { many } = wordsOfUnit(unit);
  const genitive = plural(maxSeats, wordsOfUnit(unit).few, many, many);
  return minSeats === maxSeats ? `ровно ${grouped(minSeats)} ${genitive}` : `от ${grouped(minSeats)} до ${grouped(maxSeats)} ${genitive}`;
}
