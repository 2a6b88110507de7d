import { z } from 'zod';
import { staff } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { searchPage } from './search.pages.ts';
import { searchEverything } from './search.queries.ts';

/** The search in the top bar of MONT's people. */
export const search = new Routes();

const query = z.strictObject({
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).replaceAll('\0', '').trim()),
});

search.get('/admin/search', staff, async (req, res) => {
  const { q } = parseQuery(req, query);
  render(res, 'admin/search', searchPage(q, q.length < 2 ? null : await searchEverything(req.scope, q)));
});
