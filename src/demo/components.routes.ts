import { loggedOn } from '#src/accounts/access.rules.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { componentsPage } from './components.pages.ts';

/** All components on one page; only in demo mode (`routers.ts`). */
export const components = new Routes();

components.get('/admin/components', loggedOn, (_req, res) => render(res, 'demo/components', componentsPage()));
