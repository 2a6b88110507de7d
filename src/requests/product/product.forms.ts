import { z } from 'zod';
import { seatsField } from '#src/orders/terms-fields.parts.ts';
import { listOf } from '#src/platform/http/list.ts';
import { searchField } from '#src/platform/http/list-fields.ts';
import { comment } from '#src/subscriptions/manage/change-fields.parts.ts';

/** `/my/catalog?q=&page=` */
export const myCatalogList = listOf({ q: searchField('Найти', 'Продукт, вендор или артикул') });

export type MyCatalogView = z.infer<typeof myCatalogList.query>;

/** `POST /my/catalog/:slug/requests` */
export const productWishForm = z.strictObject({
  token: z.uuid(),
  offer: z.string('Выберите предложение').min(1, 'Выберите предложение').max(60),
  seats: seatsField,
  comment,
});
