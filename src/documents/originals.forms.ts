import type { Request } from 'express';
import { z } from 'zod';
import { isMonth, type Month } from '#src/lib/days.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { postedFields } from '#src/platform/http/forms.ts';
import { ORIGINAL_STATES } from './documents.rules.ts';

const none = z.literal('').transform(() => null);

const filter = {
  /** Words of the partner's name, its ИНН or the invoice's number. */
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).trim()),
  period: none
    .or(
      z
        .string()
        .refine(isMonth)
        .transform((text) => text as Month),
    )
    .default(null),
  original: none.or(z.enum(ORIGINAL_STATES)).default(null),
};

/** `/admin/documents?q=&period=2026-11&original=preparing&page=` */
export const originalsQuery = z.strictObject({ ...filter, page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1) });

/** The same for `.csv` and `.xlsx`, which have no pages. */
export const originalsExportQuery = z.strictObject(filter);

export type OriginalsFilter = z.infer<typeof originalsQuery>;

/** Rows that one page shows, and one form moves at most. */
export const INVOICES_PER_PAGE = 50;

const id = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

const moveForm = z.strictObject({
  state: z.enum(ORIGINAL_STATES),
  invoice: z
    .union([id, z.array(id).max(INVOICES_PER_PAGE)])
    .default([])
    .transform((ids) => [...new Set([ids].flat())]),
});

/** The invoices ticked on the list and the state pressed. @throws BadRequest for what the list doesn't send */
export function readMove(req: Request): z.infer<typeof moveForm> {
  const parsed = moveForm.safeParse(postedFields(req));
  if (!parsed.success) throw new BadRequest();
  return parsed.data;
}

export const correctionForm = z.strictObject({
  token: z.uuid(),
  reason: z.string().trim().min(3, 'Напишите, что исправлено').max(300, 'Не длиннее 300 знаков'),
});
