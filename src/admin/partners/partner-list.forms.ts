import type { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, idField, searchField, sortField } from '#src/platform/http/list-fields.ts';

export const PARTNER_STATES = ['blocked', 'over', 'overdue', 'waiting'] as const;
export type PartnerState = (typeof PARTNER_STATES)[number];

/** States of partners, of many of them. */
export const stateWords: Record<PartnerState, string> = {
  blocked: 'заблокированы',
  over: 'сверх лимита',
  overdue: 'с просрочкой',
  waiting: 'с заказами в ожидании',
};

/** `/admin/partners?q=&state=&manager=&sort=&page=` */
export const partnerList = listOf({
  q: searchField('Найти', 'Название, ИНН, логин, почта, код Axapta'),
  state: choiceField('Состояние', PARTNER_STATES, (state) => stateWords[state]),
  manager: idField('Менеджер'),
  sort: sortField(['name', 'limit', 'exposure', 'available', 'overdue'], 'name'),
});

export type PartnerFilter = z.infer<typeof partnerList.exportQuery>;
export type PartnerSort = PartnerFilter['sort'];
