import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only, staff } from '#src/accounts/access.rules.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { Invalid } from '#src/platform/errors.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, upload } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { calendarOf } from './calendar.queries.ts';
import { calendarGaps } from './calendar-gaps.queries.ts';
import { yearPage } from './year.pages.ts';
import { ConfirmForm, TokenForm } from './years.forms.ts';
import { PATH, yearColumns, yearRows, yearsPage } from './years.pages.ts';
import { broughtYear, broughtYears, inForce, openDues } from './years.queries.ts';
import { confirmYear, loadYear, takeBackYear } from './years.service.ts';

/** Production calendars: which years are known, a new one from a file. Managers look, administrators change. */
export const workYears = new Routes();

const admins = only('admin');
const pathOf = (req: Request) => `${PATH}/${idIn(req)}`;

workYears.get('/admin/settings/calendar', staff, (req, res) => showYears(req, res, EMPTY_FORM));

workYears.export('/admin/settings/calendar', staff, ({ scope: { portal } }) => ({
  ...{ name: 'work-calendar', sheet: 'Рабочие дни', columns: yearColumns },
  rows: async () => yearRows(await calendarOf(portal.sql)),
}));

workYears.post('/admin/settings/calendar', admins, upload, (req, res) =>
  submit(req, res, TokenForm, {
    act: ({ token }) => loadYear(req.scope, fileOf(req), token).catch(asInvalid),
    again: (form) => showYears(req, res, form),
    done: (id) => `${PATH}/${id}`,
  }),
);

workYears.get('/admin/settings/calendar/:id', staff, async (req, res) => {
  const { portal, actor } = req.scope;
  const brought = await broughtYear(portal.sql, idIn(req));
  const [calendar, seen, dues] = await Promise.all([
    calendarOf(portal.sql),
    inForce(portal.sql, brought.year),
    openDues(portal.sql, brought.year),
  ]);
  render(res, 'workdays/year', yearPage(brought, { calendar, seen, dues, token: randomUUID(), mayChange: actor.role === 'admin' }));
});

workYears.post('/admin/settings/calendar/:id/confirmation', admins, (req, res) =>
  submit(req, res, ConfirmForm, {
    act: (form) => confirmYear(req.scope, idIn(req), form),
    done: ({ year }) => ({ to: pathOf(req), say: `Календарь ${year} года действует: сроки оплаты считаются по нему.` }),
  }),
);

workYears.post('/admin/settings/calendar/:id/removal', admins, (req, res) =>
  submit(req, res, TokenForm, {
    act: ({ token }) => takeBackYear(req.scope, idIn(req), token),
    done: ({ year }) => ({ to: pathOf(req), say: `Календарь ${year} года больше не действует. Вернуть его можно здесь же.` }),
  }),
);

/** @throws Invalid where none was chosen, or one too large */
function fileOf({ upload: file }: Request): NonNullable<Request['upload']> {
  if (!file || file.name === '') throw new Invalid({ file: 'Выберите файл' });
  if (file.isTooLarge) throw new Invalid({ file: 'Файл больше 5 МБ: это не календарь года' });
  return file;
}

/** A file that can't be read is a fault of its field. */
function asInvalid(error: unknown): never {
  throw error instanceof UnreadableFile ? new Invalid({ file: error.message }) : error;
}

async function showYears(req: Request, res: Response, form: FormState): Promise<void> {
  const { portal, actor } = req.scope;
  const [calendar, gaps, brought] = await Promise.all([
    calendarOf(portal.sql),
    calendarGaps(portal.sql, portal.clock.today()),
    broughtYears(req.scope),
  ]);
  render(res, 'workdays/years', yearsPage({ calendar, gaps, brought, form, token: randomUUID(), mayChange: actor.role === 'admin' }));
}
