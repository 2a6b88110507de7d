import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { count } from '#src/lib/russian.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes, upload } from '#src/platform/http/routes.ts';
import { loadStatement } from './loading.service.ts';
import { agreeToSure, NotAsSeen } from './recording.service.ts';
import { isDecided, type ReviewFacts, reviewPage, shownFirst } from './review.pages.ts';
import { reviewOf, sureOutlook } from './review.queries.ts';
import { reviewColumns, reviewRows } from './review-table.pages.ts';
import { MOST_MB, PATH, statementListPage } from './statement-list.pages.ts';
import { fileQuery, reviewQuery, sureForm, tokenForm } from './statements.forms.ts';
import { bankPayments, recentStatements, statementCard, stateTotals } from './statements.queries.ts';

/** Bank statements: load, look through, record what is sure (product rule §10). */
export const statements = new Routes();

statements.get('/admin/payments/import', staff, (req, res) => showForm(req, res, {}));

statements.post('/admin/payments/import', staff, { ...upload, mostMb: MOST_MB }, async (req, res) => {
  const form = readForm(req, tokenForm);
  if (!form.ok) throw new BadRequest();
  const { upload: file } = req;
  if (!file || file.name === '') return showForm(req, res, { file: 'Выберите файл' });
  if (file.isTooLarge) return showForm(req, res, { file: `Файл больше ${MOST_MB} МБ: скачайте выписку за меньший срок` });
  try {
    const { id, known } = await loadStatement(req.scope, file, form.value.token);
    if (id === null) flash(res, 'info', nothingNew(known));
    res.redirect(303, id === null ? PATH : `${PATH}/${id}`);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await showForm(req, res, { file: error.message });
  }
});

statements.get('/admin/payments/import/:id', staff, async (req, res) => {
  render(res, 'statements/review', reviewPage(await reviewFacts(req)));
});

statements.post('/admin/payments/import/:id/sure', staff, heavy, async (req, res) => {
  const form = readForm(req, sureForm);
  if (!form.ok) throw new BadRequest();
  try {
    const { agreed } = await agreeToSure(req.scope, idIn(req), form.value);
    flash(res, 'ok', `Записываются: ${count(agreed, 'платёж', 'платежа', 'платежей')}.`);
  } catch (error) {
    if (!(error instanceof NotAsSeen)) throw error;
    flash(res, 'warn', error.message);
  }
  res.redirect(303, `${PATH}/${idIn(req)}`);
});

statements.export('/admin/payments/import/:id/payments', staff, async (req) => {
  const { show } = parseQuery(req, fileQuery);
  const { id } = await statementCard(req.scope, idIn(req));
  return { name: `statement-${id}`, sheet: 'Поступления', columns: reviewColumns, rows: () => reviewRows(req.scope, id, show) };
});

const nothingNew = (known: number): string =>
  known > 0
    ? `Все поступления этого файла уже загружены: ${known}. Ничего не изменилось.`
    : 'Поступлений в этом файле нет. Ничего не изменилось.';

async function reviewFacts(req: Request): Promise<ReviewFacts> {
  const { show: asked, page } = parseQuery(req, reviewQuery);
  const { sql, clock } = req.scope.portal;
  const card = await statementCard(req.scope, idIn(req));
  const [review, totals] = [await reviewOf(sql, card.id, clock.today()), await stateTotals(sql, card.id)];
  const show = asked ?? shownFirst(review, totals);
  const decided = isDecided(show) ? await bankPayments(sql, card.id, [show]) : [];
  return { card, totals, review, outlook: await sureOutlook(sql, review, clock.today()), show, decided, page, token: randomUUID() };
}

async function showForm(req: Request, res: Response, errors: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(errors).length > 0) res.status(422);
  render(res, 'statements/list', statementListPage(await recentStatements(req.scope), randomUUID(), errors));
}
