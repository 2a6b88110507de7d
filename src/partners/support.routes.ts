import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { Forbidden } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { partnerPeople, Routes, staff } from '#src/platform/http/routes.ts';
import { answerForm, questionForm, questionListQuery } from './support.forms.ts';
import { questionsPage, supportPage } from './support.pages.ts';
import { allQuestions, ownQuestions } from './support.queries.ts';
import { answerSupport, askSupport } from './support.service.ts';

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

support.post('/admin/support/:id/answer', staff, async (req, res) => {
  const id = idIn(req);
  const form = readForm(req, answerForm);
  if (!form.ok) {
    flash(res, 'bad', Object.values(form.errors)[0] ?? 'Проверьте ответ.');
    return res.redirect(303, '/admin/support');
  }
  await answerSupport(req.scope, id, form.value.answer, form.value.token);
  flash(res, 'ok', form.value.answer ? 'Ответ отправлен.' : 'Вопрос отмечен отвеченным.');
  res.redirect(303, '/admin/support');
});
