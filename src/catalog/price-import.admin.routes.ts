import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { nextMonth } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { BadRequest, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, postedText, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, only, Routes, upload } from '#src/platform/http/routes.ts';
import { ConfirmForm, ImportForm, ReadingForm } from './price-import.forms.ts';
import { dryRunPage, importPage } from './price-import.pages.ts';
import { differences, priceImport, pricesOf, recentImports } from './price-import.queries.ts';
import { applyPriceList, loadPriceList, rereadPriceList } from './price-import.service.ts';
import type { ReadingState } from './price-reading.pages.ts';
import { touchedBlock } from './touched.pages.ts';
import { touchedBy } from './touched.queries.ts';

/** Price lists from files: load, look at the differences, confirm (product rule §5). */
export const priceImports = new Routes();

const admins = only('admin');

priceImports.get('/admin/catalog/import', admins, (req, res) => showForm(req, res, {}));

priceImports.post('/admin/catalog/import', admins, upload, async (req, res) => {
  const form = readForm(req, ImportForm);
  if (!form.ok) return showForm(req, res, form.errors);
  const { upload } = req;
  if (!upload || upload.name === '') return showForm(req, res, { file: 'Выберите файл' });
  if (upload.isTooLarge) return showForm(req, res, { file: 'Файл больше 5 МБ: разделите его' });
  try {
    const id = await loadPriceList(req.scope, upload, form.value);
    res.redirect(303, `/admin/catalog/import/${id}`);
  } catch (error) {
    await showForm(req, res, faultsOf(error));
  }
});

priceImports.get('/admin/catalog/import/:id', admins, (req, res) => showDryRun(req, res, null));

priceImports.post('/admin/catalog/import/:id/reading', admins, heavy, async (req, res) => {
  const form = readForm(req, ReadingForm);
  if (!form.ok) throw new BadRequest();
  try {
    await rereadPriceList(req.scope, idIn(req), form.value);
    res.redirect(303, `/admin/catalog/import/${idIn(req)}`);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await showDryRun(req, res, { values: form.values, error: error.message });
  }
});

priceImports.post('/admin/catalog/import/:id/confirmation', admins, async (req, res) => {
  const form = readForm(req, ConfirmForm);
  if (!form.ok && 'earlyReason' in form.errors) return showDryRun(req, res, null, form);
  if (!form.ok) throw new BadRequest();
  const added = await applyPriceList(req.scope, idIn(req), form.value);
  flash(res, 'ok', `Прайс-лист применён: ${count(added, 'новая цена', 'новые цены', 'новых цен')}.`);
  res.redirect(303, `/admin/catalog/import/${idIn(req)}`);
});

function faultsOf(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof UnreadableFile) return { file: error.message };
  if (error instanceof Invalid) return error.fields;
  throw error;
}

/** `form` is the confirmation as it came back. */
async function showDryRun(req: Request, res: Response, state: ReadingState | null, form: FormState = EMPTY_FORM): Promise<void> {
  const { portal } = req.scope;
  const list = await priceImport(req.scope, idIn(req));
  const rows = await differences(portal.sql, list.id, portal.clock.today());
  const touched = touchedBlock(await touchedBy(req.scope, pricesOf(rows)), form);
  const page = dryRunPage(list, rows, { token: randomUUID(), state, touched, typed: form.values });
  render(state || form.errors['earlyReason'] ? res.status(422) : res, 'catalog/price-import', page);
}

async function showForm(req: Request, res: Response, errors: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(errors).length > 0) res.status(422);
  const validFrom = postedText(req, 'validFrom') || nextMonth(req.scope.portal.clock.today());
  render(res, 'catalog/price-imports', importPage(await recentImports(req.scope), validFrom, randomUUID(), errors));
}
