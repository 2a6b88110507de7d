import { sellers } from '#src/accounts/access.rules.ts';
import { formatDayLong } from '#src/lib/days.ts';
import { postedText } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { autoRenewalPage, autoRenewalWords } from './auto-renewal.pages.ts';
import { backTo, opened } from './change-answers.parts.ts';
import { NEW_CHANGE } from './change-form.parts.ts';
import { autoRenewalForm, stopForm } from './manage.forms.ts';
import { changeAutoRenewal, stopSubscription } from './manage.service.ts';
import { stopPage } from './stop.pages.ts';

/** What the partner does with a subscription that costs nothing: «Стоп» and «Автопродление». */
export const managing = new Routes();

managing.get('/subscriptions/:number/stop', sellers, async (req, res) => {
  const s = await opened(req, res, 'stop');
  if (s) render(res, 'subscriptions/stop', stopPage(s, NEW_CHANGE, viewerOf(req)));
});

managing.post('/subscriptions/:number/stop', sellers, (req, res) =>
  submit(req, res, stopForm, {
    act: ({ token, seen, comment }) => stopSubscription(req.scope, numberIn(req.params), { version: seen.version, comment }, token),
    ...backTo(req, res, 'stop', (s, form) => render(res, 'subscriptions/stop', stopPage(s, form, viewerOf(req)))),
    done: ({ number }) => ({
      to: `/subscriptions/${number}`,
      say: `Подписка ${number} остановлена. Последний день — ${formatDayLong(req.scope.portal.clock.today())}.`,
    }),
  }),
);

managing.get('/subscriptions/:number/auto-renewal', sellers, async (req, res) => {
  const s = await opened(req, res, 'auto-renewal');
  if (s) render(res, 'subscriptions/auto-renewal', autoRenewalPage(s, NEW_CHANGE, viewerOf(req)));
});

managing.post('/subscriptions/:number/auto-renewal', sellers, (req, res) => {
  const number = numberIn(req.params);
  return submit(req, res, autoRenewalForm(postedText(req, 'renewal')), {
    act: ({ token, seen, renewal, stopOn }) =>
      changeAutoRenewal(req.scope, number, { version: seen.version, autoRenew: renewal !== 'off', stopOn }, token),
    ...backTo(req, res, 'auto-renewal', (s, form) => render(res, 'subscriptions/auto-renewal', autoRenewalPage(s, form, viewerOf(req)))),
    done: (_, { renewal, stopOn }) => ({
      to: `/subscriptions/${number}`,
      say: autoRenewalWords({ autoRenew: renewal !== 'off', stopOn }, viewerOf(req).openDay),
    }),
  });
});
