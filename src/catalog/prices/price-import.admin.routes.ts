import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { nextMonth } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { BadRequest, Invalid } from '#src/platform/errors.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes, upload } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { dryRunPage } from './dry-run.pages.ts';
import { ConfirmForm, ImportForm, ReadingForm } from './price-import.forms.ts';
import { importPage } from './price-import.pages.ts';
import { differences, priceImport, pricesOf, recentImports } from './price-import.queries.ts';
import { applyPriceList, loadPriceList, rereadPriceList } from './price-import.service.ts';
import type { ReadingState } from './price-reading.pages.ts';
import { touchedBlock } from './touched.pages.ts';
import { touchedBy } from './touched.queries.ts';

/** Price lists from files: load, look at the differences, confirm (product rule §5). */
export const priceImports = new Routes();

const admins = only('admin');
const LIST = '/admin/catalog/import';
const pathOf = (req: Request) => `${LIST}/${idIn(req)}`;

priceImports.get(LIST, admins, (req, res) => showForm(req, res, EMPTY_FORM));

priceImports.post(LIST, admins, upload, (req, res) =>
  submit(req, res, ImportForm, {
    act: (form) => loadPriceList(req.scope, fileOf(req), form).catch(asInvalid),
    again: (form) => showForm(req, res, form),
    done: (id) => `${LIST}/${id}`,
  }),
);

priceImports.get(`${LIST}/:id`, admins, (req, res) => showDryRun(req, res, null));

priceImports.post(`${LIST}/:id/reading`, admins, heavy, (req, res) =>
  submit(req, res, ReadingForm, {
    act: (form) => rereadPriceList(req.scope, idIn(req), form).catch(asInvalid),
    again: ({ values, errors }, refusal) => {
      if (!refusal) throw new BadRequest(); // everything is chosen from lists
      return showDryRun(req, res, { values, error: Object.values(errors).join(' ') });
    },
    done: () => pathOf(req),
  }),
);

priceImports.post(`${LIST}/:id/confirmation`, admins, (req, res) =>
  submit(req, res, ConfirmForm, {
    act: (form) => applyPriceList(req.scope, idIn(req), form),
    again: (form, refusal) => {
      if (!refusal && !('earlyReason' in form.errors)) throw new BadRequest(); // the rest is ticked
      return showDryRun(req, res, null, form);
    },
    done: (added) => ({ to: pathOf(req), say: `Прайс-лист применён: ${count(added, 'новая цена', 'новые цены', 'новых цен')}.` }),
  }),
);

/** @throws Invalid where none was chosen, or one too large */
function fileOf({ upload: file }: Request): NonNullable<Request['upload']> {
  if (!file || file.name === '') throw new Invalid({ file: 'Выберите файл' });
  if (file.isTooLarge) throw new Invalid({ file: 'Файл больше 5 МБ: разделите его' });
  return file;
}

/** A file that can't be read is a fault of its field. */
function asInvalid(error: unknown): never {
  throw error instanceof UnreadableFile ? new Invalid({ file: error.message }) : error;
}

/** `form` is the confirmation as it came back. */
async function showDryRun(req: Request, res: Response, state: ReadingState | null, form: FormState = EMPTY_FORM): Promise<void> {
  const { portal } = req.scope;
  const list = await priceImport(req.scope, idIn(req));
  const rows = await differences(portal.sql, list.id, portal.clock.today());
  const touched = touchedBlock(await touchedBy(req.scope, pricesOf(rows)), form);
  render(res, 'catalog/price-import', dryRunPage(list, rows, { token: randomUUID(), state, touched, confirmation: form }));
}

async function showForm(req: Request, res: Response, form: FormState): Promise<void> {
  const validFrom = nextMonth(req.scope.portal.clock.today());
  render(res, 'catalog/price-imports', importPage(await recentImports(req.scope), validFrom, randomUUID(), form));
}
