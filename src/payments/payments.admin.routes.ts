import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes, staff } from '#src/platform/http/routes.ts';
import { exportPayments, listPayments } from './list.queries.ts';
import { exportQuery, listQuery, reversalForm } from './payments.forms.ts';
import { paymentListPage, paymentTable } from './payments.pages.ts';
import { reversePayment } from './payments.service.ts';
import { reversalPage } from './reversal.pages.ts';
import { type PaymentCard, paymentCard } from './reversal.queries.ts';

/** Payments that came, and taking one back. */
export const payments = new Routes();

payments.get('/admin/payments', staff, async (req, res) => {
  const filter = parseQuery(req, listQuery);
  render(res, 'payments/list', paymentListPage(await listPayments(req.scope, filter), filter));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  payments.get(`/admin/payments.${format}`, staff, heavy, async (req, res) => {
    const table = paymentTable(exportPayments(req.scope, parseQuery(req, exportQuery)));
    await sendTable(res, format, { name: `payments-${req.scope.portal.clock.today()}`, sheet: 'Платежи' }, table);
  });
}

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
  const { partnerInn } = await paymentCard(req.scope, id);
  await reversePayment(req.scope, id, form.value.reason, form.value.token);
  flash(res, 'ok', `Платёж ${id} сторнирован.`, { href: `/admin/payments/new?partner=${partnerInn}`, label: 'Записать заново' });
  res.redirect(303, '/admin/payments');
});

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
