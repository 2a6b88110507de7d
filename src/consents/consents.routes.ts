import { everyone } from '#src/accounts/access.rules.ts';
import { NotFound } from '#src/platform/errors.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { consentPage } from './consents.parts.ts';
import { applicationConsent, keptText } from './consents.queries.ts';

/** What people agree to, in full, for everyone. */
export const consents = new Routes();

/** The анкета's document as it is now (`personal-data`), or words that were agreed to, by their hash. */
consents.get('/consent/:document', everyone, async ({ params, scope: { portal } }, res) => {
  const name = String(params['document']);
  if (name === 'personal-data') return render(res, 'consents/text', consentPage(await applicationConsent(portal)));
  if (!/^[0-9a-f]{64}$/.test(name)) throw new NotFound();
  render(res, 'consents/text', consentPage(await keptText(portal, name)));
});
