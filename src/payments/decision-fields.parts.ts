import { z } from 'zod';
import { BadRequest } from '#src/platform/errors.ts';
import type { Said, TypedPart } from './by-hand.rules.ts';

/** Fields of the forms that record a payment. */

export const search = z
  .string()
  .default('')
  .transform((text) => text.slice(0, 100).trim());

const id = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

/** Invoices ticked: none, one or many. */
export const ids = z
  .union([id, z.array(id).max(1000)])
  .default([])
  .transform((chosen) => [...new Set([chosen].flat())]);

const key = z.string().max(100);

/** Questions answered «всё верно», by key. */
export const keys = z
  .union([key, z.array(key).max(20)])
  .default([])
  .transform((answers) => [answers].flat());

/** The payment that is there already which this one was said to be; '' for none. */
export const sameAs = z
  .union([z.literal(''), id, z.array(id).min(1).max(20)])
  .default('')
  .transform((said) => [said].flat()[0] || null);

const few = <T>(one: z.ZodType<T>) =>
  z
    .union([one, z.array(one).max(1000)])
    .default([])
    .transform((typed) => [typed].flat() as T[]);

/** Sums typed for invoices: `of` names the invoice of each `part`, in order. */
export const partFields = { of: few(id), part: few(z.string().max(40)) };

/** Those that were typed. @throws BadRequest where a sum has no invoice */
export function typedParts({ of, part }: { of: readonly number[]; part: readonly string[] }): TypedPart[] {
  if (of.length !== part.length) throw new BadRequest();
  return of.map((invoiceId, at) => ({ invoiceId, text: (part[at] ?? '').trim() })).filter(({ text }) => text !== '');
}

const order = z.string().regex(/^O-\d{1,12}$/);

/** Held orders ticked off, by number. */
export const dropped = z
  .union([order, z.array(order).max(1000)])
  .default([])
  .transform((numbers) => [...new Set([numbers].flat())]);

/** The fields of a form that may come many times. */
const MANY = ['invoice', 'sure', 'same', 'drop', 'of', 'part'];
export const isMany = (name: string): boolean => MANY.includes(name);

const ticked = z.object({
  ...{ invoice: ids, sure: keys, same: sameAs, drop: dropped, ...partFields },
});

/** What was ticked and typed beside the text fields of a form. @throws BadRequest for what no form sends */
export function tickedIn(fields: Readonly<Record<string, unknown>>): Omit<Said, 'way' | 'contractId'> {
  const found = ticked.safeParse(Object.fromEntries(MANY.map((name) => [name, fields[name]])));
  if (!found.success) throw new BadRequest();
  const { invoice, sure, same, drop } = found.data;
  return { chosen: invoice, parts: typedParts(found.data), sure, same, drop };
}

/** What a person decides about a payment. */
export const decisionFields = {
  /** The contract it was paid under; '' leaves it to the purpose. */
  contract: z.union([z.literal('').transform(() => null), id]).default(null),
  /** The suggestion taken: ids of invoices by comma, or «oldest». */
  way: z
    .string()
    .regex(/^(|oldest|[1-9]\d{0,8}(,[1-9]\d{0,8})*)$/)
    .max(2000)
    .default(''),
  /** What the payment was shown to settle. */
  shown: z.string().max(64).default(''),
};
