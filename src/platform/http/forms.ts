import type { Request } from 'express';
import type { z } from 'zod';
import { cleanText } from '#src/lib/clean-text.ts';
import { formatDayShort, isDay } from '#src/lib/days.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { fieldsOf, type PostedFields } from './body.ts';
import { CSRF_FIELD } from './csrf.ts';
import type { FieldProps } from './form-components.ts';

/** A form as it came back: what was typed, and a sentence per field at fault ('' = the whole form). */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** Somebody else saved the thing since the form was shown. */
  readonly isChanged?: boolean;
}

/** The version a form that comes back carries: as it was shown, or the new one once both values have been shown. */
export const versionOf = ({ values, isChanged }: FormState, now: string): string => (isChanged ? now : (values['version'] ?? now));

/** A field as it came back: what was typed and what is wrong with it; where somebody else saved another value, both. */
export function filledIn(field: FieldProps, { values, errors, isChanged }: FormState): FieldProps {
  const now = field.value ?? '';
  const value = values[field.name] ?? now;
  const both = isChanged && value.trim() !== now.trim() ? `Сейчас сохранено «${wordOf(field, now)}», у вас другое.` : undefined;
  const error = errors[field.name] ?? both;
  return { ...field, value, ...(error ? { error } : {}) };
}

/** As a person reads it: the label of a choice, `01.11.2026` of a day. */
function wordOf({ type, options }: FieldProps, value: string): string {
  const choice = options?.find((one) => one.value === value);
  return (choice?.label ?? (type === 'date' && isDay(value) ? formatDayShort(value) : value)) || 'пусто';
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
  return checkForm(textFields(req), schema);
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
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(req.query).map(([name, value]) => [name, cleanQuery(value)])));
  if (!parsed.success) throw new BadRequest();
  return parsed.data;
}

/** A value of the query, cleaned like a posted one; what is no text is left for the schema to refuse. @throws BadRequest for NUL */
function cleanQuery(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanQuery);
  if (typeof value !== 'string') return value;
  if (value.includes('\0')) throw new BadRequest();
  return cleanText(value);
}

/** The posted text fields without the CSRF token. @throws BadRequest for a name that came twice */
export function textFields(req: Request): Record<string, string> {
  return onlyText(postedFields(req));
}

const FACTOR_FIELD = '_factor';

/** The code of a second factor that came along with a form; null when none did. It is no field of the form itself. */
export const factorField = {
  name: FACTOR_FIELD,
  read: (req: Request): string | null => (FACTOR_FIELD in fieldsOf(req) ? postedText(req, FACTOR_FIELD) : null),
};

/** The posted fields without those of the floor, for forms where a name may come many times: ticked rows. */
export function postedFields(req: Request): PostedFields {
  const { [CSRF_FIELD]: _token, [FACTOR_FIELD]: _code, ...fields } = fieldsOf(req);
  return fields;
}

/** One field before the form is read, for forms whose schema depends on it; '' when there is none. */
export function postedText(req: Request, name: string): string {
  const value = fieldsOf(req)[name];
  return typeof value === 'string' ? value : '';
}

/** Fields of which none is a list. @throws BadRequest for one that is */
export function onlyText(fields: PostedFields): Record<string, string> {
  const entries = Object.entries(fields).map(([name, value]): [string, string] => {
    if (typeof value !== 'string') throw new BadRequest();
    return [name, value];
  });
  return Object.fromEntries(entries);
}
