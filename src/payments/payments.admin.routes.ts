import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { exportPayments, listPayments } from './list.queries.ts';
import { paymentList, reversalForm } from './payments.forms.ts';
import { paymentColumns, paymentListPage } from './payments.pages.ts';
import { reversePayment } from './payments.service.ts';
import { reversalPage } from './reversal.pages.ts';
import { paymentCard } from './reversal.queries.ts';

/** Payments that came, and taking one back. */
export const payments = new Routes();

payments.get('/admin/payments', staff, async (req, res) => {
  const filter = parseQuery(req, paymentList.query);
  const list = await orNearest(req.scope, filter, (one) => listPayments(req.scope, one, partOf(filter)), hasNone);
  render(res, 'payments/list', paymentListPage(list, filter));
});

payments.export('/admin/payments', staff, (req) => {
  const filter = parseQuery(req, paymentList.exportQuery);
  const name = `payments-${req.scope.portal.clock.today()}`;
  const isEmpty = async (one: typeof filter) => hasNone(await listPayments(req.scope, one, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => exportPayments(req.scope, one));
  return { name, sheet: 'Платежи', columns: paymentColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

payments.get('/admin/payments/:id/reversal', staff, (req, res) => showReversal(req, res, EMPTY_FORM));

payments.post('/admin/payments/:id/reversal', staff, (req, res) =>
  submit(req, res, reversalForm, {
    act: ({ reason, token }) => reversePayment(req.scope, idIn(req), reason, token),
    again: (form) => showReversal(req, res, form),
    done: async () => {
      const { id, partnerInn } = await paymentCard(req.scope, idIn(req));
      const link = { href: `/admin/payments/new?partner=${partnerInn}`, label: 'Записать заново' };
      return { to: '/admin/payments', say: `Платёж ${id} сторнирован.`, link };
    },
  }),
);

/** The form; of a payment taken back already the list tells. @throws NotFound */
async function showReversal(req: Request, res: Response, form: FormState): Promise<void> {
  const card = await paymentCard(req.scope, idIn(req));
  if (!card.isOver) return render(res, 'payments/reversal', reversalPage(card, { ...form, token: form.values['token'] ?? randomUUID() }));
  flash(res, 'info', 'Этот платёж уже сторнирован.');
  res.redirect(303, '/admin/payments');
}
