import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import { type ConsentBox, consentBox, consentPage } from '#src/consents/consents.parts.ts';
import type { ConsentText } from '#src/consents/consents.types.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { grouped } from '#src/lib/russian.ts';
import { seatsFault } from '#src/orders/orders.rules.ts';
import { seatsField } from '#src/orders/terms-fields.parts.ts';
import type { FieldProps, StepperProps } from '#src/platform/http/components.ts';
import { type FormState, filledIn } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { frameOf, type StorePage } from '../public/store-frame.ts';
import type { OpenStorefront } from '../storefront.types.ts';
import type { AskedOffer } from './asked-offer.queries.ts';

export interface AskPage extends StorePage {
  readonly action: string;
  readonly product: { readonly name: string; readonly href: string; readonly offer: string; readonly price: string };
  readonly hidden: Record<string, string>;
  readonly errors: Record<string, string>;
  readonly seats: StepperProps;
  readonly sum: AskSum;
  /** The sum is another than was shown: it is to be looked at first. */
  readonly isToConfirm: boolean;
  readonly person: FieldProps[];
  readonly company: FieldProps[];
  readonly comment: FieldProps;
  readonly consent: ConsentBox;
}

/** What the seats typed so far come to. */
export interface AskSum {
  /** null where the price is on request, or the seats can't be. */
  readonly text: string | null;
  readonly shownFor: string;
}

/** The sum alone, replaced while typing. */
export interface AskSumPage extends Page {
  readonly sum: AskSum;
}

export interface AskSentPage extends StorePage {
  readonly number: string;
  readonly text: string;
}

export interface StoreConsentPage extends StorePage {
  readonly version: string;
  readonly paragraphs: readonly string[];
}

interface Around {
  readonly store: OpenStorefront;
  readonly portalUrl: string;
}

const bare = ({ store, portalUrl }: Around, title: string) =>
  ({ title, section: '', layout: 'store', snippet: '', canonical: null, jsonLd: null, frame: frameOf(store, portalUrl) }) as const;

/** `/store/:code/requests?offer=`: the form of a request. */
export function askPage(
  around: Around,
  offer: AskedOffer,
  words: ConsentText,
  { stamp, form, isToConfirm }: { stamp: string; form: FormState; isToConfirm: boolean },
): AskPage {
  const page = bare(around, `Заявка: ${offer.productName} — ${around.store.name}`);
  const { home } = page.frame;
  const typed = form.values['seats'] ?? String(offer.minSeats);
  const { per, many } = wordsOfUnit(offer.unit);
  return {
    ...page,
    hasScript: true,
    isInvalid: Object.keys(form.errors).length > 0,
    action: `${home}/requests`,
    product: {
      name: offer.productName,
      href: `${home}/products/${offer.productSlug}`,
      offer: `${offer.vendorName} · ${offer.offerName}`,
      price: offer.price === null ? 'Цена по запросу' : `${formatRub(offer.price)} ${per} в месяц`,
    },
    hidden: { offer: offer.sku, stamp, shownPrice: offer.price === null ? '' : String(offer.price) },
    errors: { ...form.errors },
    seats: {
      ...{ name: 'seats', label: `Количество ${many}`, value: typed, min: offer.minSeats, max: offer.maxSeats },
      hint: `От ${grouped(offer.minSeats)} до ${grouped(offer.maxSeats)}`,
      ...(form.errors['seats'] ? { error: form.errors['seats'] } : {}),
    },
    sum: sumOf(offer, typed),
    isToConfirm,
    person: PERSON.map((field) => filledIn(field, form)),
    company: COMPANY.map((field) => filledIn(field, form)),
    comment: filledIn(COMMENT, form),
    consent: consentBox(words, `${home}/consent`, form),
  };
}

/** `/store/:code/requests/sum` */
export const askSumPage = (offer: AskedOffer, seats: string): AskSumPage => ({ title: '', section: '', sum: sumOf(offer, seats) });

function sumOf(offer: AskedOffer, typed: string): AskSum {
  const read = seatsField.safeParse(typed);
  const seats = read.success && seatsFault(offer, read.data) === null ? read.data : null;
  if (seats === null || offer.price === null) return { text: null, shownFor: typed };
  const sum = formatRub(kopecks(offer.price * BigInt(seats)));
  return { text: `${grouped(seats)} × ${formatRub(offer.price)} = ${sum} в месяц`, shownFor: String(seats) };
}

/** `/store/:code/requests?sent=`: thanks, with the number. */
export function askSentPage(around: Around, number: string): AskSentPage {
  const { name } = around.store;
  const text = `${name} свяжется с вами по телефону или почте. Если позвоните сами, назовите номер заявки.`;
  return { ...bare(around, `Заявка № ${number} отправлена — ${name}`), number, text };
}

/** `/store/:code/consent` */
export function storeConsentPage(around: Around, words: ConsentText): StoreConsentPage {
  const { title, version, paragraphs } = consentPage(words);
  return { ...bare(around, title), version, paragraphs };
}

const PERSON: readonly FieldProps[] = [
  { name: 'name', label: 'Как к вам обращаться', required: true, maxlength: 100, autocomplete: 'name' },
  { name: 'phone', label: 'Телефон', type: 'tel', inputmode: 'tel', required: true, maxlength: 40, autocomplete: 'tel' },
  { name: 'email', label: 'Эл. почта', type: 'email', inputmode: 'email', required: true, maxlength: 254, autocomplete: 'email' },
];

const COMPANY: readonly FieldProps[] = [
  { name: 'company', label: 'Компания', isOptional: true, maxlength: 200, autocomplete: 'organization' },
  { name: 'inn', label: 'ИНН', hint: '10 или 12 цифр', isOptional: true, inputmode: 'numeric', maxlength: 20, isMono: true },
];

const COMMENT: FieldProps = { name: 'comment', label: 'Комментарий', type: 'textarea', rows: 3, isOptional: true, maxlength: 1_000 };
