import type { Request, Response } from 'express';
import { sellers } from '#src/accounts/access.rules.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { count } from '#src/lib/russian.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
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

bulk.post('/subscriptions/bulk/confirmation', sellers, (req, res) =>
  submit(req, res, confirmForm, {
    act: ({ token, ...input }) => changeMany(req.scope, input, token),
    again: (form) => previewAgain(req, res, form),
    meanwhile: (form) => previewAgain(req, res, form),
    done: ({ changed, held }) => ({ to: '/subscriptions', tone: held > 0 ? 'warn' : 'ok', say: doneWords(changed, held) }),
  }),
);

/** Only the comment is typed. @throws BadRequest when something else is wrong */
async function previewAgain(req: Request, res: Response, form: FormState): Promise<void> {
  const read = confirmForm.safeParse({ ...form.values, comment: '' });
  if (!read.success) throw new BadRequest();
  await preview(req, res, read.data.action, read.data.lines, form);
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
