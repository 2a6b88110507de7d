import type { Request, Response } from 'express';
import { creditOf } from '#src/credit/credit.service.ts';
import { count } from '#src/lib/russian.ts';
import { partnerOf } from '#src/platform/belonging.ts';
import { BadRequest, Conflict, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, sellers } from '#src/platform/http/routes.ts';
import { confirmForm, pastedForm, readChosen } from './bulk.forms.ts';
import { bulkPage } from './bulk.pages.ts';
import { bulkItems } from './bulk.queries.ts';
import { changeMany } from './bulk.service.ts';
import type { BulkAction, BulkLine } from './bulk.types.ts';
import type { BulkForm } from './bulk-form.pages.ts';
import { readSeatLines } from './lines.rules.ts';
import { planOf } from './plan.rules.ts';
import { seatLinesPage } from './seat-lines.pages.ts';

/** Many subscriptions at once: choose or paste, look at every change, confirm. Stands before `/subscriptions/:number`. */
export const bulk = new Routes();

bulk.get('/subscriptions/bulk', sellers, (_req, res) => res.redirect(303, '/subscriptions'));

bulk.post('/subscriptions/bulk', sellers, async (req, res) => {
  const { action, lines } = readChosen(req);
  if (lines.length > 0) return preview(req, res, action, lines, { values: {}, errors: {} });
  flash(res, 'warn', 'Отметьте подписки, которые нужно изменить.');
  res.redirect(303, '/subscriptions');
});

bulk.get('/subscriptions/bulk/seats', sellers, (_req, res) => render(res, 'bulk/seats', seatLinesPage('', [], null)));

bulk.post('/subscriptions/bulk/seats', sellers, async (req, res) => {
  const form = readForm(req, pastedForm);
  const { lines, bad } = readSeatLines(form.ok ? form.value.lines : '');
  const error = form.ok ? (lines.length + bad.length === 0 ? 'Вставьте хотя бы одну строку' : null) : (form.errors['lines'] ?? '');
  if (error === null && bad.length === 0) return preview(req, res, 'seats', lines, { values: {}, errors: {} });
  res.status(422);
  render(res, 'bulk/seats', seatLinesPage(form.values['lines'] ?? '', bad, error));
});

bulk.post('/subscriptions/bulk/confirmation', sellers, async (req, res) => {
  const form = readForm(req, confirmForm);
  if (!form.ok) return confirmAgain(req, res, form.values, form.errors);
  const { token, ...input } = form.value;
  try {
    const { changed, held } = await changeMany(req.scope, input, token);
    flash(res, held > 0 ? 'warn' : 'ok', doneWords(changed, held));
    res.redirect(303, '/subscriptions');
  } catch (error) {
    if (!(error instanceof Invalid) && !(error instanceof Conflict)) throw error;
    res.status(error.status);
    await preview(req, res, input.action, input.lines, {
      values: form.values,
      errors: error instanceof Invalid ? error.fields : { '': error.message },
    });
  }
});

/** 422: only what a person typed can be wrong here. @throws BadRequest when it is something else */
async function confirmAgain(req: Request, res: Response, values: Record<string, string>, errors: Readonly<Record<string, string>>) {
  if (!errors['comment']) throw new BadRequest();
  const form = confirmForm.safeParse({ ...values, comment: '' });
  if (!form.success) throw new BadRequest();
  res.status(422);
  await preview(req, res, form.data.action, form.data.lines, { values, errors });
}

async function preview(req: Request, res: Response, action: BulkAction, lines: readonly BulkLine[], form: BulkForm): Promise<void> {
  const { sql, clock } = req.scope.portal;
  const partnerId = partnerOf(req.scope);
  const today = clock.today();
  const [items, credit] = await Promise.all([bulkItems(sql, partnerId, lines, today), creditOf(sql, partnerId)]);
  render(res, 'bulk/preview', bulkPage(action, planOf(action, items, credit, today), credit, form));
}

function doneWords(changed: number, held: number): string {
  const done = `Изменено: ${count(changed, 'подписка', 'подписки', 'подписок')}.`;
  return held > 0 ? `${done} Ждут как заказы: ${held}, они не поместились в кредитный лимит.` : done;
}
