import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { count } from '#src/lib/russian.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { BadRequest, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes, upload } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import type { Upload } from '#src/platform/http/uploads.ts';
import type { Scope } from '#src/platform/scope.ts';
import { filesUnderWay } from './files.queries.ts';
import { type LoadedStatement, loadStatement } from './loading.service.ts';
import { receiveFile } from './receiving.service.ts';
import { agreeToSure, NotAsSeen } from './recording.service.ts';
import { isDecided, type ReviewFacts, reviewPage, shownFirst } from './review.pages.ts';
import { decidedPart, invoicesOf, sortedPart } from './review.queries.ts';
import { reviewColumns, reviewRows } from './review-table.pages.ts';
import { sortedView } from './sorting.service.ts';
import { MOST_MB, nothingNew, PATH, statementListPage } from './statement-list.pages.ts';
import { reviewList, type Shown, sureForm, tokenForm } from './statements.forms.ts';
import { recentStatements } from './statements.queries.ts';
import { sureOutlook, sureTotals } from './sure-outlook.queries.ts';

/** Some 2,000 documents: read and kept in less than a second. */
const AT_ONCE_BYTES = 1024 * 1024;

/** Bank statements: load, look through, record what is sure (product rule §10). */
export const statements = new Routes();

statements.get('/admin/payments/import', staff, (req, res) => showForm(req, res, {}));

statements.post('/admin/payments/import', staff, { ...upload, mostMb: MOST_MB }, (req, res) =>
  submit(req, res, tokenForm, {
    act: ({ token }) => take(req.scope, fileOf(req), token).catch(asInvalid),
    again: ({ errors }, refusal) => {
      if (!refusal) throw new BadRequest(); // nothing is typed but the file
      return showForm(req, res, errors);
    },
    done: (taken) => {
      if ('fileId' in taken) return `${PATH}/files/${taken.fileId}`;
      return taken.id === null ? { to: PATH, say: nothingNew(taken.known), tone: 'info' } : `${PATH}/${taken.id}`;
    },
  }),
);

statements.get('/admin/payments/import/:id', staff, async (req, res) => {
  render(res, 'statements/review', reviewPage(await reviewFacts(req)));
});

statements.post('/admin/payments/import/:id/sure', staff, heavy, async (req, res) => {
  const to = `${PATH}/${idIn(req)}`;
  await submit(req, res, sureForm, {
    act: (form) => agreeToSure(req.scope, idIn(req), form),
    meanwhile: (_, error) => {
      if (!(error instanceof NotAsSeen)) throw error;
      flash(res, 'warn', error.message);
      res.redirect(303, to);
    },
    done: ({ agreed }) => ({ to, say: `Записываются: ${count(agreed, 'платёж', 'платежа', 'платежей')}.` }),
  });
});

statements.export('/admin/payments/import/:id/payments', staff, async (req) => {
  const { show } = parseQuery(req, reviewList.exportQuery);
  const { id } = (await sortedView(req.scope, idIn(req))).card;
  return { name: `statement-${id}`, sheet: 'Поступления', columns: reviewColumns, rows: () => reviewRows(req.scope, id, show) };
});

/** @throws Invalid where none was chosen, or one too large */
function fileOf({ upload: file }: Request): Upload {
  if (!file || file.name === '') throw new Invalid({ file: 'Выберите файл' });
  if (file.isTooLarge) throw new Invalid({ file: `Файл больше ${MOST_MB} МБ: скачайте выписку за меньший срок` });
  return file;
}

/** A short file is read at once, a long one by a job, whose progress has a page. */
async function take(scope: Scope, file: Upload, token: string): Promise<LoadedStatement | { fileId: number }> {
  return file.bytes.length > AT_ONCE_BYTES ? { fileId: await receiveFile(scope, file, token) } : loadStatement(scope, file, token);
}

/** A file that can't be read is a fault of its field. */
function asInvalid(error: unknown): never {
  throw error instanceof UnreadableFile ? new Invalid({ file: error.message }) : error;
}

async function reviewFacts(req: Request): Promise<ReviewFacts> {
  const { show: asked, page } = parseQuery(req, reviewList.query);
  const { sql, clock } = req.scope.portal;
  const id = idIn(req);
  const view = await sortedView(req.scope, id);
  const show = asked ?? shownFirst(view.totals);
  const isMoving = view.isComing || view.totals.has('agreed');
  const outlook = isMoving ? null : await sureOutlook(sql, id, clock.today(), view.sure ?? (await sureTotals(sql, id)));
  return { ...view, outlook, show, page, token: randomUUID(), ...(await linesOf(sql, id, show, page)) };
}

/** What the page shows of a kind. */
async function linesOf(sql: Sql, id: number, show: Shown, page: number): Promise<Pick<ReviewFacts, 'decided' | 'sorted' | 'invoices'>> {
  const part = partOf({ page });
  if (isDecided(show)) return { decided: await decidedPart(sql, id, [show], part), sorted: [], invoices: new Map() };
  const { sorted } = await sortedPart(sql, id, [show], part);
  return { decided: [], sorted, invoices: await invoicesOf(sql, sorted) };
}

async function showForm(req: Request, res: Response, errors: Readonly<Record<string, string>>): Promise<void> {
  const [statements, files] = await Promise.all([recentStatements(req.scope), filesUnderWay(req.scope)]);
  render(res, 'statements/list', statementListPage({ statements, files }, randomUUID(), errors));
}
