import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { partnerPeople, staff } from '#src/accounts/access.rules.ts';
import { Forbidden } from '#src/platform/errors.ts';
import { type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { answerForm, questionForm, questionList, turnForm } from './support.forms.ts';
import { questionPage, questionsPage, supportPage } from './support.pages.ts';
import { allQuestions, anyQuestion, ownQuestions, QUESTIONS } from './support.queries.ts';
import { answerSupport, askSupport, closeSupport, reopenSupport } from './support.service.ts';

/** Questions of partners to MONT's web store. */
export const support = new Routes();

support.get('/support', partnerPeople, async (req, res) => showSupport(req, res));

support.post('/support', partnerPeople, (req, res) =>
  submit(req, res, questionForm, {
    act: ({ body, token }) => askSupport(req.scope, body, token),
    again: (form) => showSupport(req, res, form),
    done: ({ id }) => ({ to: '/support', say: `Вопрос № ${id} отправлен. Ответ придёт на вашу почту и появится здесь.` }),
  }),
);

async function showSupport(req: Request, res: Response, form?: FormState): Promise<void> {
  if (!req.user?.partner) throw new Forbidden();
  render(res, 'partners/support', supportPage(await ownQuestions(req.scope), req.user.partner, randomUUID(), form));
}

support.get('/admin/support', staff, async (req, res) => {
  const filter = parseQuery(req, questionList.query);
  render(res, 'partners/questions', questionsPage(await allQuestions(req.scope, filter, partOf(filter, QUESTIONS)), filter, randomUUID));
});

support.get('/admin/support/:id', staff, async (req, res) => showQuestion(req, res));

support.post('/admin/support/:id/answer', staff, (req, res) =>
  submit(req, res, answerForm, {
    act: ({ answer, token }) => answerSupport(req.scope, idIn(req), answer, token),
    again: (form) => showQuestion(req, res, form),
    done: ({ id }) => ({ to: '/admin/support', say: `Ответ на вопрос № ${id} отправлен.` }),
  }),
);

support.post('/admin/support/:id/closing', staff, (req, res) =>
  submit(req, res, turnForm, {
    act: ({ token }) => closeSupport(req.scope, idIn(req), token),
    done: ({ id }) => ({ to: `/admin/support/${id}`, say: `Вопрос № ${id} закрыт без ответа. Здесь его можно открыть снова.` }),
  }),
);

support.post('/admin/support/:id/reopening', staff, (req, res) =>
  submit(req, res, turnForm, {
    act: ({ token }) => reopenSupport(req.scope, idIn(req), token),
    done: ({ id }) => ({ to: `/admin/support/${id}`, say: `Вопрос № ${id} снова ждёт ответа.` }),
  }),
);

/** One question by itself: also where an answer that was refused comes back. */
async function showQuestion(req: Request, res: Response, form?: FormState): Promise<void> {
  render(res, 'partners/questions', questionPage(await anyQuestion(req.scope, idIn(req)), randomUUID, form));
}
