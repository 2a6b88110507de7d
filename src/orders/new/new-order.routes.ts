import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { partnerPeople, sellers } from '#src/accounts/access.rules.ts';
import { newCustomer } from '#src/customers/customer-fields.parts.ts';
import { DuplicateCustomer } from '#src/customers/customers.rules.ts';
import { createCustomer } from '#src/customers/customers.service.ts';
import type { ExistingCustomer } from '#src/customers/customers.types.ts';
import { placeOrder } from '#src/orders/orders.service.ts';
import { NotFound } from '#src/platform/errors.ts';
import { checkForm, parseQuery } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { answer } from '#src/platform/http/submit.ts';
import type { Scope } from '#src/platform/scope.ts';
import { productWish } from '#src/requests/requests.queries.ts';
import { requestForOrder } from '#src/storefront/requests/for-order.queries.ts';
import type { Answered } from './answered.pages.ts';
import {
  newOrderQuery,
  type OrderDraft,
  quoteQuery,
  readDraft,
  readOrder,
  readParameters,
  type Step,
  termsQuery,
} from './new-order.forms.ts';
import { newOrderPage, type OrderFormState } from './new-order.pages.ts';
import { orderFormFacts, quoteFacts } from './new-order.queries.ts';
import { parameterFaults, quotePage } from './quote.pages.ts';
import { termsPage } from './terms.pages.ts';
import { termsOf } from './terms.queries.ts';

/** The order form, its live preview and the order itself; stand before `/orders/:number`. */
export const newOrders = new Routes();

newOrders.get('/orders/new', sellers, async (req, res) => {
  const { offer, customer = '', ...asked } = parseQuery(req, newOrderQuery);
  if (offer === undefined) return res.redirect(303, '/catalog');
  const answered = await answeredBy(req.scope, asked);
  if (answered.wish && answered.wish.sku !== offer) throw new NotFound();
  const facts = await orderFormFacts(req.scope, offer);
  if (customer && !facts.customers.some(({ id }) => String(id) === customer)) throw new NotFound();
  render(res, 'orders/new', newOrderPage(facts, { ...blank(), ...filledBy(answered, customer), ...answered }));
});

/** @throws NotFound for a foreign or absent request */
async function answeredBy(scope: Scope, { request, wish }: Pick<OrderDraft, 'request' | 'wish'>): Promise<Answered> {
  return {
    request: request === undefined ? null : await requestForOrder(scope, request),
    wish: wish === undefined ? null : await productWish(scope, wish),
  };
}

/** What a request says: its seats, and its customer; in the storefront that of its ИНН, or a new one. */
function filledBy({ request, wish }: Answered, chosen: string): Pick<OrderFormState, 'values' | 'customer' | 'isCustomerNew'> {
  if (wish) return { values: { seats: String(wish.seats), customer: String(wish.customerId) }, customer: {}, isCustomerNew: false };
  if (!request) return { values: { customer: chosen }, customer: {}, isCustomerNew: false };
  const { seats, customerId, customer } = request;
  const isCustomerNew = customerId === null;
  return { values: { seats: String(seats), customer: String(customerId ?? '') }, customer: isCustomerNew ? customer : {}, isCustomerNew };
}

newOrders.get('/orders/quote', sellers, async (req, res) => {
  const { offer, ...typed } = parseQuery(req, quoteQuery);
  renderFragment(res, 'orders/quote', quotePage(await quoteFacts(req.scope, offer), readParameters(typed)));
});

newOrders.get('/orders/terms', partnerPeople, async (req, res) => {
  const { version } = parseQuery(req, termsQuery);
  render(res, 'orders/terms', termsPage(await termsOf(req.scope, version ?? null)));
});

newOrders.post('/orders', sellers, async (req, res) => {
  const draft = readDraft(req);
  await steps[draft.step](req, res, draft);
});

type StepHandler = (req: Request, res: Response, draft: OrderDraft) => Promise<void>;

/** What each button of the form does. */
const steps: Record<Step, StepHandler> = {
  place,
  recalculate,
  'new-customer': (req, res, draft) => showAgain(req, res, { ...draft, isCustomerNew: true }),
  'existing-customer': (req, res, draft) => showAgain(req, res, { ...draft, isCustomerNew: false, customer: {} }),
  'save-customer': saveCustomer,
};

async function place(req: Request, res: Response, draft: OrderDraft): Promise<void> {
  const customer = draft.isCustomerNew ? checkForm(draft.customer, newCustomer) : null;
  await answer(res, readOrder(draft, customer), {
    act: (order) => placeOrder(req.scope, order, draft.token),
    again: ({ errors }, refusal) => showAgain(req, res, draft, { errors, existing: existingOf(refusal) }),
    ...(draft.request || draft.wish ? { meanwhile: ({ errors }) => showAgain(req, res, draft, { errors }) } : {}),
    done: ({ number }) => `/orders/${number}?placed=1`,
  });
}

async function recalculate(req: Request, res: Response, draft: OrderDraft): Promise<void> {
  const { seats = '', renewal = '', stopOn = '' } = draft.values;
  const facts = await quoteFacts(req.scope, draft.sku);
  const errors = parameterFaults(facts, readParameters({ seats, renewal, stopOn }));
  if (Object.keys(errors).length > 0) res.status(422);
  await showAgain(req, res, draft, { errors });
}

async function saveCustomer(req: Request, res: Response, draft: OrderDraft): Promise<void> {
  await answer(res, checkForm(draft.customer, newCustomer), {
    act: (customer) => createCustomer(req.scope, customer, draft.customerToken),
    again: ({ errors }, refusal) => showAgain(req, res, draft, { errors, existing: existingOf(refusal) }),
    show: ({ id }) => {
      const values = { ...draft.values, customer: String(id) };
      return showAgain(req, res, { ...draft, values, customer: {}, isCustomerNew: false, customerToken: randomUUID() });
    },
  });
}

/** The customer there is already, offered instead. */
const existingOf = (refusal: unknown): ExistingCustomer | null => (refusal instanceof DuplicateCustomer ? refusal.existing : null);

interface Faults {
  readonly errors: Readonly<Record<string, string>>;
  readonly existing?: ExistingCustomer | null;
}

/** The form with everything typed kept and the sums of now. */
async function showAgain(req: Request, res: Response, draft: OrderDraft, faults: Faults = { errors: {} }): Promise<void> {
  const { errors, existing = null } = faults;
  const answered = await answeredBy(req.scope, draft);
  const facts = await orderFormFacts(req.scope, draft.sku);
  const values = existing ? { ...draft.values, customer: String(existing.id) } : draft.values;
  render(res, 'orders/new', newOrderPage(facts, { ...draft, values, errors, existing, ...answered }));
}

const blank = () => ({ token: randomUUID(), customerToken: randomUUID(), errors: {}, existing: null });
