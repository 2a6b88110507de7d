import { z } from 'zod';
import { isDay } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';

/** Name of the contract that every message says (`schema`). */
export const SCHEMA = 'ax-exchange/1';

/** Letters a code, a name, a purpose may be of: nothing below a space, no half of a pair. */
const READABLE = /^[^\p{Cc}\p{Cs}]*$/u;

const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `не длиннее ${most} знаков`)
    .regex(READABLE, 'управляющие символы недопустимы')
    .transform((value) => value.normalize('NFC'));
const filled = (most: number) => text(most).refine((value) => value !== '', 'не заполнено');
/** Absent, null and empty are one. */
const maybe = <T>(schema: z.ZodType<T>) =>
  z
    .preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())
    .transform((value): T | null => value ?? null);

/** A code of Axapta: trimmed, in upper case, zeros in front kept. */
const code = (most = 20) => filled(most).transform((value) => value.toUpperCase());
/** `"14565.15"`: two decimals, a point; kopecks. */
const money = z
  .string('сумма передаётся строкой')
  .regex(/^-?\d{1,13}\.\d{2}$/, 'сумма: рубли, точка, две цифры копеек, например "14565.15"')
  .transform((value) => kopecks(value.replace('.', '')));
const currency = z.literal('RUB', 'валюта обмена RUB');
const aDay = z.string().refine(isDay, 'дата в виде ГГГГ-ММ-ДД');
const instant = z.iso
  .datetime({ offset: true, error: 'момент времени ISO со смещением, например 2026-11-30T06:00:00+03:00' })
  .transform(asDate);
const version = filled(100);

const agreement = z.strictObject({ id: filled(60), number: filled(60), date: maybe(aDay), validTo: maybe(aDay) });

const debtor = z.strictObject({
  custAccount: code(),
  invoiceAccount: code(),
  name: filled(250),
  inn: maybe(text(12)),
  kpp: maybe(text(9)),
  blocked: z.enum(['No', 'Invoice', 'All'], 'одно из No, Invoice, All'),
  blockReason: maybe(text(500)),
  currency,
  creditMax: z.union([money, z.null()], 'сумма строкой или null'),
  mandatoryCreditLimit: z.boolean('true или false'),
  balance: money,
  overdue: money,
  oldestDueDate: maybe(aDay),
  paymDays: maybe(z.int().min(0).max(3650)),
  asOf: instant,
  agreements: z
    .array(agreement)
    .max(200)
    .optional()
    .transform((all) => all ?? []),
  version,
});

const settlement = z.strictObject({
  invoiceNumber: maybe(text(60)),
  portalDocId: maybe(text(60)),
  amount: money,
  date: maybe(aDay),
});

const payment = z.strictObject({
  transId: code(60),
  invoiceAccount: code(),
  date: aDay,
  amount: money,
  currency,
  docNumber: maybe(text(60)),
  docDate: maybe(aDay),
  payerInn: maybe(text(12)),
  purpose: maybe(text(1000)),
  voucher: maybe(text(60)),
  settlements: z
    .array(settlement)
    .max(500)
    .optional()
    .transform((all) => all ?? []),
  canceled: z
    .boolean('true или false')
    .optional()
    .transform((value) => value ?? false),
  version,
});

const invoiceStatus = z.strictObject({
  portalDocId: filled(60),
  status: z.enum(['accepted', 'posted', 'rejected', 'reversed'], 'одно из accepted, posted, rejected, reversed'),
  axInvoiceId: maybe(text(60)),
  factureNumber: maybe(text(60)),
  factureDate: maybe(aDay),
  postedAt: maybe(instant),
  openAmount: maybe(money),
  dueDate: maybe(aDay),
  errors: z
    .array(z.strictObject({ code: maybe(text(60)), field: maybe(text(100)), text: filled(500) }))
    .max(100)
    .optional()
    .transform((all) => all ?? []),
  advanceInvoices: z
    .array(z.strictObject({ number: filled(60), date: aDay, corrNumber: maybe(text(60)), corrDate: maybe(aDay) }))
    .max(200)
    .optional()
    .transform((all) => all ?? []),
  version: maybe(version),
});

const ack = z.strictObject({
  messageId: z.guid('UUID').transform((value) => value.toLowerCase()),
  result: z.enum(['ok', 'partial', 'error'], 'одно из ok, partial, error'),
  itemErrors: z
    .array(z.strictObject({ key: maybe(text(100)), code: maybe(text(100)), text: maybe(text(1000)), pointer: maybe(text(200)) }))
    .max(10_000)
    .optional()
    .transform((all) => all ?? []),
});

const balance = z.strictObject({
  invoiceAccount: code(),
  date: aDay,
  currency,
  balance: money,
  overdue: maybe(money),
  asOf: instant,
  version: maybe(version),
});

const ping = z.strictObject({ text: maybe(text(200)) });

/** What Axapta sends, by type: the schema of an item. */
export const ITEMS = { debtors: debtor, payments: payment, 'invoice-status': invoiceStatus, ack, balances: balance, ping } as const;

/** A type of message that the portal takes. */
export type IncomingType = keyof typeof ITEMS;

export type AxItem<T extends IncomingType> = z.output<(typeof ITEMS)[T]>;
export type DebtorItem = AxItem<'debtors'>;
export type PaymentItem = AxItem<'payments'>;
export type InvoiceStatusItem = AxItem<'invoice-status'>;
export type AckItem = AxItem<'ack'>;
export type BalanceItem = AxItem<'balances'>;

/** The natural key of an item, for acknowledgements and people. */
export function keyOf(type: IncomingType, item: Readonly<Record<string, unknown>>): string {
  const name = (
    {
      debtors: 'custAccount',
      payments: 'transId',
      'invoice-status': 'portalDocId',
      ack: 'messageId',
      balances: 'invoiceAccount',
      ping: '',
    } as const
  )[type];
  const value = name === '' ? '' : item[name];
  return typeof value === 'string' ? value.slice(0, 100) : '';
}

/** The head of every message. `seq` counts the messages of a type, from any number on, without gaps; `page`, `pages`, `batchId` part a full set. */
export const envelope = z
  .strictObject({
    schema: z.literal(SCHEMA, `поддерживается ${SCHEMA}`),
    type: z.enum(Object.keys(ITEMS) as [IncomingType, ...IncomingType[]], `одно из ${Object.keys(ITEMS).join(', ')}`),
    messageId: z.guid('UUID').transform((value) => value.toLowerCase()),
    source: z.literal('AX', 'сообщения порталу имеют source AX'),
    mode: z.enum(['full', 'delta'], 'full или delta').default('delta'),
    createdAt: instant,
    seq: z.int('целое число').min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    batchId: filled(60).optional(),
    page: z.int('целое число').min(1).max(10_000).default(1),
    pages: z.int('целое число').min(1).max(10_000).default(1),
    items: z.array(z.unknown(), 'список').max(50_000, 'не более 50 000 позиций в сообщении').default([]),
  })
  .superRefine((message, context) => {
    const fault = (path: string, message_: string) => context.addIssue({ code: 'custom', path: [path], message: message_ });
    if (message.page > message.pages) fault('page', 'номер страницы больше числа страниц');
    if (message.pages > 1 && message.mode === 'delta') fault('pages', 'страницы бывают только у mode full');
    if (message.pages > 1 && message.batchId === undefined) fault('batchId', 'у полной выгрузки из нескольких страниц нужен общий batchId');
    if (message.items.length === 0 && !(message.type === 'ping' || message.type === 'debtors')) fault('items', 'нет ни одной позиции');
  });

export type Envelope = z.output<typeof envelope>;

function asDate(value: string, context: z.RefinementCtx): Date {
  const at = new Date(value);
  const year = at.getUTCFullYear();
  if (Number.isNaN(at.getTime()) || year < 1990 || year > 2990) context.addIssue({ code: 'custom', message: 'такого момента времени нет' });
  return at;
}
