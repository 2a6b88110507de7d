import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { staff } from '#src/accounts/access.rules.ts';
import { laterDay, nextMonth } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { agreeToRun } from '#src/orders/held/agreed.service.ts';
import { whatWillRun } from '#src/orders/held/what-runs.queries.ts';
import { renewalsAhead } from '#src/orders/renewals/renewals.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, ToConfirm } from '#src/platform/errors.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { type Landing, submit } from '#src/platform/http/submit.ts';
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
  await submit(req, res, holdForm, {
    act: ({ token, contract: contractId, ...hold }) =>
      command(req.scope, { action: 'hold.place', token }, (tx) =>
        placeHold(tx, { ...hold, contractId, partnerId: partner.id, reason: 'manual' }),
      ),
    again: (form) => render(res, 'credit/hold', holdPage(partner, randomUUID(), form)),
    done: () => ({
      to: `/admin/partners/${partner.id}`,
      say: `${partner.name}: заказы и управление подписками заблокированы. Письма партнёру и менеджеру в очереди.`,
    }),
  });
});

creditControls.get('/admin/partners/:id/holds/:holdId/lift', staff, (req, res) => showLift(req, res, EMPTY_FORM));

creditControls.post('/admin/partners/:id/holds/:holdId/lift', staff, (req, res) =>
  submit(req, res, liftForm, {
    act: (form) => lift(req, form),
    again: (form) => showLift(req, res, form),
    done: (lifted) => ({ to: `/admin/partners/${idIn(req)}`, ...liftedText(lifted) }),
  }),
);

/** null when somebody else has lifted it: what was wanted is so. */
async function lift(req: Request, { token, comment, agreed }: z.infer<typeof liftForm>): Promise<Lifted | null> {
  const [id, holdId] = [idIn(req), idIn(req, 'holdId')];
  try {
    return await command(req.scope, { action: 'hold.lift', token }, async (tx) => {
      await agreeToRun(tx, id, { liftedHoldIds: [holdId] }, agreed);
      return liftHold(tx, id, holdId, comment);
    });
  } catch (error) {
    if (error instanceof Conflict) return null;
    throw error;
  }
}

/** What lifting will do is read each time: a list gone stale comes back as it is now. */
async function showLift(req: Request, res: Response, form: FormState): Promise<void> {
  const [id, holdId] = [idIn(req), idIn(req, 'holdId')];
  const easing = { liftedHoldIds: [holdId], dropped: droppedIn(form.values) };
  const [partner, outlook] = await Promise.all([creditControl(req.scope, id), whatWillRun(req.scope, id, easing)]);
  const page = liftPage(partner, holdId, { token: randomUUID(), outlook }, form);
  render(res, 'credit/lift', page);
}

creditControls.get('/admin/partners/:id/limit', staff, async (req, res) => {
  const typed = parseQuery(req, limitQuery);
  render(res, 'credit/limit', limitPage(await creditControl(req.scope, idIn(req)), randomUUID(), { ...EMPTY_FORM, values: typed }));
});

creditControls.post('/admin/partners/:id/limit', staff, async (req, res) => {
  const partner = await creditControl(req.scope, idIn(req));
  let outlook: LimitOutlook | null = null;
  await submit(req, res, limitForm, {
    act: async ({ token, ...input }) => {
      outlook = await limitOutlook(req.scope, partner.id, input.limit, input.agreed.drop);
      if (isWorthAsking(partner.limit, input, outlook)) throw new ToConfirm();
      return changeLimit(req.scope, partner.id, input, token);
    },
    again: (form) => render(res, 'credit/limit', limitPage(partner, randomUUID(), form, outlook)),
    done: (eased) => ({ to: `/admin/partners/${partner.id}`, say: `Лимит изменён: был ${formatRub(partner.limit)}.${easedText(eased)}` }),
  });
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

function liftedText(lifted: Lifted | null): Pick<Landing, 'say' | 'tone'> {
  if (!lifted) return { tone: 'info', say: 'Эту блокировку уже сняли.' };
  const { otherHolds } = lifted;
  const after = otherHolds > 0 ? ` Остались другие блокировки: ${otherHolds}.` : easedText(lifted);
  return { tone: otherHolds > 0 ? 'warn' : 'ok', say: `Блокировка снята.${after} Вернуть её можно кнопкой «Заблокировать».` };
}

/** « Выполнено из ожидания: 3 заказа. Ещё ждут: 1 заказ.» */
function easedText({ released, waiting }: Eased): string {
  const done = released > 0 ? ` Выполнено из ожидания: ${count(released, 'заказ', 'заказа', 'заказов')}.` : '';
  const left = waiting > 0 ? ` Ещё ждут: ${count(waiting, 'заказ', 'заказа', 'заказов')}.` : '';
  return done + left;
}
