import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import type { Said } from '#src/payments/by-hand.rules.ts';
import { ToReview } from '#src/payments/by-hand.service.ts';
import { typedParts } from '#src/payments/decision-fields.parts.ts';
import { type PayingPartner, payingPartner } from '#src/payments/new-payment.queries.ts';
import { registeredText } from '#src/payments/payment-form.parts.ts';
import { spreadPage } from '#src/payments/spread.parts.ts';
import { Conflict } from '#src/platform/errors.ts';
import { type FormState, parseQuery, type ReadForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { answer, submit } from '#src/platform/http/submit.ts';
import { type DecisionFacts, decisionPage } from './decision.pages.ts';
import { likelyPartner, planned } from './decision.queries.ts';
import { markForeign, recordPayment } from './recording.service.ts';
import { PATH } from './statement-list.pages.ts';
import { type Decision, paymentQuery, readDecision, spreadQuery, tokenForm } from './statements.forms.ts';
import { type BankPayment, bankPayment, statementCard } from './statements.queries.ts';

/** One payment of a statement: whose it is and what it settles, as with a payment typed by hand. */
export const decisions = new Routes();

const NOTHING_SAID: Said = { chosen: [], parts: [], way: '', contractId: null, sure: [], same: null, drop: [] };
const UNKNOWN: Readonly<Record<string, string>> = { partner: 'Такого партнёра нет: проверьте ИНН или код' };

decisions.get('/admin/payments/import/:id/:payment', staff, async (req, res) => {
  const { partner } = parseQuery(req, paymentQuery);
  const row = await rowOf(req);
  const values: FormState['values'] = partner ? { partner } : {};
  const found = partner ? await payingPartner(req.scope, partner) : await likelyPartner(req.scope, row);
  await show(req, res, { row, form: { token: randomUUID(), values }, partner: found, said: NOTHING_SAID, isReview: false });
});

/** What the payment would settle; asked by script. */
decisions.get('/admin/payments/import/:id/:payment/spread', staff, async (req, res) => {
  const { partner: text, invoice, sure, same, drop, of, part, way, contract } = parseQuery(req, spreadQuery);
  const row = await rowOf(req);
  const said = { chosen: invoice, parts: typedParts({ of, part }), way, contractId: contract, sure, same, drop };
  const { facts, foreseen } = await planned(req.scope, row, text ? await payingPartner(req.scope, text) : undefined, said);
  renderFragment(res, 'payments/spread', spreadPage(foreseen, facts, said));
});

decisions.post('/admin/payments/import/:id/:payment', staff, async (req, res) => {
  const { form, asked } = await askedBy(req);
  const { row, said, partner } = asked;
  if (form.values['step'] === 'find') return showAgain(req, res, asked, partner ? {} : UNKNOWN);
  await answer(res, decidedBy(form, partner), {
    act: ({ partnerId, shown, token }) => recordPayment(req.scope, { ...placeOf(req), partnerId }, { ...said, shown }, token),
    again: ({ errors }, refusal) => showAgain(req, res, { ...asked, isReview: refusal instanceof ToReview }, errors),
    done: (recorded, { partnerId }) => {
      const { text, link } = registeredText(recorded, partnerId);
      return { to: `${PATH}/${row.statementId}`, say: text, link };
    },
  });
});

for (const word of ['foreign', 'return'] as const) {
  decisions.post(`/admin/payments/import/:id/:payment/${word}`, staff, (req, res) =>
    submit(req, res, tokenForm, {
      act: ({ token }) => markForeign(req.scope, placeOf(req), word === 'foreign', token),
      done: () => ({ to: `${PATH}/${idIn(req)}`, say: word === 'foreign' ? 'Отмечено: не наш платёж.' : 'Поступление снова в разборе.' }),
    }),
  );
}

/** The payment the address names. */
const placeOf = (req: Request) => ({ statementId: idIn(req), id: idIn(req, 'payment') });

/** @throws NotFound */
const rowOf = (req: Request): Promise<BankPayment> => bankPayment(req.scope.portal.sql, idIn(req), idIn(req, 'payment'));

type Asked = Pick<DecisionFacts, 'row' | 'form' | 'partner' | 'said' | 'isReview'>;

/** The form as it was sent, and whose payment it says this is. @throws NotFound */
async function askedBy(req: Request): Promise<{ form: ReadForm<Decision>; asked: Asked }> {
  const { form, said } = readDecision(req);
  const { values } = form;
  const row = await rowOf(req);
  const partner = await payingPartner(req.scope, (values['partner'] ?? '').trim());
  return { form, asked: { row, form: { values, token: values['token'] ?? randomUUID() }, partner, said, isReview: false } };
}

/** The form with the partner it names. */
function decidedBy(form: ReadForm<Decision>, partner: PayingPartner | undefined) {
  const { values } = form;
  if (!form.ok || !partner) return { ok: false, values, errors: { ...(partner ? {} : UNKNOWN), ...(form.ok ? {} : form.errors) } } as const;
  const { shown, token } = form.value;
  return { ok: true, values, value: { partnerId: partner.id, shown, token } } as const;
}

const showAgain = (req: Request, res: Response, asked: Asked, errors: FormState['errors']): Promise<void> =>
  show(req, res, { ...asked, form: { ...asked.form, errors } });

/** The form with what it would do; 422 when something is wrong or must be answered. @throws Conflict for one that is recorded */
async function show(req: Request, res: Response, asked: Asked): Promise<void> {
  const { row, partner, said } = asked;
  if (row.state === 'done' || row.state === 'agreed') throw new Conflict('Этот платёж уже записан: его можно сторнировать.');
  const card = await statementCard(req.scope, row.statementId);
  const page = decisionPage({ card, ...asked, ...(await planned(req.scope, row, partner, said)) }, req.scope.portal.clock.today());
  render(page.isInvalid ? res.status(422) : res, 'statements/payment', page);
}
