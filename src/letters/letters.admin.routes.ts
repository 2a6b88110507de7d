import { randomUUID } from 'node:crypto';
import { mailboxOwners } from '#src/accounts/mailboxes.queries.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { letterPage, previewOf } from './letter.pages.ts';
import { exportQuery, listQuery, resendForm, settlingForm } from './letters.forms.ts';
import { letterColumns, letterListPage } from './letters.pages.ts';
import { exportLetters, letterCard, listLetters } from './letters.queries.ts';
import { resendLetter } from './resending.service.ts';
import { settleLetters, unsettleLetters } from './settling.service.ts';

/** Letters of the whole portal, for MONT's people. */
export const letters = new Routes();

letters.get('/admin/letters', staff, async (req, res) => {
  const filter = parseQuery(req, listQuery);
  render(res, 'admin/letters-list', letterListPage(await listLetters(req.scope, filter), filter, randomUUID()));
});

letters.export('/admin/letters', staff, (req) => {
  const filter = parseQuery(req, exportQuery);
  const name = `letters-${req.scope.portal.clock.today()}`;
  return { name, sheet: 'Письма', columns: letterColumns, rows: () => exportLetters(req.scope, filter) };
});

letters.get('/admin/letters/:id', staff, async (req, res) => {
  const card = await letterCard(req.scope, idIn(req));
  res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')};frame-src 'self'`);
  const owners = await mailboxOwners(req.scope, card.recipientAddress);
  render(res, 'admin/letters-show', letterPage(card, req.scope.portal.config.portalUrl, randomUUID(), owners));
});

/** What the letter may do in its frame: show itself with its own styles, and nothing else. */
const LETTER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

letters.get('/admin/letters/:id/html', staff, async (req, res) => {
  const card = await letterCard(req.scope, idIn(req));
  res.removeHeader('Origin-Agent-Cluster'); // a sandboxed page has no origin of its own to cluster by
  res.set('Content-Security-Policy', LETTER_POLICY).type('html').send(previewOf(card, req.scope.portal.config.portalUrl).html);
});

letters.post('/admin/letters/:id/resend', staff, async (req, res) => {
  const form = readForm(req, resendForm);
  if (!form.ok) throw new BadRequest();
  const again = await resendLetter(req.scope, idIn(req), form.value.token);
  flash(res, 'ok', `Письмо поставлено в очередь ещё раз: № ${again}.`);
  res.redirect(303, `/admin/letters/${again}`);
});

letters.post('/admin/letters/settling', staff, async (req, res) => {
  const form = readForm(req, settlingForm);
  if (!form.ok) throw new BadRequest();
  const settled = await settleLetters(req.scope, form.value.ids, form.value.token);
  flash(res, 'ok', `Отмечены разобранными: ${settled}. Здесь отметку можно снять.`);
  res.redirect(303, form.value.ids.length === 1 ? `/admin/letters/${form.value.ids[0]}` : '/admin/letters?status=settled');
});

letters.post('/admin/letters/unsettling', staff, async (req, res) => {
  const form = readForm(req, settlingForm);
  if (!form.ok) throw new BadRequest();
  const opened = await unsettleLetters(req.scope, form.value.ids, form.value.token);
  flash(res, 'ok', `Снова среди недошедших: ${opened}.`);
  res.redirect(303, form.value.ids.length === 1 ? `/admin/letters/${form.value.ids[0]}` : '/admin/letters');
});
