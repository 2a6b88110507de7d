import { randomUUID } from 'node:crypto';
import { staff } from '#src/accounts/access.rules.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { filePage } from './file.pages.ts';
import { statementFile } from './files.queries.ts';
import { dismissFile } from './receiving.service.ts';
import { PATH } from './statement-list.pages.ts';
import { tokenForm } from './statements.forms.ts';

/** A long file of a bank while it is read; before the routes of statements, which have an id where these say `files`. */
export const statementFiles = new Routes();

statementFiles.get('/admin/payments/import/files/:id', staff, async (req, res) => {
  const file = await statementFile(req.scope, idIn(req));
  if (file.statementId !== null) return res.redirect(303, `${PATH}/${file.statementId}`);
  render(res, 'statements/file', filePage(file, randomUUID(), req.scope.portal.clock.now()));
});

statementFiles.post('/admin/payments/import/files/:id/dismissal', staff, (req, res) =>
  submit(req, res, tokenForm, {
    act: ({ token }) => dismissFile(req.scope, idIn(req), token),
    done: () => ({ to: PATH, say: 'Файл убран из списка.' }),
  }),
);
