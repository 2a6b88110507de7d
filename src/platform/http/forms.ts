import type { Request } from 'express';
import type { z } from 'zod';
import { BadRequest } from '../errors.ts';
import { CSRF_FIELD } from './csrf.ts';

/** A form as it came back: what was typed, and a sentence per field at fault ('' = the whole form). */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

export const EMPTY_FORM: FormState = { values: {}, errors: {} };

export type ReadForm<T> =
  | { readonly ok: true; readonly value: T; readonly values: Record<string, string> }
  | ({ readonly ok: false } & FormState);

/**
 * Reads a posted form with a strict schema of text fields.
 * @throws BadRequest for unknown fields and for arrays or objects where text is meant: no page of ours sends those.
 */
export function readForm<T>(req: Request, schema: z.ZodType<T>): ReadForm<T> {
  return checkForm(textFields(req.body ?? {}), schema);
}

/** The same for fields already taken apart, e.g. for a form that holds another one. */
export function checkForm<T>(values: Record<string, string>, schema: z.ZodType<T>): ReadForm<T> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, value: parsed.data, values };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') throw new BadRequest();
    errors[String(issue.path[0] ?? '')] ??= issue.message;
  }
  return { ok: false, values, errors };
}

/**
 * Reads the query of a page with a strict schema.
 * @throws BadRequest when it does not fit; links of the portal always do.
 */
export function parseQuery<T>(req: Request, schema: z.ZodType<T>): T {
  const hasNul = Object.values(req.query).some((value) => String(value).includes('\0'));
  const parsed = schema.safeParse(req.query);
  if (!parsed.success || hasNul) throw new BadRequest();
  return parsed.data;
}

/** The posted text fields without the CSRF token. @throws BadRequest for anything but text. */
export function textFields(body: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body as object)) {
    if (typeof value !== 'string') throw new BadRequest();
    if (name !== CSRF_FIELD) fields[name] = value.replace(/\r\n/g, '\n').replaceAll('\0', '');
  }
  return fields;
}
