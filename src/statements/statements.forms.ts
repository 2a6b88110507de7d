import type { Request } from 'express';
import { z } from 'zod';
import type { Said } from '#src/payments/by-hand.rules.ts';
import { decisionFields, dropped, ids, isMany, keys, partFields, sameAs, search, tickedIn } from '#src/payments/decision-fields.parts.ts';
import { checkForm, onlyText, postedFields, type ReadForm } from '#src/platform/http/forms.ts';
import { listOf } from '#src/platform/http/list.ts';
import { carriedField, searchField } from '#src/platform/http/list-fields.ts';

export const tokenForm = z.strictObject({ token: z.uuid() });

/** `POST …/sure`: all sure ones, as they were seen. */
export const sureForm = z.strictObject({ token: z.uuid(), seen: z.string().regex(/^[0-9a-f]{32}$/) });

/** What of a statement is shown. */
export const SHOWN = ['sure', 'suggested', 'unknown', 'known', 'foreign', 'done'] as const;
export type Shown = (typeof SHOWN)[number];

/** What each kind is called in a count. */
export const shownWords: Record<Shown, string> = {
  sure: 'уверенно',
  suggested: 'предложено',
  unknown: 'неизвестно чьи',
  known: 'уже записаны',
  foreign: 'не наши',
  done: 'записано',
};

/** `/admin/payments/import/7?show=suggested&page=2`; without `show` the first of them that has any. */
export const reviewList = listOf({ show: carriedField(SHOWN, (show) => shownWords[show]) });

const { contract, way } = decisionFields;

/** One payment: whose it is and what it settles. */
const decisionForm = z.strictObject({
  token: z.uuid(),
  partner: z.string().trim().min(1, 'Укажите ИНН, код или код дебитора партнёра').max(100),
  step: z.enum(['find', 'register']).default('register'),
  ...decisionFields,
});

export type Decision = z.infer<typeof decisionForm>;

/** The form of one payment, and what was ticked. @throws BadRequest for what the form does not send */
export function readDecision(req: Request): { form: ReadForm<Decision>; said: Said } {
  const fields = postedFields(req);
  const typed = Object.fromEntries(Object.entries(fields).filter(([name]) => !isMany(name)));
  const form = checkForm(onlyText(typed), decisionForm);
  const contractId = Number(form.values['contract'] ?? '') || null;
  return { form, said: { ...tickedIn(fields), way: form.values['way'] ?? '', contractId } };
}

/** What the payment would settle, asked while it is decided. */
export const spreadQuery = z.strictObject({
  ...{ partner: search, invoice: ids, sure: keys, same: sameAs, drop: dropped, ...partFields, way: way.catch('') },
  contract: contract.nullable().catch(null).default(null),
});

/** `/admin/payments/import/7/12?partner=7700000016` */
export const paymentQuery = z.strictObject({ partner: search });

/** `/admin/payments/import/accounts?q=` */
export const accountList = listOf({ q: searchField('Поиск', 'Счёт, партнёр или плательщик') });

export const ownAccountForm = z.strictObject({
  token: z.uuid(),
  account: z
    .string()
    .transform((text) => text.replace(/\s/g, ''))
    .refine((text) => /^\d{20}$/.test(text), 'Счёт — 20 цифр'),
});
