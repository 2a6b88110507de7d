import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { asErrors } from '#src/accounts/accounts.forms.ts';
import { laterDay, nextMonth } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { agreeToRun } from '#src/orders/agreed.service.ts';
import { renewalsAhead } from '#src/orders/renewals.service.ts';
import { whatWillRun } from '#src/orders/what-runs.queries.ts';
import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import type { Scope } from '#src/platform/scope.ts';
import { creditControl } from './control.queries.ts';
import { droppedIn, holdForm, liftForm, limitForm, limitQuery } from './credit.forms.ts';
import { creditOf, type Eased } from './credit.service.ts';
import type { Lifted } from './credit.types.ts';
import { holdPage, liftPage } from './holds.pages.ts';
import { liftHold, placeHold } from './holds.service.ts';
import { type LimitOutlook, limitPage } from './limit.pages.ts';
import { changeLimit, type NewLimit } from './limit.service.ts';

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

creditControls.get('/admin/partners/:id/holds/:holdId/lift', staff, (req, res) => showLift(req, res, EMPTY_FORM));

creditControls.post('/admin/partners/:id/holds/:holdId/lift', staff, async (req, res) => {
  const [id, holdId] = [idIn(req), idIn(req, 'holdId')];
  const form = readForm(req, liftForm);
  if (!form.ok) return showLift(req, res, form);
  const { token, comment, agreed } = form.value;
  const done = await command(req.scope, { action: 'hold.lift', token }, async (tx) => {
    await agreeToRun(tx, id, { liftedHoldIds: [holdId] }, agreed);
    return liftHold(tx, id, holdId, comment);
  }).catch((error) => (error instanceof Conflict ? null : asErrors(error)));
  if (done && 'errors' in done) return showLift(req, res, { values: form.values, ...done });
  if (done)
    flash(res, done.otherHolds > 0 ? 'warn' : 'ok', `Блокировка снята.${afterLift(done)} Вернуть её можно кнопкой «Заблокировать».`);
  else flash(res, 'info', 'Эту блокировку уже сняли.');
  res.redirect(303, `/admin/partners/${id}`);
});

/** What lifting will do is read each time: a list gone stale comes back as it is now. */
async function showLift(req: Request, res: Response, form: FormState): Promise<void> {
  const [id, holdId] = [idIn(req), idIn(req, 'holdId')];
  const easing = { liftedHoldIds: [holdId], dropped: droppedIn(form.values) };
  const [partner, outlook] = await Promise.all([creditControl(req.scope, id), whatWillRun(req.scope, id, easing)]);
  const page = liftPage(partner, holdId, { token: randomUUID(), outlook }, form);
  render(page.isInvalid ? res.status(422) : res, 'credit/lift', page);
}

creditControls.get('/admin/partners/:id/limit', staff, async (req, res) => {
  const typed = parseQuery(req, limitQuery);
  render(res, 'credit/limit', limitPage(await creditControl(req.scope, idIn(req)), randomUUID(), { ...EMPTY_FORM, values: typed }));
});

creditControls.post('/admin/partners/:id/limit', staff, async (req, res) => {
  const partner = await creditControl(req.scope, idIn(req));
  const form = readForm(req, limitForm);
  if (!form.ok) return render(res.status(422), 'credit/limit', limitPage(partner, randomUUID(), form));
  const { token, ...input } = form.value;
  const outlook = await limitOutlook(req.scope, partner.id, input.limit, input.agreed.drop);
  const asked = { values: form.values, errors: {} };
  if (isWorthAsking(partner.limit, input, outlook)) return render(res, 'credit/limit', limitPage(partner, randomUUID(), asked, outlook));
  const done = await changeLimit(req.scope, partner.id, input, token).catch(asErrors);
  if ('errors' in done)
    return render(res.status(422), 'credit/limit', limitPage(partner, randomUUID(), { values: form.values, ...done }, outlook));
  flash(res, 'ok', `Лимит изменён: был ${formatRub(partner.limit)}.${easedText(done)}`);
  res.redirect(303, `/admin/partners/${partner.id}`);
});

async function limitOutlook(scope: Scope, partnerId: number, limit: Kopecks, dropped: readonly string[]): Promise<LimitOutlook> {
  const { sql, clock } = scope.portal;
  const today = clock.today();
  const { openFrom } = await creditOf(sql, partnerId);
  const [waiting, renewals] = await Promise.all([
    whatWillRun(scope, partnerId, { limit, dropped }),
    renewalsAhead(sql, partnerId, nextMonth(laterDay(today, openFrom ?? today)), today),
  ]);
  return { limit, waiting, renewals };
}

/** Consequences are shown once before the act: where orders will run, or the limit goes down. */
const isWorthAsking = (now: bigint, { limit, shown, agreed }: NewLimit, { waiting }: LimitOutlook): boolean =>
  agreed?.seen === null && shown === now && (limit < now || waiting.runs.length > 0);

const afterLift = (lifted: Lifted): string =>
  lifted.otherHolds > 0 ? ` Остались другие блокировки: ${lifted.otherHolds}.` : easedText(lifted);

/** « Выполнено из ожидания: 3 заказа. Ещё ждут: 1 заказ.» */
function easedText({ released, waiting }: Eased): string {
  const done = released > 0 ? ` Выполнено из ожидания: ${count(released, 'заказ', 'заказа', 'заказов')}.` : '';
  const left = waiting > 0 ? ` Ещё ждут: ${count(waiting, 'заказ', 'заказа', 'заказов')}.` : '';
  return done + left;
}
