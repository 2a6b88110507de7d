import { z } from 'zod';
import { dayFilter, exactDays, toldDays } from '#src/platform/http/filter-days.ts';
import { JOURNAL_GROUPS } from './events.rules.ts';

/** States a list can be narrowed to; `stopping` and `attention` are groups the counts link to. */
export const LIST_STATUSES = ['active', 'stopping', 'stopped', 'attention', 'pending', 'suspended', 'cancelled'] as const;

export type ListStatus = (typeof LIST_STATUSES)[number];

const SORTS = ['product', 'customer', 'sum', 'renewal', 'number'] as const;

/** Column of the order and its direction, `-` is down. */
export type ListSort = `${'' | '-'}${(typeof SORTS)[number]}`;

export const DEFAULT_SORT: ListSort = '-number';

const sorts = SORTS.flatMap((name): ListSort[] => [name, `-${name}`]);
const none = z.literal('').transform(() => null);

/** Search words as typed; what is longer than a search can be is cut, what is odd finds nothing. */
const words = z
  .string()
  .default('')
  .transform((text) => text.slice(0, 100).replaceAll('\0', '').trim());

/** A number that makes no sense shows the first page. */
const page = z
  .string()
  .transform((text) => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : 1))
  .default(1);

const filter = {
  q: words,
  status: none.or(z.enum(LIST_STATUSES)).default(null),
  vendor: none.or(z.string().regex(/^[a-z0-9-]{1,80}$/)).default(null),
  customer: none
    .or(
      z
        .string()
        .regex(/^[1-9]\d{0,8}$/)
        .transform(Number),
    )
    .default(null),
  sort: z
    .string()
    .transform((text) => sorts.find((known) => known === text) ?? DEFAULT_SORT)
    .default(DEFAULT_SORT),
};

/** `/subscriptions?q=&status=&vendor=&customer=&sort=&page=` */
export const listQuery = z.strictObject({ ...filter, page });

/** The same for `.csv` and `.xlsx`, which have no pages. */
export const listExportQuery = z.strictObject(filter);

export type ListFilter = z.infer<typeof listExportQuery>;

/** The customer's own list has only pages. */
export const myListQuery = z.strictObject({ page });

const journal = {
  action: none.or(z.enum(JOURNAL_GROUPS)).default(null),
  ...dayFilter,
};

/** `/history?action=&from=&to=&page=`, of one subscription or of all; the days are included. */
export const journalQuery = z.strictObject({ ...journal, page }).transform(toldDays);

export const journalExportQuery = z.strictObject(journal).transform(exactDays);

export type JournalView = z.infer<typeof journalQuery>;
export type JournalFilter = z.infer<typeof journalExportQuery>;
