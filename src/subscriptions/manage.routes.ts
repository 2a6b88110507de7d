import { formatDayLong } from '#src/lib/days.ts';
import { flash } from '#src/platform/http/flash.ts';
import { postedText, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, sellers } from '#src/platform/http/routes.ts';
import { autoRenewalPage, autoRenewalWords } from './auto-renewal.pages.ts';
import { again, opened, orAgain } from './change-answers.ts';
import type { Managed } from './changes.rules.ts';
import { autoRenewalForm, stopForm } from './manage.forms.ts';
import { type ChangeForm, NEW_CHANGE } from './manage.pages.ts';
import { changeAutoRenewal, stopSubscription } from './manage.service.ts';
import { stopPage } from './stop.pages.ts';
import { numberIn } from './subscriptions.forms.ts';
import { viewerOf } from './viewer.ts';

/** What the partner does with a subscription that costs nothing: «Стоп» and «Автопродление». */
export const managing = new Routes();

managing.get('/subscriptions/:number/stop', sellers, async (req, res) => {
  const s = await opened(req, res, 'stop');
  if (s) render(res, 'subscriptions/stop', stopPage(s, NEW_CHANGE, viewerOf(req)));
});

managing.post('/subscriptions/:number/stop', sellers, async (req, res) => {
  const form = readForm(req, stopForm);
  const number = numberIn(req.params);
  const showAgain = (s: Managed, back: ChangeForm) => render(res, 'subscriptions/stop', stopPage(s, back, viewerOf(req)));
  if (!form.ok) return again(req, res, 'stop', form, showAgain);
  const { token, seen, comment } = form.value;
  await orAgain(req, res, 'stop', { ...form, seen }, showAgain, async () => {
    await stopSubscription(req.scope, number, { version: seen.version, comment }, token);
    flash(res, 'ok', `Подписка ${number} остановлена. Последний день — ${formatDayLong(req.scope.portal.clock.today())}.`);
  });
});

managing.get('/subscriptions/:number/auto-renewal', sellers, async (req, res) => {
  const s = await opened(req, res, 'auto-renewal');
  if (s) render(res, 'subscriptions/auto-renewal', autoRenewalPage(s, NEW_CHANGE, viewerOf(req)));
});

managing.post('/subscriptions/:number/auto-renewal', sellers, async (req, res) => {
  const form = readForm(req, autoRenewalForm(postedText(req, 'renewal')));
  const number = numberIn(req.params);
  const showAgain = (s: Managed, back: ChangeForm) => render(res, 'subscriptions/auto-renewal', autoRenewalPage(s, back, viewerOf(req)));
  if (!form.ok) return again(req, res, 'auto-renewal', form, showAgain);
  const { token, seen, renewal, stopOn } = form.value;
  await orAgain(req, res, 'auto-renewal', { ...form, seen }, showAgain, async () => {
    const to = { autoRenew: renewal !== 'off', stopOn };
    await changeAutoRenewal(req.scope, number, { version: seen.version, ...to }, token);
    flash(res, 'ok', autoRenewalWords(to, viewerOf(req).openDay));
  });
});
