import { z } from 'zod';
import { type Fault, pointerOf } from '../problem.rules.ts';
import { ITEMS } from '../receiving/contract.rules.ts';
import type { Pull } from './pulling.service.ts';

/** The place of a reader in what is sent, as it is told to it: opaque. */
export const cursorOf = (position: bigint): string => Buffer.from(`p${position}`).toString('base64url');

const cursor = z.string().transform((text, context) => {
  const found = /^p(\d{1,18})$/.exec(Buffer.from(text, 'base64url').toString('latin1'))?.[1];
  if (found === undefined) context.addIssue({ code: 'custom', message: 'это не курсор портала' });
  return BigInt(found ?? 0);
});

const pullQuery = z.strictObject({
  type: z.enum(['billing', 'partners', 'ack', 'balances', 'replay'], 'одно из billing, partners, ack, balances, replay').optional(),
  after: cursor.optional(),
  limit: z.coerce.number('целое число').int('целое число').min(1, 'от 1 до 500').max(500, 'от 1 до 500').default(100),
});

/** One acknowledgement, or a list of them. */
const acks = z.union([z.strictObject({ items: z.array(ITEMS.ack).min(1).max(1000) }), ITEMS.ack.transform((one) => ({ items: [one] }))]);

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly Fault[] };

/** What is asked for, from the query of an address. */
export function readPull(query: unknown): Read<Pull> {
  const read = pullQuery.safeParse(query);
  if (!read.success) return { ok: false, errors: faultsOf(read.error) };
  const { type = null, after = null, limit } = read.data;
  return { ok: true, value: { type, after, limit } };
}

export function readAcks(body: unknown): Read<readonly z.output<typeof ITEMS.ack>[]> {
  const isList = typeof body === 'object' && body !== null && 'items' in body;
  const read = acks.safeParse(body);
  if (read.success) return { ok: true, value: read.data.items };
  const [first] = read.error.issues;
  const inner = first?.code === 'invalid_union' ? (first.errors[isList ? 0 : 1] ?? []) : read.error.issues;
  return {
    ok: false,
    errors: inner.map(({ path, code, message }) => ({ pointer: pointerOf(path), code: code ?? 'custom', text: message })),
  };
}

const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.map(({ path, code, message }) => ({ pointer: pointerOf(path), code: code ?? 'custom', text: message }));
