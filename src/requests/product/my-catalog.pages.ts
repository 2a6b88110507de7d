import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { EmptyProps, FiltersProps, PageHeadProps, PagerProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { MyShelf } from '#src/storefront/my-shelf.queries.ts';
import { type MyCatalogView, myCatalogList } from './product.forms.ts';

/** Products on a page. */
export const MY_PRODUCTS = 20;

type MyProduct = MyShelf['products'][number];

export interface MyCatalogPage extends Page {
  readonly head: PageHeadProps;
  readonly filters: FiltersProps;
  readonly isPriced: boolean;
  readonly rows: {
    readonly href: string;
    readonly name: string;
    readonly vendor: string;
    readonly category: string;
    readonly about: string;
    /** «от 290,00 ₽ за пользователя в месяц», where the partner shows prices. */
    readonly price: string;
  }[];
  readonly empty: EmptyProps | null;
  readonly pager: PagerProps;
}

/** `/my/catalog`: what the partner can order for the customer. */
export function myCatalogPage(found: readonly MyProduct[], { isPriced }: MyShelf, filter: MyCatalogView): MyCatalogPage {
  const list = new ShownList(myCatalogList, '/my/catalog', filter);
  const pager = list.pager(found.length, MY_PRODUCTS);
  return {
    title: 'Каталог',
    section: 'my/catalog',
    head: { title: 'Каталог', sub: `${count(found.length, 'продукт', 'продукта', 'продуктов')}, которые партнёр может оформить для вас` },
    filters: list.filters('Поиск в каталоге', 'my-catalog-list'),
    isPriced,
    rows: found.slice((filter.page - 1) * MY_PRODUCTS, filter.page * MY_PRODUCTS).map((product) => ({
      href: `/my/catalog/${product.slug}`,
      name: product.name,
      vendor: product.vendorName,
      category: product.categoryName,
      about: /^.*?[.!?](?=\s|$)/s.exec(product.about)?.[0] ?? product.about,
      price: isPriced ? lowest(product) : '',
    })),
    empty:
      found.length > 0
        ? null
        : {
            icon: 'search',
            title: 'Ничего не нашлось',
            text: 'Попробуйте другое слово или спросите партнёра: телефон и почта — на странице «Мои подписки».',
            actions: [{ label: 'Весь каталог', href: '/my/catalog' }],
          },
    pager,
  };
}

function lowest({ offers }: MyProduct): string {
  const [cheapest] = offers;
  if (!cheapest || cheapest.price === null) return 'По запросу';
  return `${offers.length > 1 ? 'от ' : ''}${formatRub(cheapest.price)} ${wordsOfUnit(cheapest.unit).per} в месяц`;
}
