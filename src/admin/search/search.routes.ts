import { z } from 'zod';
import { staff } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { searchPage } from './search.pages.ts';
import { type Found, searchEverything } from './search.queries.ts';

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
  const find = () => orNearest(req.scope, { q }, (one) => searchEverything(req.scope, one.q), hasNone);
  render(res, 'admin/search', searchPage(q, q.length < 2 ? null : await find()));
});

const hasNone = (found: Found): boolean => Object.values(found).every((rows: readonly unknown[]) => rows.length === 0);
