import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { formatDayLong } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { whatWillRun } from '#src/orders/held/what-runs.queries.ts';
import { NotFound } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, postedText } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, upload } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { calendarOf } from '#src/workdays/calendar.queries.ts';
import { sendPaper } from './paper/paper.parts.ts';
import { paperOf } from './paper/paper.service.ts';
import { type PromiseSight, promisePage } from './promise.pages.ts';
import { newPromiseQuery, promiseForm, typedSum } from './promises.forms.ts';
import { hasOpenAllowance, heldInvoice, promiseFile, promiseRight } from './promises.queries.ts';
import { PROMISERS, promiseDay, quarterOf } from './promises.rules.ts';
import { type Made, makePromise, roomFor } from './promises.service.ts';

/** «Обещать оплату»: a partner's owner or accountant promises an overdue invoice, or a sum that the limit lacks. */
export const promises = new Routes();

const promisers = only(...PROMISERS);

promises.get('/finance/promises/new', promisers, async (req, res) => {
  const { hold, sum } = parseQuery(req, newPromiseQuery);
  const { amount, fault } = typedSum(sum);
  if (fault) res.status(422);
  await show(req, res, { holdId: hold ?? null, amount, typed: sum ?? null }, fault ? { amount: fault } : {});
});

promises.post('/finance/promises', promisers, upload, (req, res) =>
  submit(req, res, promiseForm, {
    act: async ({ hold: holdId, amount, seen, token }) =>
      makePromise(req.scope, { holdId, amount, seen, paper: await paperOf(req.scope.portal, req.upload) }, token),
    again: ({ values, errors }) => show(req, res, asked(values), errors),
    meanwhile: ({ errors }) => {
      flash(res, 'warn', errors[''] ?? '');
      res.redirect(303, '/finance');
    },
    done: (made) => ({ to: '/finance', ...madeText(made) }),
  }),
);

promises.get('/finance/promises/:id/file', promisers, async (req, res) => {
  sendPaper(res, await promiseFile(req.scope.portal.sql, partnerOf(req.scope), idIn(req)));
});

interface Asked {
  readonly holdId: number | null;
  readonly amount: Kopecks | null;
  readonly typed: string | null;
}

/** What a form asked for; what no page of the portal sends is left out. */
function asked({ hold, amount }: Readonly<Record<string, string | undefined>>): Asked {
  const digits = (text: string | undefined, most: number) => (text && /^\d+$/.test(text) && text.length <= most ? text : null);
  const holdId = Number(digits(hold, 9)) || null;
  return { holdId, amount: holdId === null ? kopecks(digits(amount, 14) ?? 0n) || null : null, typed: null };
}

/** The page as things are now. @throws NotFound where the hold is not the partner's, or is gone */
async function show(
  req: Request,
  res: Response,
  { holdId, amount, typed }: Asked,
  errors: Readonly<Record<string, string>>,
): Promise<void> {
  const { scope } = req;
  const { sql, clock, config } = scope.portal;
  const partnerId = partnerOf(scope);
  const today = clock.today();
  const held = holdId === null ? null : await heldInvoice(sql, partnerId, holdId);
  if (held === undefined) throw new NotFound('Обещать по этой блокировке нечего: она снята, или её не было.');
  const room = held ? null : await roomFor(sql, today, partnerId, amount);
  const [{ left }, isOpen, outlook] = await Promise.all([
    promiseRight(sql, partnerId, quarterOf(today)),
    hasOpenAllowance(sql, partnerId),
    whatWillRun(scope, partnerId, held ? { liftedHoldIds: [held.holdId] } : (room?.easing ?? {})),
  ]);
  const sight: PromiseSight = {
    ...{ today, left, held, outlook, typed, days: config.promiseDays, dueOn: promiseDay(today, config.promiseDays, await calendarOf(sql)) },
    room: room && { ...room, amount: amount ?? room.need, isOpen },
    token: postedText(req, 'token') || randomUUID(),
  };
  render(res, 'promises/new', promisePage(sight, { errors }));
}

function madeText({ dueOn, eased }: Made): { say: string; tone: 'ok' | 'warn' } {
  const until = `Обещание принято: оплатите до ${formatDayLong(dueOn)}.`;
  if (eased.otherHolds > 0) return { tone: 'warn', say: `${until} Остались другие блокировки: ${eased.otherHolds}.` };
  const done = eased.released > 0 ? ` Выполнено из ожидания: ${count(eased.released, 'заказ', 'заказа', 'заказов')}.` : '';
  const left = eased.waiting > 0 ? ` Ещё ждут: ${count(eased.waiting, 'заказ', 'заказа', 'заказов')}.` : '';
  return { tone: 'ok', say: until + done + left };
}
