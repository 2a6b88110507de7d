import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { nextMonth } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { postedText, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { only, Routes, upload } from '#src/platform/http/routes.ts';
import { ConfirmForm, ImportForm } from './price-import.forms.ts';
import { dryRunPage, importPage } from './price-import.pages.ts';
import { differences, priceImport, recentImports } from './price-import.queries.ts';
import { applyPriceList, loadPriceList } from './price-import.service.ts';

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
    if (!(error instanceof UnreadableFile)) throw error;
    await showForm(req, res, { file: error.message });
  }
});

priceImports.get('/admin/catalog/import/:id', admins, async (req, res) => {
  const list = await priceImport(req.scope, idIn(req));
  const { portal } = req.scope;
  render(res, 'catalog/price-import', dryRunPage(list, await differences(portal.sql, list.id, portal.clock.today()), randomUUID()));
});

priceImports.post('/admin/catalog/import/:id/confirmation', admins, async (req, res) => {
  const form = readForm(req, ConfirmForm);
  if (!form.ok) throw new BadRequest();
  const added = await applyPriceList(req.scope, idIn(req), form.value);
  flash(res, 'ok', `Прайс-лист применён: ${count(added, 'новая цена', 'новые цены', 'новых цен')}.`);
  res.redirect(303, `/admin/catalog/import/${idIn(req)}`);
});

async function showForm(req: Request, res: Response, errors: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(errors).length > 0) res.status(422);
  const validFrom = postedText(req, 'validFrom') || nextMonth(req.scope.portal.clock.today());
  render(res, 'catalog/price-imports', importPage(await recentImports(req.scope), validFrom, randomUUID(), errors));
}
