import { z } from 'zod';

const none = z.literal('').transform(() => null);

export const PARTNER_STATES = ['blocked', 'over', 'overdue', 'waiting'] as const;
export type PartnerState = (typeof PARTNER_STATES)[number];

const SORTS = ['name', 'limit', 'exposure', 'available', 'overdue'] as const;
export type PartnerSort = `${'' | '-'}${(typeof SORTS)[number]}`;
const sorts = SORTS.flatMap((name): PartnerSort[] => [name, `-${name}`]);

const filter = {
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).replaceAll('\0', '').trim()),
  state: none.or(z.enum(PARTNER_STATES)).catch(null).default(null),
  manager: none.or(z.coerce.number().int().min(1).max(2_000_000_000)).catch(null).default(null),
  sort: z.enum(sorts).catch('name').default('name'),
};

/** `/admin/partners?q=&state=&manager=&sort=&page=` */
export const partnerListQuery = z.strictObject({ ...filter, page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1) });

/** `/admin/partners.csv`, `/admin/partners.xlsx` */
export const partnerExportQuery = z.strictObject(filter);

export type PartnerFilter = z.infer<typeof partnerExportQuery>;
