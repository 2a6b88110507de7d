import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { zero } from '#src/lib/money.ts';
import { foresee } from '#src/payments/by-hand.queries.ts';
import type { Said } from '#src/payments/by-hand.rules.ts';
import { ToReview } from '#src/payments/by-hand.service.ts';
import { type PayingPartner, type PaymentFacts, payingPartner } from '#src/payments/new-payment.queries.ts';
import { registeredText } from '#src/payments/payment-form.parts.ts';
import { spreadPage } from '#src/payments/spread.parts.ts';
import { BadRequest, Conflict, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { decisionPage } from './decision.pages.ts';
import { markForeign, recordPayment, typedOf } from './recording.service.ts';
import { sortedAsOf } from './review.queries.ts';
import { PATH } from './statement-list.pages.ts';
import { paymentQuery, readDecision, spreadQuery, tokenForm } from './statements.forms.ts';
import { type BankPayment, bankPayment, statementCard } from './statements.queries.ts';

/** One payment of a statement: whose it is and what it settles, as with a payment typed by hand. */
export const decisions = new Routes();

const NOTHING_SAID: Said = { chosen: [], way: '', contractId: null, sure: [], drop: [] };
const NO_FACTS: PaymentFacts = { invoices: [], contracts: [], holds: [], debt: zero, similar: [] };

decisions.get('/admin/payments/import/:id/:payment', staff, async (req, res) => {
  const { partner } = parseQuery(req, paymentQuery);
  const row = await rowOf(req);
  const values: Record<string, string> = partner ? { partner } : {};
  const form = { token: randomUUID(), values };
  const found = partner ? await payingPartner(req.scope, partner) : await likelyPartner(req, row);
  await show(req, res, row, { form, partner: found, said: NOTHING_SAID, isReview: false });
});

/** What the payment would settle; asked by script. */
decisions.get('/admin/payments/import/:id/:payment/spread', staff, async (req, res) => {
  const { partner: text, invoice, sure, drop, way, contract } = parseQuery(req, spreadQuery);
  const row = await rowOf(req);
  const said = { chosen: invoice, way, contractId: contract, sure, drop };
  const { facts, foreseen } = await planned(req, row, text ? await payingPartner(req.scope, text) : undefined, said);
  renderFragment(res, 'payments/spread', spreadPage(foreseen, facts, said));
});

decisions.post('/admin/payments/import/:id/:payment', staff, async (req, res) => {
  const { form, said } = readDecision(req);
  const row = await rowOf(req);
  const { values } = form;
  const partner = await payingPartner(req.scope, (values['partner'] ?? '').trim());
  const unknown: Record<string, string> = partner ? {} : { partner: 'Такого партнёра нет: проверьте ИНН или код' };
  const token = values['token'] ?? randomUUID();
  const again = (errors: Readonly<Record<string, string>>, isReview = false) =>
    show(req, res, row, { form: { values, errors, token }, partner, said, isReview });
  if (values['step'] === 'find') return again(unknown);
  if (!form.ok || !partner) return again({ ...unknown, ...(form.ok ? {} : form.errors) });
  try {
    const place = { statementId: row.statementId, id: row.id, partnerId: partner.id };
    const done = await recordPayment(req.scope, place, { ...said, shown: form.value.shown }, form.value.token);
    const { text, link } = registeredText(done, partner.id);
    flash(res, 'ok', text, link);
    res.redirect(303, `${PATH}/${row.statementId}`);
  } catch (error) {
    if (error instanceof ToReview) return again({}, true);
    if (!(error instanceof Invalid)) throw error;
    await again(error.fields);
  }
});

for (const word of ['foreign', 'return'] as const) {
  decisions.post(`/admin/payments/import/:id/:payment/${word}`, staff, async (req, res) => {
    const form = readForm(req, tokenForm);
    if (!form.ok) throw new BadRequest();
    const isForeign = word === 'foreign';
    await markForeign(req.scope, { statementId: idIn(req), id: idIn(req, 'payment') }, isForeign, form.value.token);
    flash(res, 'ok', isForeign ? 'Отмечено: не наш платёж.' : 'Поступление снова в разборе.');
    res.redirect(303, `${PATH}/${idIn(req)}`);
  });
}

/** @throws NotFound */
const rowOf = (req: Request): Promise<BankPayment> => bankPayment(req.scope.portal.sql, idIn(req), idIn(req, 'payment'));

/** Whose payment it seems to be. */
async function likelyPartner(req: Request, row: BankPayment): Promise<PayingPartner | undefined> {
  const { sql, clock } = req.scope.portal;
  const [sorted] = (await sortedAsOf(sql, [row], clock.today())).sorted;
  if (!sorted || sorted.partnerId === null) return undefined;
  const [partner] = await sql<PayingPartner>('paying_partner_by_id', 'select id, name, inn from partners where id = $1::int', [
    sorted.partnerId,
  ]);
  return partner;
}

async function planned(req: Request, row: BankPayment, partner: PayingPartner | undefined, said: Said) {
  const { sql, clock } = req.scope.portal;
  if (!partner) return { facts: NO_FACTS, foreseen: null };
  const { facts, ...foreseen } = await foresee(sql, clock.today(), partner.id, { payment: await typedOf(sql, row), said });
  return { facts, foreseen };
}

interface Asked {
  readonly form: Partial<FormState> & { readonly token: string };
  readonly partner: PayingPartner | undefined;
  readonly said: Said;
  readonly isReview: boolean;
}

/** The form with what it would do; 422 when something is wrong or must be answered. @throws Conflict for one that is recorded */
async function show(req: Request, res: Response, row: BankPayment, asked: Asked): Promise<void> {
  if (row.state === 'done' || row.state === 'agreed') throw new Conflict('Этот платёж уже записан: его можно сторнировать.');
  const card = await statementCard(req.scope, row.statementId);
  const page = decisionPage(
    { card, row, ...asked, ...(await planned(req, row, asked.partner, asked.said)) },
    req.scope.portal.clock.today(),
  );
  render(page.isInvalid ? res.status(422) : res, 'statements/payment', page);
}
