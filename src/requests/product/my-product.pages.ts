import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import { formatRub } from '#src/lib/money.ts';
import { grouped } from '#src/lib/russian.ts';
import type { ChoiceProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { MyShelf } from '#src/storefront/my-shelf.queries.ts';

type MyProduct = MyShelf['products'][number];

export interface MyProductPage extends Page {
  readonly head: PageHeadProps;
  readonly description: string;
  readonly requirements: string;
  readonly facts: Fact[];
  readonly action: string;
  readonly token: string;
  readonly errors: Record<string, string>;
  readonly errorIds: Record<string, string>;
  readonly offers: ChoiceProps[];
  readonly offerError: string | undefined;
  readonly seats: FieldProps;
  readonly comment: FieldProps;
  /** What prices are, where they are shown. */
  readonly priceNote: string | null;
}

/** `/my/catalog/:slug`: the product with what can be asked for. */
export function myProductPage(
  product: MyProduct,
  text: { readonly description: string; readonly requirements: string },
  isPriced: boolean,
  { values, errors }: FormState,
  token: string,
): MyProductPage {
  const chosen = values['offer'] ?? product.offers[0]?.sku;
  return {
    title: product.name,
    section: 'my/catalog',
    isInvalid: Object.keys(errors).length > 0,
    head: { title: product.name, sub: product.vendorName, crumbs: [{ label: 'Каталог', href: '/my/catalog' }, { label: product.name }] },
    ...text,
    facts: [
      { label: 'Вендор', value: product.vendorName },
      { label: 'Категория', value: product.categoryName },
    ],
    action: `/my/catalog/${product.slug}/requests`,
    token,
    errors: { ...errors },
    errorIds: { '': 'ask-title', offer: `offer-${product.offers[0]?.sku ?? ''}` },
    offers: product.offers.map((offer) => ({
      name: 'offer',
      value: offer.sku,
      label: offer.name,
      hint: [isPriced ? priceOf(offer) : '', limits(offer), `артикул ${offer.sku}`].filter(Boolean).join(' · '),
      isChecked: offer.sku === chosen,
    })),
    offerError: errors['offer'],
    seats: {
      name: 'seats',
      label: 'Сколько нужно мест',
      inputmode: 'numeric',
      required: true,
      maxlength: 10,
      value: values['seats'] ?? String(product.offers[0]?.minSeats ?? 1),
      error: errors['seats'],
    },
    comment: {
      name: 'comment',
      label: 'Комментарий',
      type: 'textarea',
      rows: 3,
      maxlength: 500,
      isOptional: true,
      value: values['comment'] ?? '',
      error: errors['comment'],
    },
    priceNote: isPriced ? 'Цены партнёра с НДС за место в месяц, на сегодня. Окончательную назовёт партнёр.' : null,
  };
}

type MyOffer = MyProduct['offers'][number];

const priceOf = ({ price, unit }: MyOffer): string =>
  price === null ? 'Цена по запросу' : `${formatRub(price)} ${wordsOfUnit(unit).per} в месяц`;

function limits({ unit, minSeats, maxSeats }: MyOffer): string {
  const { many } = wordsOfUnit(unit);
  return `от ${grouped(minSeats)} до ${grouped(maxSeats)} ${many}`;
}
