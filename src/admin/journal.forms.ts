import { z } from 'zod';
import { dayFilter, exactDays, toldDays } from '#src/platform/http/filter-days.ts';
import { actionGroups } from './journal.words.ts';

const words = z
  .string()
  .default('')
  .transform((text) => text.slice(0, 100).replaceAll('\0', '').trim());

const filter = {
  /** Words of the subject or of what changed. */
  q: words,
  /** Name or login of who did it. */
  who: words,
  /** Partner's id (links) or words of its name. */
  partner: words,
  group: z
    .literal('')
    .transform(() => null)
    .or(z.enum(actionGroups))
    .default(null),
  ...dayFilter,
};

/** `/admin/journal?q=&who=&partner=&group=&from=&to=&page=` */
export const journalQuery = z
  .strictObject({ ...filter, page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1) })
  .transform(toldDays);

/** The same for `.csv` and `.xlsx`. */
export const journalExportQuery = z.strictObject(filter).transform(exactDays);

export type JournalView = z.infer<typeof journalQuery>;
export type JournalFilter = z.infer<typeof journalExportQuery>;
