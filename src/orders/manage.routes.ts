import type { Request, Response } from 'express';
import { type Day, formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes, sellers } from '#src/platform/http/routes.ts';
import { again, opened, orAgain, type Typed } from '#src/subscriptions/change-answers.ts';
import type { Managed } from '#src/subscriptions/changes.rules.ts';
import { type ChangeForm, NEW_CHANGE } from '#src/subscriptions/manage.pages.ts';
import { worksAfter, worksFrom } from '#src/subscriptions/period.rules.ts';
import { numberIn } from '#src/subscriptions/subscriptions.forms.ts';
import { viewerOf } from '#src/subscriptions/viewer.ts';
import { parametersPage, startPage } from './change.pages.ts';
import { changeFacts, factsOfChange } from './change.queries.ts';
import { seatsFaultFor } from './change.rules.ts';
import { changePreviewPage, seatsCard } from './change-card.pages.ts';
import { previewQuery, seatsForm, shownTerms, startForm } from './manage.forms.ts';
import { type ChangeResult, changeSeats, startSubscription } from './manage.service.ts';

/** What the partner does with a subscription that may cost: «Параметры» and «Старт». */
export const costly = new Routes();

costly.get('/subscriptions/:number/parameters', sellers, async (req, res) => {
  const s = await opened(req, res, 'parameters');
  if (s) await showParameters(req, res)(s, NEW_CHANGE);
});

costly.get('/subscriptions/:number/parameters/preview', sellers, async (req, res) => {
  const { seats } = parseQuery(req, previewQuery);
  const card = seatsCard(await changeFacts(req.scope, numberIn(req.params)), seats);
  renderFragment(res, 'orders/change-preview', changePreviewPage(card));
});

costly.post('/subscriptions/:number/parameters', sellers, async (req, res) => {
  const form = readForm(req, seatsForm);
  const show = showParameters(req, res);
  if (!form.ok) return again(req, res, 'parameters', form, show);
  const { token, seen, seats, comment, step, shownFor } = form.value;
  if (step === 'recalculate' || shownFor !== String(seats)) return lookFirst(req, res, { ...form, seen }, seats);
  await orAgain(req, res, 'parameters', { ...form, seen }, show, async () => {
    const input = { version: seen.version, seats, comment, shown: shownTerms(form.value) };
    const works = worksOn(req, seats > seen.seats ? worksFrom : worksAfter);
    tell(res, await changeSeats(req.scope, numberIn(req.params), input, token), `Количество изменено: ${seen.seats} → ${seats}.${works}`);
  });
});

costly.get('/subscriptions/:number/start', sellers, async (req, res) => {
  const s = await opened(req, res, 'start');
  if (s) await showStart(req, res)(s, NEW_CHANGE);
});

costly.post('/subscriptions/:number/start', sellers, async (req, res) => {
  const form = readForm(req, startForm);
  if (!form.ok) return again(req, res, 'start', form, showStart(req, res));
  const { token, seen, comment } = form.value;
  await orAgain(req, res, 'start', { ...form, seen }, showStart(req, res), async () => {
    const input = { version: seen.version, comment, shown: shownTerms(form.value) };
    const result = await startSubscription(req.scope, numberIn(req.params), input, token);
    const forgotten = result.forgottenStopOn ? ` Прошедшая дата остановки ${formatDayShort(result.forgottenStopOn)} снята.` : '';
    tell(res, result, `Подписка запущена.${worksOn(req, worksFrom)}${forgotten}`);
  });
});

/** The sums for the seats typed, to be looked at and confirmed (200); the sentence at the field where there can be none (422). */
async function lookFirst(req: Request, res: Response, form: Typed, seats: number): Promise<void> {
  const fault = seatsFaultFor(await changeFacts(req.scope, numberIn(req.params)), seats);
  const typed = fault ? { ...form, errors: { seats: fault } } : { ...form, isToCheck: true };
  await again(req, res, 'parameters', typed, showParameters(req, res), fault ? 422 : 200);
}

const showParameters = (req: Request, res: Response) => async (s: Managed, form: ChangeForm) =>
  render(res, 'orders/parameters', parametersPage(await factsOfChange(req.scope, s), form, viewerOf(req)));

const showStart = (req: Request, res: Response) => async (s: Managed, form: ChangeForm) =>
  render(res, 'orders/start', startPage(await factsOfChange(req.scope, s), form, viewerOf(req)));

/** « Действует с 1 декабря 2026.», where that is not today. */
function worksOn(req: Request, day: (at: { today: Day; openFrom: Day | null }) => Day): string {
  const { today, openDay } = viewerOf(req);
  const from = day({ today, openFrom: openDay });
  return from === today ? '' : ` Действует с ${formatDayLong(from)}.`;
}

function tell(res: Response, { status, orderNumber }: ChangeResult, done: string): void {
  if (status === 'done') flash(res, 'ok', done);
  else flash(res, 'warn', `Заказ ${orderNumber} ждёт: превышен кредитный лимит. Он выполнится сам, когда лимита хватит.`);
}
