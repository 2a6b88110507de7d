import { z } from 'zod';

/** `/admin?whose=mine`: held orders of one's own partners only. */
export const homeQuery = z.strictObject({ whose: z.enum(['mine']).nullable().catch(null).default(null) });
