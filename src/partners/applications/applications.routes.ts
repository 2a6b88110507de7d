import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { z } from 'zod';
import { everyone } from '#src/accounts/access.rules.ts';
import { applicationConsent } from '#src/consents/consents.queries.ts';
import { Invalid } from '#src/platform/errors.ts';
import { makeStamp, readStamp } from '#src/platform/form-stamp.ts';
import { parseQuery, postedText } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import type { Scope } from '#src/platform/scope.ts';
import { applicationForm, applicationQuery } from './applications.forms.ts';
import { applicationPage } from './applications.pages.ts';
import { receiveApplication } from './applications.service.ts';

/** The анкета of a partner to be, for everyone (product rule §4). */
export const applications = new Routes();

applications.get('/application', everyone, async (req, res) => {
  const { sent } = parseQuery(req, applicationQuery);
  render(res, 'partners/application', applicationPage(await applicationConsent(req.scope.portal), newStamp(req), sent === '1'));
});

applications.post('/application', everyone, (req, res) => {
  const stamp = readStamp(req.scope.portal.config.keys, 'application', postedText(req, 'stamp'), req.scope.portal.clock.now());
  const isStampKept = 'id' in stamp || stamp.fault === 'too-soon';
  return submit(req, res, applicationForm, {
    act: (form) => receive(req.scope, form, stamp),
    again: async (form) => {
      const kept = (isStampKept && form.values['stamp']) || newStamp(req);
      render(res, 'partners/application', applicationPage(await applicationConsent(req.scope.portal), kept, false, form));
    },
    done: () => '/application?sent=1',
  });
});

/** A robot is told the same as a person. @throws Invalid where the form came too soon, too late or with a stamp that is not ours */
async function receive(scope: Scope, form: z.infer<typeof applicationForm>, stamp: ReturnType<typeof readStamp>): Promise<void> {
  const { website, stamp: _, consent: _given, consentHash, ...input } = form;
  if (website !== '') return;
  if ('fault' in stamp) throw new Invalid({ '': staleWords[stamp.fault] });
  await receiveApplication(scope, input, { words: await applicationConsent(scope.portal), shownHash: consentHash }, stamp.id);
}

const staleWords = {
  'too-soon': 'Анкета заполнена слишком быстро. Проверьте её и отправьте ещё раз.',
  'too-old': 'Анкета пролежала открытой слишком долго. Проверьте её и отправьте ещё раз.',
  forged: 'Форма устарела. Проверьте её и отправьте ещё раз.',
} as const;

const newStamp = (req: Request): string =>
  makeStamp(req.scope.portal.config.keys, 'application', randomUUID(), req.scope.portal.clock.now());
