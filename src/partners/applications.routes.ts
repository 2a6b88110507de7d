import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { NotFound } from '#src/platform/errors.ts';
import { parseQuery, postedText, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { everyone, Routes } from '#src/platform/http/routes.ts';
import { applicationForm, applicationQuery, consentParam } from './applications.forms.ts';
import { applicationPage, consentPage } from './applications.pages.ts';
import { receiveApplication } from './applications.service.ts';
import { makeStamp, readStamp } from './bot-check.rules.ts';

/** The анкета of a partner to be, for everyone (product rule §4). */
export const applications = new Routes();

applications.get('/application', everyone, (req, res) => {
  const { sent } = parseQuery(req, applicationQuery);
  render(res, 'partners/application', applicationPage(newStamp(req), sent === '1'));
});

applications.post('/application', everyone, async (req, res) => {
  const form = readForm(req, applicationForm);
  const stamp = readStamp(req.scope.portal.config.keys, postedText(req, 'stamp'), req.scope.portal.clock.now());
  if (!form.ok) return showAgain(req, res, form.values, form.errors, 'id' in stamp);
  const { website, stamp: _, consent: _given, ...input } = form.value;
  if (website !== '') return res.redirect(303, '/application?sent=1');
  if ('fault' in stamp) return showAgain(req, res, form.values, { '': staleWords[stamp.fault] }, stamp.fault === 'too-soon');
  await receiveApplication(req.scope, input, stamp.id);
  res.redirect(303, '/application?sent=1');
});

/** What a form asks consent to, in full. */
applications.get('/consent/:document', everyone, (req, res) => {
  const document = consentParam.safeParse(req.params['document']);
  if (!document.success) throw new NotFound();
  render(res, 'partners/consent', consentPage(document.data));
});

const staleWords = {
  'too-soon': 'Анкета заполнена слишком быстро. Проверьте её и отправьте ещё раз.',
  'too-old': 'Анкета пролежала открытой слишком долго. Проверьте её и отправьте ещё раз.',
  forged: 'Форма устарела. Проверьте её и отправьте ещё раз.',
} as const;

/** The form as it was filled in; a good stamp stays, so that the time already spent counts. */
function showAgain(
  req: Request,
  res: Response,
  values: Record<string, string>,
  errors: Readonly<Record<string, string>>,
  isStampKept: boolean,
): void {
  const stamp = isStampKept ? (values['stamp'] ?? '') : newStamp(req);
  render(res.status(422), 'partners/application', applicationPage(stamp, false, { values, errors }));
}

const newStamp = (req: Request): string => makeStamp(req.scope.portal.config.keys, randomUUID(), req.scope.portal.clock.now());
