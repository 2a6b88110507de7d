import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, searchField, sortField } from '#src/platform/http/list-fields.ts';

export const STATES = ['open', 'held', 'closed', 'off'] as const;
export type StorefrontState = (typeof STATES)[number];
export const stateWords: Record<StorefrontState, string> = {
  open: 'Открыта',
  held: 'Скрыта: блокировка',
  closed: 'Закрыта партнёром',
  off: 'Выключена MONT',
};

/** `/admin/storefronts` */
export const storefrontList = listOf({
  q: searchField('Партнёр, ИНН или адрес витрины', 'Партнёр, ИНН или адрес'),
  state: choiceField('Состояние', STATES, (state) => stateWords[state]),
  sort: sortField(['name', 'visits', 'requests'], 'name'),
});
export type StorefrontFilter = Omit<z.output<typeof storefrontList.query>, 'page'>;

const reason = z
  .string()
  .default('')
  .transform((typed) => typed.trim())
  .pipe(z.string().min(3, 'Напишите, почему выключаете: партнёр прочтёт это в письме').max(300, 'Не длиннее 300 знаков'));

/** `POST /admin/storefronts/:id/turn-off` */
export const turnOffForm = z.strictObject({ reason, token: z.uuid() });
/** `POST /admin/storefronts/:id/turn-on` */
export const turnOnForm = z.strictObject({ token: z.uuid() });
