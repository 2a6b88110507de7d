import { randomUUID } from 'node:crypto';
import { staff } from '#src/accounts/access.rules.ts';
import { mailboxOwners } from '#src/accounts/passwords/mailboxes.queries.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { letterPage, previewOf } from './letter.pages.ts';
import { letterList, resendForm, settlingForm } from './letters.forms.ts';
import { letterColumns, letterListPage } from './letters.pages.ts';
import { exportLetters, letterCard, listLetters } from './letters.queries.ts';
import { resendLetter } from './resending.service.ts';
import { settleLetters, unsettleLetters } from './settling.service.ts';

/** Letters of the whole portal, for MONT's people. */
export const letters = new Routes();

letters.get('/admin/letters', staff, async (req, res) => {
  const filter = parseQuery(req, letterList.query);
  const list = await orNearest(req.scope, filter, (one) => listLetters(req.scope, one, partOf(filter)), hasNone);
  render(res, 'admin/letters-list', letterListPage(list, filter, randomUUID()));
});

letters.export('/admin/letters', staff, (req) => {
  const filter = parseQuery(req, letterList.exportQuery);
  const name = `letters-${req.scope.portal.clock.today()}`;
  const isEmpty = async (one: typeof filter) => hasNone(await listLetters(req.scope, one, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => exportLetters(req.scope, one));
  return { name, sheet: 'Письма', columns: letterColumns, rows };
});

const hasNone = ({ counts }: { readonly counts: ReadonlyMap<unknown, number> }): boolean => counts.size === 0;

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

letters.post('/admin/letters/:id/resend', staff, (req, res) =>
  submit(req, res, resendForm, {
    act: ({ token }) => resendLetter(req.scope, idIn(req), token),
    done: (again) => ({ to: `/admin/letters/${again}`, say: `Письмо поставлено в очередь ещё раз: № ${again}.` }),
  }),
);

letters.post('/admin/letters/settling', staff, (req, res) =>
  submit(req, res, settlingForm, {
    act: ({ ids, token }) => settleLetters(req.scope, ids, token),
    done: (settled, { ids }) => ({
      to: ids.length === 1 ? `/admin/letters/${ids[0]}` : '/admin/letters?status=settled',
      say: `Отмечены разобранными: ${settled}. Здесь отметку можно снять.`,
    }),
  }),
);

letters.post('/admin/letters/unsettling', staff, (req, res) =>
  submit(req, res, settlingForm, {
    act: ({ ids, token }) => unsettleLetters(req.scope, ids, token),
    done: (opened, { ids }) => ({
      to: ids.length === 1 ? `/admin/letters/${ids[0]}` : '/admin/letters',
      say: `Снова среди недошедших: ${opened}.`,
    }),
  }),
);
