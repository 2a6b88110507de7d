import type { Request, Response } from 'express';
import type { z } from 'zod';
import { sellers } from '#src/accounts/access.rules.ts';
import { type Day, formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { shownTerms } from '#src/orders/shown-terms.parts.ts';
import { Invalid, ToConfirm } from '#src/platform/errors.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { type Landing, submit } from '#src/platform/http/submit.ts';
import { backTo, opened } from '#src/subscriptions/manage/change-answers.parts.ts';
import { type ChangeForm, NEW_CHANGE } from '#src/subscriptions/manage/change-form.parts.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { worksAfter, worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { parametersPage, startPage } from './change.pages.ts';
import { changeFacts, factsOfChange } from './change.queries.ts';
import { seatsFaultFor } from './change.rules.ts';
import { changePreviewPage, seatsCard } from './change-card.parts.ts';
import { previewQuery, seatsForm, startForm } from './seats-and-start.forms.ts';
import { type ChangeResult, changeSeats, startSubscription } from './seats-and-start.service.ts';

/** What the partner does with a subscription that may cost: «Параметры» and «Старт». */
export const orderingChanges = new Routes();

orderingChanges.get('/subscriptions/:number/parameters', sellers, async (req, res) => {
  const s = await opened(req, res, 'parameters');
  if (s) await showParameters(req, res)(s, NEW_CHANGE);
});

orderingChanges.get('/subscriptions/:number/parameters/preview', sellers, async (req, res) => {
  const { seats } = parseQuery(req, previewQuery);
  const card = seatsCard(await changeFacts(req.scope, numberIn(req.params)), seats);
  renderFragment(res, 'orders/change-preview', changePreviewPage(card));
});

orderingChanges.post('/subscriptions/:number/parameters', sellers, (req, res) =>
  submit(req, res, seatsForm, {
    act: (form) => change(req, form),
    ...backTo(req, res, 'parameters', showParameters(req, res)),
    done: (result, { seen, seats }) => landing(req, result, changedText(req, seen.seats, seats)),
  }),
);

orderingChanges.get('/subscriptions/:number/start', sellers, async (req, res) => {
  const s = await opened(req, res, 'start');
  if (s) await showStart(req, res)(s, NEW_CHANGE);
});

orderingChanges.post('/subscriptions/:number/start', sellers, (req, res) =>
  submit(req, res, startForm, {
    act: ({ token, seen, comment, ...shown }) =>
      startSubscription(req.scope, numberIn(req.params), { version: seen.version, comment, shown: shownTerms(shown) }, token),
    ...backTo(req, res, 'start', showStart(req, res)),
    done: (result) => {
      const forgotten = result.forgottenStopOn ? ` Прошедшая дата остановки ${formatDayShort(result.forgottenStopOn)} снята.` : '';
      return landing(req, result, `Подписка запущена.${worksOn(req, worksFrom)}${forgotten}`);
    },
  }),
);

/** @throws as `lookFirst` where the sums for these seats have not been shown */
function change(req: Request, form: z.infer<typeof seatsForm>): Promise<ChangeResult> {
  const { token, seen, seats, comment, step, shownFor } = form;
  if (step === 'recalculate' || shownFor !== String(seats)) return lookFirst(req, seats);
  const input = { version: seen.version, seats, comment, shown: shownTerms(form) };
  return changeSeats(req.scope, numberIn(req.params), input, token);
}

/** «Количество изменено: 5 → 7. Действует с 1 декабря 2026.» */
const changedText = (req: Request, before: number, seats: number): string =>
  `Количество изменено: ${before} → ${seats}.${worksOn(req, seats > before ? worksFrom : worksAfter)}`;

/** The sums for the seats typed are looked at and confirmed. @throws ToConfirm; Invalid `{ seats }` where there can be none */
async function lookFirst(req: Request, seats: number): Promise<never> {
  const fault = seatsFaultFor(await changeFacts(req.scope, numberIn(req.params)), seats);
  throw fault ? new Invalid({ seats: fault }) : new ToConfirm();
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

function landing({ params }: Request, { status, orderNumber }: ChangeResult, done: string): Landing {
  const to = `/subscriptions/${numberIn(params)}`;
  if (status === 'done') return { to, say: done };
  return { to, tone: 'warn', say: `Заказ ${orderNumber} ждёт: превышен кредитный лимит. Он выполнится сам, когда лимита хватит.` };
}
