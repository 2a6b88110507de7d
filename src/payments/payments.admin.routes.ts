import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { Invalid, NotFound } from '#src/platform/errors.ts';
import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, parseQuery, type ReadForm, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { exportPayments, invoicesToPay, listPayments, type PayingPartner, payingPartner } from './list.queries.ts';
import { exportQuery, listQuery, newQuery, type PaymentForm, paymentForm, reversalForm } from './payments.forms.ts';
import { newPaymentPage, paymentListPage, paymentTable, reversalPage } from './payments.pages.ts';
import { registerPayment, reversePayment } from './payments.service.ts';

/** Money in, by hand. */
export const payments = new Routes();

payments.get('/admin/payments', staff, async (req, res) => {
  const filter = parseQuery(req, listQuery);
  render(res, 'payments/list', paymentListPage(await listPayments(req.scope, filter), filter));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  payments.get(`/admin/payments.${format}`, staff, async (req, res) => {
    const table = paymentTable(await exportPayments(req.scope, parseQuery(req, exportQuery)));
    await sendTable(res, format, { name: `payments-${req.scope.portal.clock.today()}`, sheet: 'Платежи' }, table);
  });
}

payments.get('/admin/payments/new', staff, async (req, res) => {
  const { partner } = parseQuery(req, newQuery);
  await showNew(req, res, { token: randomUUID() }, partner ? await payingPartner(req.scope, partner) : undefined);
});

payments.post('/admin/payments', staff, async (req, res) => {
  const form = readForm(req, paymentForm);
  const partner = await payingPartner(req.scope, form.values['partner'] ?? '');
  if (!form.ok || !partner) return refuse(req, res, { values: form.values, errors: faultsOf(form, partner) }, partner);
  try {
    flash(res, 'ok', `Платёж ${await register(req, partner, form.value)} записан.`);
    res.redirect(303, '/admin/payments');
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    await refuse(req, res, { values: form.values, errors: error.fields }, partner);
  }
});

payments.get('/admin/payments/:id/reversal', staff, async (req, res) => {
  render(res, 'payments/reversal', reversalPage(await paymentOf(req), { token: randomUUID() }));
});

payments.post('/admin/payments/:id/reversal', staff, async (req, res) => {
  const payment = await paymentOf(req);
  const form = readForm(req, reversalForm);
  if (!form.ok) {
    res.status(422);
    return render(res, 'payments/reversal', reversalPage(payment, { ...form, token: form.values['token'] ?? randomUUID() }));
  }
  await reversePayment(req.scope, payment.id, form.value.reason, form.value.token);
  flash(res, 'ok', `Платёж ${payment.id} сторнирован.`);
  res.redirect(303, '/admin/payments');
});

function faultsOf(form: ReadForm<PaymentForm>, partner: PayingPartner | undefined): Record<string, string> {
  const unknown: Record<string, string> = partner ? {} : { partner: 'Такого партнёра нет: проверьте ИНН или код' };
  return { ...unknown, ...(form.ok ? {} : form.errors) };
}

/** @returns the payment's number */
async function register(
  req: Request,
  partner: PayingPartner,
  { token, invoice, partner: _, payerName, ...payment }: PaymentForm,
): Promise<number> {
  const payer = { partnerId: partner.id, payerName: payerName || partner.name, payerInn: partner.inn };
  const invoiceIds = await chosenInvoices(req, partner.id, invoice);
  return (await registerPayment(req.scope, { ...payment, ...payer, source: 'hand', sourceKey: null, invoiceIds }, token)).id;
}

async function showNew(req: Request, res: Response, form: Partial<FormState> & { token: string }, partner: PayingPartner | undefined) {
  const invoices = partner ? await invoicesToPay(req.scope, partner.id) : [];
  render(res, 'payments/new', newPaymentPage(form, { partner, invoices }, req.scope.portal.clock.today()));
}

async function refuse(req: Request, res: Response, form: FormState, partner: PayingPartner | undefined): Promise<void> {
  res.status(422);
  await showNew(req, res, { ...form, token: form.values['token'] ?? randomUUID() }, partner);
}

async function chosenInvoices(req: Request, partnerId: number, number: string): Promise<number[]> {
  if (!number) return [];
  const invoice = (await invoicesToPay(req.scope, partnerId)).find((one) => one.number === number);
  if (!invoice) throw new Invalid({ invoice: 'Этот счёт уже оплачен или не этого партнёра' });
  return [invoice.id];
}

async function paymentOf(req: Request): Promise<{ id: number; amount: bigint; partnerName: string }> {
  const id = String(req.params['id']);
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new NotFound();
  const row = await req.scope.portal.db.payment.findUnique({ where: { id: Number(id) }, include: { partner: { select: { name: true } } } });
  if (!row) throw new NotFound();
  return { id: row.id, amount: row.amount, partnerName: row.partner.name };
}
