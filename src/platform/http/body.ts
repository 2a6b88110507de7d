import express, { type Request, type RequestHandler } from 'express';
import { cleanText } from '#src/lib/clean-text.ts';
import { BadRequest } from '#src/platform/errors.ts';

/** What a form sent: a field's cleaned text, or a list where its name came several times. The CSRF token is among them. */
export type PostedFields = Readonly<Record<string, string | readonly string[]>>;

const NOTHING: PostedFields = {};
const posted = new WeakMap<Request, PostedFields>();

/** Reads the bodies of forms and takes them off the request, cleaned: from here on only the readers of `forms.ts` reach them. */
export const readBody = (): RequestHandler[] => [express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 1000 }), takeBody];

const takeBody: RequestHandler = (req, _res, next) => {
  keepFields(req, Object.entries((req.body ?? {}) as Record<string, unknown>));
  req.body = undefined;
  next();
};

/** Keeps the fields of a body that was read. @throws BadRequest for a name or value that is no text */
export function keepFields(req: Request, fields: Iterable<readonly [string, unknown]>): void {
  posted.set(req, Object.fromEntries([...fields].map(([name, value]) => [cleanName(name), cleanValue(value)])));
}

/** The fields of the form that was sent; none for a request without a body. */
export const fieldsOf = (req: Request): PostedFields => posted.get(req) ?? NOTHING;

function cleanName(name: string): string {
  if (name.length > 100 || cleanText(name) !== name) throw new BadRequest();
  return name;
}

function cleanValue(value: unknown): string | readonly string[] {
  if (Array.isArray(value)) return value.map(textOf);
  return textOf(value);
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new BadRequest();
  return cleanText(value);
}
