/** A picture of the guide: `public/guide/<name>.webp`, its size in pixels and what it shows, for those who do not see it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly alt: string;
}

export type PictureName =
  | 'subscriptions'
  | 'order'
  | 'documents'
  | 'payments'
  | 'reconciliation'
  | 'storefront'
  | 'storefront-phone'
  | 'store-ask'
  | 'store-settings'
  | 'store-prices'
  | 'store-request'
  | 'store-order'
  | 'my-subscriptions'
  | 'my-catalog'
  | 'my-team'
  | 'statement';

/** All pictures of the guide; `npm run guide-pictures` makes them in these sizes. */
export const pictures: Readonly<Record<PictureName, Picture>> = {
  subscriptions: {
    width: 960,
    height: 480,
    alt: 'Список подписок партнёра: продукт, заказчик, количество мест, сумма, продление и статус',
  },
  order: {
    width: 960,
    height: 620,
    alt: 'Оформление подписки: заказчик и количество, справа «Итого» с суммой за остаток и за полный месяц',
  },
  documents: { width: 960, height: 560, alt: 'Страница «Документы»: счета по месяцам, их оплата, файлы счёта и УПД, где оригинал' },
  payments: { width: 960, height: 360, alt: 'Страница «Оплаты»: плательщик и назначение, дата, сумма и погашенные счета' },
  reconciliation: { width: 960, height: 620, alt: 'Акт сверки: сальдо начальное, счета и оплаты с остатком после каждой операции' },
  storefront: { width: 960, height: 640, alt: 'Витрина партнёра «Вектор»: поиск и карточки программ с розничными ценами' },
  'storefront-phone': { width: 360, height: 600, alt: 'Та же витрина на телефоне: связь с партнёром, его текст, поиск и число продуктов' },
  'store-ask': { width: 760, height: 620, alt: 'Форма «Оставить заявку»: предложение, количество и сумма в месяц, ниже имя и телефон' },
  'store-settings': { width: 960, height: 640, alt: 'Страница «Витрина»: название, текст, цвет и контакты, справа цвета витрины' },
  'store-prices': { width: 960, height: 600, alt: 'Цены витрины: наценка и показ у каждого вендора, рядом закупка, розница и «Вам»' },
  'store-request': { width: 960, height: 480, alt: 'Заявка с витрины: кнопки «Оформить» и «Взять», кто просит и что нужно' },
  'store-order': { width: 960, height: 560, alt: 'Заказ по заявке с витрины: предложение и данные нового заказчика уже заполнены' },
  'my-subscriptions': { width: 960, height: 560, alt: '«Мои подписки» заказчика: продукты, количество мест, цена в месяц и состояние' },
  'my-catalog': { width: 960, height: 480, alt: '«Каталог» заказчика: продукты партнёра с категориями и розничными ценами' },
  'my-team': { width: 960, height: 200, alt: 'Страница «Сотрудники» заказчика: у кого есть вход, кнопка «Пригласить сотрудника»' },
  statement: {
    width: 960,
    height: 640,
    alt: 'Разбор выписки: сколько уверенных и неизвестных платежей, что изменится, если записать уверенные, и за что каждый',
  },
};

/** Path of the picture in `public/`. */
export const pictureFile = (name: PictureName): string => `guide/${name}.webp`;
