import type { Request } from 'express';
import { NotFound } from '#src/platform/errors.ts';

/** A whole-number id in the address, `/admin/partners/:id`. @throws NotFound for what can't be one. */
export function idIn(req: Request, name = 'id'): number {
  const id = String(req.params[name]);
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new NotFound();
  return Number(id);
}
