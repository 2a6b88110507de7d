import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { heavy, Routes, staff } from '#src/platform/http/routes.ts';
import { ProbablyTwice, registerByHand } from './by-hand.service.ts';
import { exportPayments, listPayments } from './list.queries.ts';
import { newPaymentPage, spreadPage, type Typed } from './new-payment.pages.ts';
import { invoicesToPay, type PayingPartner, payingPartner } from './new-payment.queries.ts';
import { exportQuery, listQuery, newQuery, type PaymentForm, readPayment, reversalForm, spreadQuery } from './payments.forms.ts';
import { paymentListPage, paymentTable } from './payments.pages.ts';
import { reversePayment } from './payments.service.ts';
import { reversalPage } from './reversal.pages.ts';
import { type PaymentCard, paymentCard } from './reversal.queries.ts';

/** Money in, by hand. */
export const payments = new Routes();

payments.get('/admin/payments', staff, async (req, res) => {
  const filter = parseQuery(req, listQuery);
  render(res, 'payments/list', paymentListPage(await listPayments(req.scope, filter), filter));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  payments.get(`/admin/payments.${format}`, staff, heavy, async (req, res) => {
    const table = paymentTable(await exportPayments(req.scope, parseQuery(req, exportQuery)));
    await sendTable(res, format, { name: `payments-${req.scope.portal.clock.today()}`, sheet: 'Платежи' }, table);
  });
}

payments.get('/admin/payments/new', staff, async (req, res) => {
  const { partner } = parseQuery(req, newQuery);
  await show(req, res, {
    form: { token: randomUUID() },
    partner: partner ? await payingPartner(req.scope, partner) : undefined,
    chosen: [],
  });
});

/** What the sum typed would settle; asked by script while it is typed. */
payments.get('/admin/payments/new/spread', staff, async (req, res) => {
  const { partner: text, amount, invoice } = parseQuery(req, spreadQuery);
  const partner = text ? await payingPartner(req.scope, text) : undefined;
  renderFragment(res, 'payments/spread', spreadPage(amount, partner ? await invoicesToPay(req.scope, partner.id) : [], invoice));
});

payments.post('/admin/payments', staff, async (req, res) => {
  const { form, invoiceIds } = readPayment(req);
  const { values } = form;
  const partner = await payingPartner(req.scope, (values['partner'] ?? '').trim());
  const typed = { form: { values, token: values['token'] ?? randomUUID() }, partner, chosen: invoiceIds };
  const unknown: Record<string, string> = partner ? {} : { partner: 'Такого партнёра нет: проверьте ИНН или код' };
  if (values['step'] === 'find') return show(req, res, { ...typed, form: { ...typed.form, errors: unknown } });
  if (!form.ok || !partner)
    return show(req, res, { ...typed, form: { ...typed.form, errors: { ...unknown, ...(form.ok ? {} : form.errors) } } });
  try {
    const { id } = await register(req, partner, form.value, invoiceIds);
    flash(res, 'ok', `Платёж ${id} записан.`);
    res.redirect(303, '/admin/payments');
  } catch (error) {
    if (error instanceof ProbablyTwice) return show(req, res, { ...typed, like: { id: error.id, text: error.fields['confirmed'] ?? '' } });
    if (!(error instanceof Invalid)) throw error;
    await show(req, res, { ...typed, form: { ...typed.form, errors: error.fields } });
  }
});

payments.get('/admin/payments/:id/reversal', staff, async (req, res) => {
  render(res, 'payments/reversal', reversalPage(await paymentOf(req), { token: randomUUID() }));
});

payments.post('/admin/payments/:id/reversal', staff, async (req, res) => {
  const form = readForm(req, reversalForm);
  if (!form.ok) {
    res.status(422);
    return render(res, 'payments/reversal', reversalPage(await paymentOf(req), { ...form, token: form.values['token'] ?? randomUUID() }));
  }
  const id = idOf(req);
  await reversePayment(req.scope, id, form.value.reason, form.value.token);
  flash(res, 'ok', `Платёж ${id} сторнирован.`);
  res.redirect(303, '/admin/payments');
});

function register(req: Request, partner: PayingPartner, value: PaymentForm, invoiceIds: number[]) {
  const { token, confirmed, step: _, partner: __, payerName, payerInn, ...payment } = value;
  const isOther = payerName !== '' || payerInn !== '';
  const payer = { payerName: payerName || partner.name, payerInn: payerInn || (isOther ? null : partner.inn) };
  return registerByHand(req.scope, { ...payment, ...payer, partnerId: partner.id, invoiceIds }, confirmed, token);
}

/** The form with what was typed and the partner's open invoices; 422 when something is wrong or must be said once more. */
async function show(req: Request, res: Response, typed: Omit<Typed, 'invoices'>): Promise<void> {
  const page = newPaymentPage(
    { ...typed, invoices: typed.partner ? await invoicesToPay(req.scope, typed.partner.id) : [] },
    req.scope.portal.clock.today(),
  );
  render(page.isInvalid ? res.status(422) : res, 'payments/new', page);
}

/** @throws NotFound; Conflict when it was taken back */
async function paymentOf(req: Request): Promise<PaymentCard> {
  const card = await paymentCard(req.scope, idOf(req));
  if (card.isOver) throw new Conflict('Этот платёж уже сторнирован.');
  return card;
}

function idOf(req: Request): number {
  const id = String(req.params['id']);
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new NotFound();
  return Number(id);
}
