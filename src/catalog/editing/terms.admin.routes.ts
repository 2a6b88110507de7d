import { randomUUID } from 'node:crypto';
import { only } from '#src/accounts/access.rules.ts';
import { EMPTY_FORM } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { TermsForm } from './editing.forms.ts';
import { termsPage } from './editing.pages.ts';
import { currentTermsText, termsVersions } from './editing.queries.ts';
import { addTerms } from './terms.service.ts';
import { termsListPage } from './vendor-list.pages.ts';

/** Versions of the terms of use (product rule §5). */
export const terms = new Routes();

const admins = only('admin');
const LIST = '/admin/catalog/terms';

terms.get(LIST, admins, async ({ scope }, res) => {
  render(res, 'catalog/terms-versions', termsListPage(await termsVersions(scope), scope.portal.clock.today()));
});

terms.get(`${LIST}/new`, admins, async (req, res) => {
  render(res, 'catalog/edit', termsPage(await currentTermsText(req.scope), randomUUID(), EMPTY_FORM));
});

terms.post(LIST, admins, (req, res) =>
  submit(req, res, TermsForm, {
    act: (version) => addTerms(req.scope, version),
    again: (form) => render(res, 'catalog/edit', termsPage('', randomUUID(), form)),
    done: (_, { version }) => ({ to: LIST, say: `Версия условий ${version} добавлена.` }),
  }),
);
