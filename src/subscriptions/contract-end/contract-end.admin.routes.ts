import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { parseDay } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import { Conflict, ToConfirm } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { endingForm, endingQuery } from './contract-end.forms.ts';
import { endingPage, outcomePage, usualWish } from './contract-end.pages.ts';
import { endingOf } from './contract-end.queries.ts';
import type { Ending, EndingWish } from './contract-end.rules.ts';
import { endContract } from './contract-end.service.ts';

/** «Завершить договор»: what it does to subscriptions is shown before it is done (product rule §4). */
export const contractEnding = new Routes();

const PATH = '/admin/partners/:id/contracts/:contractId/ending';

contractEnding.get(PATH, staff, (req, res) => show(req, res, EMPTY_FORM));

/** What the end as typed would do; asked by script while it is typed. */
contractEnding.get(`${PATH}/outcome`, staff, async (req, res) => {
  const { endedOn, successor } = parseQuery(req, endingQuery);
  const ending = await endingOfRequest(req);
  const today = req.scope.portal.clock.today();
  const usual = usualWish(ending, today);
  const wish = { endedOn: endedOn ?? usual.endedOn, successorId: successor === undefined ? usual.successorId : successor };
  renderFragment(res, 'partners/contract-outcome', outcomePage(ending, wish, today));
});

contractEnding.post(PATH, staff, (req, res) =>
  submit(req, res, endingForm, {
    act: ({ token, step, successor: successorId, ...typed }) => {
      if (step === 'show') throw new ToConfirm();
      return endContract(req.scope, idIn(req), idIn(req, 'contractId'), { ...typed, successorId }, token);
    },
    again: (form) => show(req, res, form),
    done: ({ touched }) => ({
      to: `/admin/partners/${idIn(req)}?tab=people`,
      say: `Договор завершён. ${count(touched, 'подписка', 'подписки', 'подписок')} по нему: письмо партнёру в очереди.`,
    }),
  }),
);

/** @throws Conflict when it was ended before */
async function endingOfRequest(req: Request): Promise<Ending> {
  const ending = await endingOf(req.scope.portal.sql, idIn(req), idIn(req, 'contractId'), req.scope.portal.clock.today());
  if (ending.contract.endedOn !== null) throw new Conflict('Этот договор уже завершён.');
  return ending;
}

/** The form with what was typed, and what it would do; of a contract ended already its partner's card tells. */
async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const today = req.scope.portal.clock.today();
  const ending = await endingOf(req.scope.portal.sql, idIn(req), idIn(req, 'contractId'), today);
  const wish = typedWish(form, usualWish(ending, today));
  if (ending.contract.endedOn === null) return render(res, 'partners/contract-ending', endingPage(ending, wish, randomUUID(), today, form));
  flash(res, 'info', `Договор ${ending.contract.number} уже завершён.`);
  res.redirect(303, `/admin/partners/${idIn(req)}?tab=people`);
}

function typedWish({ values }: FormState, usual: EndingWish): EndingWish {
  const { successor = '' } = values;
  const successorId = /^\d+$/.test(successor) ? Number(successor) : null;
  return { endedOn: parseDay(values['endedOn'] ?? '') ?? usual.endedOn, successorId: successor === '' ? usual.successorId : successorId };
}
