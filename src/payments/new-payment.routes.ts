import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { zero } from '#src/lib/money.ts';
import { type FormState, parseQuery, type ReadForm } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { answer, type Refusal } from '#src/platform/http/submit.ts';
import { type Foreseen, foresee } from './by-hand.queries.ts';
import type { Said, TypedPayment } from './by-hand.rules.ts';
import { registerByHand, ToReview } from './by-hand.service.ts';
import { typedParts } from './decision-fields.parts.ts';
import { newPaymentPage, type Typed } from './new-payment.pages.ts';
import { type PayingPartner, type PaymentFacts, payingPartner, paymentFacts } from './new-payment.queries.ts';
import { registeredText } from './payment-form.parts.ts';
import { newQuery, type PaymentForm, readPayment, spreadQuery, type TypedSoFar, typedSoFar } from './payments.forms.ts';
import { spreadPage } from './spread.parts.ts';

/** A payment typed by hand: what it will settle is shown before it is written, with script and without. */
export const newPayment = new Routes();

const NOTHING_SAID: Said = { chosen: [], parts: [], way: '', contractId: null, sure: [], same: null, drop: [] };
const NO_FACTS: PaymentFacts = {
  invoices: [],
  contracts: [],
  holds: [],
  debt: zero,
  similar: [],
};

newPayment.get('/admin/payments/new', staff, async (req, res) => {
  const { partner } = parseQuery(req, newQuery);
  const known = partner ? await payingPartner(req.scope, partner) : undefined;
  await show(req, res, { form: { token: randomUUID() }, partner: known, said: NOTHING_SAID, payment: null, isReview: false });
});

/** What the payment would settle; asked by script while it is typed. */
newPayment.get('/admin/payments/new/spread', staff, async (req, res) => {
  const { partner: text, invoice, sure, same, drop, of, part, way, contract, ...typed } = parseQuery(req, spreadQuery);
  const partner = text ? await payingPartner(req.scope, text) : undefined;
  const said = { chosen: invoice, parts: typedParts({ of, part }), way, contractId: contract, sure, same, drop };
  const { facts, foreseen } = await planned(req, partner, soFar(partner, typed), said);
  renderFragment(res, 'payments/spread', spreadPage(foreseen, facts, said));
});

newPayment.post('/admin/payments', staff, async (req, res) => {
  const { form, found } = await foundBy(req);
  if (form.values['step'] === 'find') return showFound(req, res, found);
  await answer(res, paidBy(form, found.partner), {
    act: ({ payment, shown, token }) => registerByHand(req.scope, payment, { ...found.said, shown }, token),
    again: (back, refusal) => showAgain(req, res, found, back, refusal),
    done: (registered, { payment }) => {
      const { text, link } = registeredText(registered, payment.partnerId);
      return { to: '/admin/payments', say: text, link };
    },
  });
});

type Found = Omit<Typed, 'facts' | 'foreseen'> & { payment: TypedPayment | null };

/** The form as it was sent, and what is found by it. */
async function foundBy(req: Request): Promise<{ form: ReadForm<PaymentForm>; found: Found }> {
  const { form, ticked } = readPayment(req);
  const { values } = form;
  const partner = await payingPartner(req.scope, (values['partner'] ?? '').trim());
  const typed = { form: { values, token: values['token'] ?? randomUUID() }, said: saidOf(values, ticked) };
  return { form, found: { ...typed, partner, payment: null, isReview: false } };
}

/** What is wrong with it; or what it would do, to be looked at and answered. */
function showAgain(req: Request, res: Response, found: Found, { values, errors }: FormState, refusal?: Refusal): Promise<void> {
  if (!(refusal instanceof ToReview)) return show(req, res, { ...found, form: { ...found.form, errors } });
  return show(req, res, { ...found, payment: soFar(found.partner, typedSoFar(values)), isReview: true });
}

/** «Показать открытые счета»: what was typed so far beside the partner's invoices. */
function showFound(req: Request, res: Response, typed: Found): Promise<void> {
  const { form, partner } = typed;
  if (!partner) res.status(422);
  return show(req, res, {
    ...typed,
    form: { ...form, errors: partner ? {} : UNKNOWN },
    payment: soFar(partner, typedSoFar(form.values ?? {})),
  });
}

const UNKNOWN: Readonly<Record<string, string>> = { partner: 'Такого партнёра нет: проверьте ИНН или код' };

/** The form with the partner found by what was typed. */
function paidBy(form: ReadForm<PaymentForm>, partner: PayingPartner | undefined) {
  const { values } = form;
  if (!form.ok || !partner) return { ok: false, values, errors: { ...(partner ? {} : UNKNOWN), ...(form.ok ? {} : form.errors) } } as const;
  const { shown, token } = form.value;
  return { ok: true, values, value: { payment: { ...paymentOf(partner, form.value), partnerId: partner.id }, shown, token } } as const;
}

function saidOf(values: Readonly<Record<string, string>>, ticked: Omit<Said, 'way' | 'contractId'>): Said {
  const contract = Number(values['contract'] ?? '');
  return { ...ticked, way: values['way'] ?? '', contractId: contract > 0 ? contract : null };
}

/** The partner pays for itself where nobody else is named. */
function payerOf(partner: PayingPartner, { payerName, payerInn }: { payerName: string; payerInn: string }) {
  const isOther = payerName !== '' || payerInn !== '';
  return { payerName: payerName || partner.name, payerInn: payerInn || (isOther ? null : partner.inn) };
}

/** What can be foreseen of a form that is still being typed; null before partner, sum and day are there. */
function soFar(partner: PayingPartner | undefined, { receivedOn, amount, payerName, payerInn, ...typed }: TypedSoFar): TypedPayment | null {
  if (!partner || amount === null || receivedOn === null) return null;
  return { ...typed, ...payerOf(partner, { payerName, payerInn: payerInn ?? '' }), amount, receivedOn, source: 'hand' };
}

function paymentOf(partner: PayingPartner, value: PaymentForm) {
  const { receivedOn, amount, docNumber, purpose } = value;
  return { receivedOn, amount, docNumber, purpose, source: 'hand', ...payerOf(partner, value) } as const;
}

async function planned(
  req: Request,
  partner: PayingPartner | undefined,
  payment: TypedPayment | null,
  said: Said,
): Promise<{ facts: PaymentFacts; foreseen: Foreseen | null }> {
  const { sql, clock } = req.scope.portal;
  if (!partner) return { facts: NO_FACTS, foreseen: null };
  if (!payment) return { facts: await paymentFacts(sql, partner.id, null), foreseen: null };
  const { facts, ...foreseen } = await foresee(sql, clock.today(), partner.id, { payment, said });
  return { facts, foreseen };
}

/** The form with what was typed and what it would do; 422 when something is wrong or must be answered. */
async function show(req: Request, res: Response, typed: Found): Promise<void> {
  const { payment, ...of } = typed;
  const page = newPaymentPage({ ...of, ...(await planned(req, typed.partner, payment, typed.said)) }, req.scope.portal.clock.today());
  render(page.isInvalid ? res.status(422) : res, 'payments/new', page);
}
