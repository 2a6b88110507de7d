import { z } from 'zod';
import { type Day, parseDay } from '#src/lib/days.ts';

/** A typed day; `empty` is told when there is none. */
export const typedDay = (empty: string) =>
  z
    .string()
    .default('')
    .transform((typed, ctx): Day => {
      const read = parseDay(typed);
      if (read) return read;
      ctx.addIssue({ code: 'custom', message: typed.trim() === '' ? empty : 'Такой даты нет: укажите её как 30.11.2026' });
      return z.NEVER;
    });
