import { randomUUID } from 'node:crypto';
import { asErrors } from '#src/accounts/accounts.forms.ts';
import { count } from '#src/lib/russian.ts';
import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { creditControl } from './control.queries.ts';
import { holdForm, liftForm, limitForm } from './credit.forms.ts';
import type { Eased } from './credit.service.ts';
import { holdPage, liftPage } from './holds.pages.ts';
import { type Lifted, liftHold, placeHold } from './holds.service.ts';
import { limitPage } from './limit.pages.ts';
import { changeLimit } from './limit.service.ts';

/** Holds and limits of any partner, for MONT's people (product rule §7). */
export const creditControls = new Routes();

creditControls.get('/admin/partners/:id/holds', staff, async (req, res) => {
  render(res, 'credit/hold', holdPage(await creditControl(req.scope, idIn(req)), randomUUID()));
});

creditControls.post('/admin/partners/:id/holds', staff, async (req, res) => {
  const partner = await creditControl(req.scope, idIn(req));
  const form = readForm(req, holdForm);
  if (!form.ok) return render(res.status(422), 'credit/hold', holdPage(partner, randomUUID(), form));
  const { token, contract: contractId, ...hold } = form.value;
  const fault = await command(req.scope, { action: 'hold.place', token }, (tx) =>
    placeHold(tx, { ...hold, contractId, partnerId: partner.id, reason: 'manual' }),
  ).then(() => null, asErrors);
  if (fault) return render(res.status(422), 'credit/hold', holdPage(partner, randomUUID(), { values: form.values, ...fault }));
  flash(res, 'ok', `${partner.name}: заказы и управление подписками заблокированы. Письма партнёру и менеджеру в очереди.`);
  res.redirect(303, `/admin/partners/${partner.id}`);
});

creditControls.get('/admin/partners/:id/holds/:holdId/lift', staff, async (req, res) => {
  render(res, 'credit/lift', liftPage(await creditControl(req.scope, idIn(req)), idIn(req, 'holdId'), randomUUID()));
});

creditControls.post('/admin/partners/:id/holds/:holdId/lift', staff, async (req, res) => {
  const [id, holdId] = [idIn(req), idIn(req, 'holdId')];
  const form = readForm(req, liftForm);
  if (!form.ok) return render(res.status(422), 'credit/lift', liftPage(await creditControl(req.scope, id), holdId, randomUUID(), form));
  const { token, comment } = form.value;
  const lifted = await command(req.scope, { action: 'hold.lift', token }, (tx) => liftHold(tx, id, holdId, comment)).catch(liftedBefore);
  if (lifted) flash(res, lifted.otherHolds > 0 ? 'warn' : 'ok', `Блокировка снята.${afterLift(lifted)}`);
  else flash(res, 'info', 'Эту блокировку уже сняли.');
  res.redirect(303, `/admin/partners/${id}`);
});

creditControls.get('/admin/partners/:id/limit', staff, async (req, res) => {
  render(res, 'credit/limit', limitPage(await creditControl(req.scope, idIn(req)), randomUUID()));
});

creditControls.post('/admin/partners/:id/limit', staff, async (req, res) => {
  const partner = await creditControl(req.scope, idIn(req));
  const form = readForm(req, limitForm);
  if (!form.ok) return render(res.status(422), 'credit/limit', limitPage(partner, randomUUID(), form));
  const { token, ...input } = form.value;
  const done = await changeLimit(req.scope, partner.id, input, token).catch(asErrors);
  if ('errors' in done) return render(res.status(422), 'credit/limit', limitPage(partner, randomUUID(), { values: form.values, ...done }));
  flash(res, 'ok', `Лимит изменён.${easedText(done)}`);
  res.redirect(303, `/admin/partners/${partner.id}`);
});

/** Somebody was quicker: what was wanted is done. Any other error goes on. */
function liftedBefore(error: unknown): null {
  if (error instanceof Conflict) return null;
  throw error;
}

const afterLift = (lifted: Lifted): string =>
  lifted.otherHolds > 0 ? ` Остались другие блокировки: ${lifted.otherHolds}.` : easedText(lifted);

/** « Исполнено из ожидания: 3 заказа. Ещё ждут: 1 заказ.» */
function easedText({ released, waiting }: Eased): string {
  const done = released > 0 ? ` Исполнено из ожидания: ${count(released, 'заказ', 'заказа', 'заказов')}.` : '';
  const left = waiting > 0 ? ` Ещё ждут: ${count(waiting, 'заказ', 'заказа', 'заказов')}.` : '';
  return done + left;
}
