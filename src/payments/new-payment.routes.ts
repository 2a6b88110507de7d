import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { zero } from '#src/lib/money.ts';
import { Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { type Foreseen, foresee } from './by-hand.queries.ts';
import type { Said, TypedPayment } from './by-hand.rules.ts';
import { registerByHand, ToReview } from './by-hand.service.ts';
import { newPaymentPage, registeredText, type Typed } from './new-payment.pages.ts';
import { type PayingPartner, type PaymentFacts, payingPartner, paymentFacts } from './new-payment.queries.ts';
import { newQuery, type PaymentForm, readPayment, spreadQuery, type TypedSoFar, typedSoFar } from './payments.forms.ts';
import { spreadPage } from './spread.pages.ts';

/** A payment typed by hand: what it will settle is shown before it is written, with script and without. */
export const newPayment = new Routes();

const NOTHING_SAID: Said = { chosen: [], way: '', contractId: null, sure: [], drop: [] };
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
  const { partner: text, invoice, sure, drop, way, contract, ...typed } = parseQuery(req, spreadQuery);
  const partner = text ? await payingPartner(req.scope, text) : undefined;
  const said = { chosen: invoice, way, contractId: contract, sure, drop };
  const { facts, foreseen } = await planned(req, partner, soFar(partner, typed), said);
  renderFragment(res, 'payments/spread', spreadPage(foreseen, facts, said));
});

newPayment.post('/admin/payments', staff, async (req, res) => {
  const { form, ticked } = readPayment(req);
  const { values } = form;
  const partner = await payingPartner(req.scope, (values['partner'] ?? '').trim());
  const said = saidOf(values, ticked);
  const unknown: Record<string, string> = partner ? {} : { partner: 'Такого партнёра нет: проверьте ИНН или код' };
  const typed = { form: { values, token: values['token'] ?? randomUUID() }, partner, said, payment: null, isReview: false };
  const wrong = (errors: Readonly<Record<string, string>>) => show(req, res, { ...typed, form: { ...typed.form, errors } });
  if (values['step'] === 'find')
    return show(req, res, { ...typed, form: { ...typed.form, errors: unknown }, payment: soFar(partner, typedSoFar(values)) });
  if (!form.ok || !partner) return wrong({ ...unknown, ...(form.ok ? {} : form.errors) });
  const payment = paymentOf(partner, form.value);
  try {
    const done = await registerByHand(
      req.scope,
      { ...payment, partnerId: partner.id },
      { ...said, shown: form.value.shown },
      form.value.token,
    );
    const { text, link } = registeredText(done, partner.id);
    flash(res, 'ok', text, link);
    res.redirect(303, '/admin/payments');
  } catch (error) {
    if (error instanceof ToReview) return show(req, res, { ...typed, payment, isReview: true });
    if (!(error instanceof Invalid)) throw error;
    await wrong(error.fields);
  }
});

function saidOf(values: Readonly<Record<string, string>>, ticked: Pick<Said, 'chosen' | 'sure' | 'drop'>): Said {
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
  return { ...typed, ...payerOf(partner, { payerName, payerInn: payerInn ?? '' }), amount, receivedOn };
}

function paymentOf(partner: PayingPartner, value: PaymentForm) {
  const { receivedOn, amount, docNumber, purpose } = value;
  return { receivedOn, amount, docNumber, purpose, ...payerOf(partner, value) };
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
async function show(
  req: Request,
  res: Response,
  typed: Omit<Typed, 'facts' | 'foreseen'> & { payment: TypedPayment | null },
): Promise<void> {
  const { payment, ...of } = typed;
  const page = newPaymentPage({ ...of, ...(await planned(req, typed.partner, payment, typed.said)) }, req.scope.portal.clock.today());
  render(page.isInvalid ? res.status(422) : res, 'payments/new', page);
}
