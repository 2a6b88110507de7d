import { loggedOn, staff } from '#src/accounts/access.rules.ts';
import { sessionKey } from '#src/accounts/sessions/session.store.ts';
import { ButtonForm } from '#src/accounts/team/team.forms.ts';
import { circleOfPartner } from '#src/accounts/team/team.queries.ts';
import { idIn } from '#src/platform/http/ids.ts';
import type { Page } from '#src/platform/http/render.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
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

viewing.post('/admin/partners/:id/view-as', staff, (req, res) =>
  submit(req, res, ButtonForm, {
    act: () => startViewing(req.scope, sessionKey(req.sessionID), idIn(req)),
    done: () => '/cabinet',
  }),
);

viewing.post('/view-as/end', loggedOn, (req, res) =>
  submit(req, res, ButtonForm, {
    act: async () => {
      const viewed = req.user?.viewing;
      if (viewed) await endViewing(req.scope, sessionKey(req.sessionID), viewed);
      return viewed;
    },
    done: (viewed) => (viewed ? { to: `/admin/partners/${viewed.partnerId}`, say: 'Просмотр закончен.' } : '/'),
  }),
);
