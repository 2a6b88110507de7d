import { flash } from '#src/platform/http/flash.ts';
import { readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import type { Page } from '#src/platform/http/render.ts';
import { render } from '#src/platform/http/render.ts';
import { loggedOn, Routes, staff } from '#src/platform/http/routes.ts';
import { sessionKey } from './session.store.ts';
import { ButtonForm } from './team.forms.ts';
import { circleOfPartner } from './team.queries.ts';
import { endViewing, startViewing } from './viewing.service.ts';

/** «Посмотреть как партнёр», for MONT's people: read-only, marked on every page, journaled. */
export const viewing = new Routes();

export interface ViewAsPage extends Page {
  readonly partner: string;
  readonly action: string;
  readonly back: string;
}

viewing.get('/admin/partners/:id/view-as', staff, async (req, res) => {
  const id = idIn(req);
  const { name } = await circleOfPartner(req.scope, id, '');
  const back = `/admin/partners/${id}`;
  render(res, 'accounts/view-as', {
    title: 'Посмотреть как партнёр',
    section: 'admin/partners',
    partner: name,
    action: `${back}/view-as`,
    back,
  });
});

viewing.post('/admin/partners/:id/view-as', staff, async (req, res) => {
  readForm(req, ButtonForm);
  await startViewing(req.scope, sessionKey(req.sessionID), idIn(req));
  res.redirect(303, '/cabinet');
});

viewing.post('/view-as/end', loggedOn, async (req, res) => {
  readForm(req, ButtonForm);
  const viewed = req.user?.viewing;
  if (viewed) {
    await endViewing(req.scope, sessionKey(req.sessionID), viewed);
    flash(res, 'ok', 'Просмотр закончен.');
  }
  res.redirect(303, viewed ? `/admin/partners/${viewed.partnerId}` : '/');
});
