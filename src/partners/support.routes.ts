import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { BadRequest, Forbidden } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { partnerPeople, Routes, staff } from '#src/platform/http/routes.ts';
import { answerForm, questionForm, questionListQuery, turnForm } from './support.forms.ts';
import { questionPage, questionsPage, supportPage } from './support.pages.ts';
import { allQuestions, anyQuestion, ownQuestions } from './support.queries.ts';
import { answerSupport, askSupport, closeSupport, reopenSupport } from './support.service.ts';

/** Questions of partners to MONT's web store. */
export const support = new Routes();

support.get('/support', partnerPeople, async (req, res) => showSupport(req, res));

support.post('/support', partnerPeople, async (req, res) => {
  const form = readForm(req, questionForm);
  if (!form.ok) return showSupport(req, res.status(422), form);
  const { id } = await askSupport(req.scope, form.value.body, form.value.token);
  flash(res, 'ok', `Вопрос № ${id} отправлен. Ответ придёт на вашу почту и появится здесь.`);
  res.redirect(303, '/support');
});

async function showSupport(req: Request, res: Response, form?: FormState): Promise<void> {
  if (!req.user?.partner) throw new Forbidden();
  render(res, 'partners/support', supportPage(await ownQuestions(req.scope), req.user.partner, randomUUID(), form));
}

support.get('/admin/support', staff, async (req, res) => {
  const filter = parseQuery(req, questionListQuery);
  render(res, 'partners/questions', questionsPage(await allQuestions(req.scope, filter), filter, randomUUID));
});

support.get('/admin/support/:id', staff, async (req, res) => showQuestion(req, res));

support.post('/admin/support/:id/answer', staff, async (req, res) => {
  const form = readForm(req, answerForm);
  if (!form.ok) return showQuestion(req, res.status(422), form);
  const { id } = await answerSupport(req.scope, idIn(req), form.value.answer, form.value.token);
  flash(res, 'ok', `Ответ на вопрос № ${id} отправлен.`);
  res.redirect(303, '/admin/support');
});

support.post('/admin/support/:id/closing', staff, async (req, res) => {
  const form = readForm(req, turnForm);
  if (!form.ok) throw new BadRequest();
  const { id } = await closeSupport(req.scope, idIn(req), form.value.token);
  flash(res, 'ok', `Вопрос № ${id} закрыт без ответа. Здесь его можно открыть снова.`);
  res.redirect(303, `/admin/support/${id}`);
});

support.post('/admin/support/:id/reopening', staff, async (req, res) => {
  const form = readForm(req, turnForm);
  if (!form.ok) throw new BadRequest();
  const { id } = await reopenSupport(req.scope, idIn(req), form.value.token);
  flash(res, 'ok', `Вопрос № ${id} снова ждёт ответа.`);
  res.redirect(303, `/admin/support/${id}`);
});

/** One question by itself: also where an answer that was refused comes back. */
async function showQuestion(req: Request, res: Response, form?: FormState): Promise<void> {
  render(res, 'partners/questions', questionPage(await anyQuestion(req.scope, idIn(req)), randomUUID, form));
}
