import type { Request } from 'express';
import { z } from 'zod';
import type { NewCustomer } from '#src/customers/customers.types.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { PlaceOrder } from '#src/orders/orders.types.ts';
import { noStopDateField, seatsField, stopDateField } from '#src/orders/terms-fields.parts.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { checkForm, type ReadForm, textFields } from '#src/platform/http/forms.ts';

const sku = z.string().min(1).max(60);
const renewal = z.enum(['month', 'date']).default('month');

const idText = z.string().regex(/^[1-9]\d{0,8}$/);
const requestId = idText.transform(Number).optional();

/**
 * `/orders/new?offer=SKU&customer=ID`, with `&request=ID` of the storefront or `&wish=ID` of a customer where it is answered; without an offer
 * there is nothing to order yet.
 */
export const newOrderQuery = z.strictObject({
  offer: sku.optional(),
  customer: idText.optional(),
  request: requestId,
  wish: requestId,
});

/** What the live preview sends: raw, as typed so far. */
export const quoteQuery = z.strictObject({
  offer: sku,
  seats: z.string().max(40).default(''),
  renewal,
  stopOn: z.string().max(40).default(''),
});

/** `/orders/terms?version=`; the terms in force when not told. */
export const termsQuery = z.strictObject({ version: z.string().min(1).max(40).optional() });

/** What the pressed button of the form asks for. */
export type Step = 'place' | 'recalculate' | 'new-customer' | 'existing-customer' | 'save-customer';

/** The posted form before it is judged: everything as typed, so that nothing is lost when it comes back. */
export interface OrderDraft {
  readonly step: Step;
  readonly token: string;
  /** Form token of the customer, when it is saved before the order. */
  readonly customerToken: string;
  readonly sku: string;
  /** The customer's own fields are open in the form. */
  readonly isCustomerNew: boolean;
  /** The request of the storefront that it answers. */
  readonly request?: number | undefined;
  /** The customer's request that it answers. */
  readonly wish?: number | undefined;
  readonly termsVersion: string;
  /** What the form showed, in kopecks, and what parameters that sum was for. */
  readonly shownPrice: Kopecks;
  readonly shownCharge: Kopecks;
  readonly shownLimit: Kopecks;
  readonly shownFor: string;
  readonly values: Readonly<Record<string, string>>;
  readonly customer: Readonly<Record<string, string>>;
}

const sum = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(kopecks);

/** What the page itself puts into the form; anything else there was not made by the portal. */
const frame = z.object({
  step: z.enum(['place', 'recalculate', 'new-customer', 'existing-customer', 'save-customer']).default('place'),
  token: z.uuid(),
  customerToken: z.uuid(),
  offer: sku,
  isCustomerNew: z.literal('yes').optional(),
  request: requestId,
  wish: requestId,
  renewal,
  termsVersion: z.string().max(40),
  shownPrice: sum,
  shownCharge: sum,
  shownLimit: sum,
  shownFor: z.string().max(60),
});
const typedFields = new Set(['customer', 'seats', 'stopOn', 'terms']);

/** Takes the posted form apart. @throws BadRequest for what no form of the portal sends. */
export function readDraft(req: Request): OrderDraft {
  const fields = textFields(req);
  const parsed = frame.safeParse(fields);
  if (!parsed.success) throw new BadRequest();
  const isCustomerNew = parsed.data.isCustomerNew === 'yes';
  const entries = Object.entries(fields).filter(([name]) => !Object.hasOwn(frame.shape, name));
  const values = { ...Object.fromEntries(entries.filter(([name]) => typedFields.has(name))), renewal: parsed.data.renewal };
  const customer = Object.fromEntries(entries.filter(([name]) => !typedFields.has(name)));
  if (!isCustomerNew && Object.keys(customer).length > 0) throw new BadRequest();
  return { ...parsed.data, sku: parsed.data.offer, isCustomerNew, values, customer };
}

/** Seats and auto-renewal, as the preview and the order take them. */
export interface Parameters {
  readonly seats: number;
  /** Last day of service, if already known. */
  readonly stopOn: Day | null;
}

/** By what the form asks for: a stop date only with «до даты». */
const parameters = {
  month: { seats: seatsField, renewal, stopOn: noStopDateField },
  date: { seats: seatsField, renewal, stopOn: stopDateField },
};
const preview = { month: z.strictObject(parameters.month), date: z.strictObject(parameters.date) };
const kindOf = (renewal: string | undefined): 'month' | 'date' => (renewal === 'date' ? 'date' : 'month');

/** The terms of the subscription alone, for a preview. */
export function readParameters({ seats, renewal, stopOn }: Record<'seats' | 'renewal' | 'stopOn', string>): ReadForm<Parameters> {
  return checkForm<Parameters>({ seats, renewal, stopOn }, preview[kindOf(renewal)]);
}

const customerId = z.string('Выберите заказчика').regex(/^[1-9]\d{0,8}$/, 'Выберите заказчика');

const terms = z.literal('on', 'Примите условия, чтобы оформить подписку');
const forCustomer = both({ customer: customerId, terms });
const forNewCustomer = both({ customer: z.string().optional(), terms });

/** Made once: making a schema costs more than using it. */
function both<Shape extends z.ZodRawShape>(shape: Shape) {
  return { month: z.strictObject({ ...parameters.month, ...shape }), date: z.strictObject({ ...parameters.date, ...shape }) };
}

/**
 * The whole order. `customer` is what the customer's own form says, when its fields are open.
 * The shown sum binds only for the parameters it was shown for; price and limit always do (product rule §7).
 */
export function readOrder(draft: OrderDraft, customer: ReadForm<NewCustomer> | null): ReadForm<PlaceOrder> {
  const schemas = draft.isCustomerNew ? forNewCustomer : forCustomer;
  const form = checkForm<Parameters & { customer?: string | undefined }>(draft.values, schemas[kindOf(draft.values['renewal'])]);
  if (!form.ok) return { ok: false, values: form.values, errors: { ...(customer?.ok === false ? customer.errors : {}), ...form.errors } };
  if (customer?.ok === false) return { ok: false, values: form.values, errors: customer.errors };
  const { seats, stopOn } = form.value;
  const isForThis = draft.shownFor === shownForOf(form.value);
  const value = {
    sku: draft.sku,
    customer: customer ? { create: customer.value } : { id: Number(form.value.customer) },
    ...{ seats, stopOn, termsVersion: draft.termsVersion, autoRenew: true },
    ...{ storeRequestId: draft.request ?? null, customerRequestId: draft.wish ?? null },
    shown: { unitPrice: draft.shownPrice, charge: isForThis ? draft.shownCharge : null, creditLimit: draft.shownLimit },
  };
  return { ok: true, value, values: form.values };
}

/** What the shown sums were computed for: kept in the form beside them. */
export function shownForOf({ seats, stopOn }: Parameters): string {
  return stopOn ? `${seats} ${stopOn}` : String(seats);
}
