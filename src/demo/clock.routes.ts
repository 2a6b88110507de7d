import { only } from '#src/accounts/access.rules.ts';
import { isSettable, type SettableClock } from '#src/platform/clock.ts';
import { command } from '#src/platform/command.ts';
import { NotFound } from '#src/platform/errors.ts';
import { postedText, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { answer } from '#src/platform/http/submit.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type ClockInput, StepForm, stepTo, UntilForm } from './clock.forms.ts';
import { clockPage } from './clock.pages.ts';
import { checkMove, clockMove, moveClock } from './clock-move.service.ts';

/** The demo's clock (product rule §14); mounted in demo mode only. */
export const clock = new Routes();

const admins = only('admin');

clock.get('/admin/clock', admins, ({ scope: { portal } }, res) => {
  render(res, 'demo/clock', clockPage(portal.clock.now(), clockMove(portal)));
});

clock.post('/admin/clock', admins, (req, res) => {
  const { portal } = req.scope;
  const form = postedText(req, 'step') === '' ? readForm(req, UntilForm) : readForm(req, StepForm);
  return answer<ClockInput, void>(res, form, {
    act: (input) => {
      const to = 'step' in input ? stepTo(input.step, portal.clock.now(), portal.clock.today()) : input.to;
      return start(req.scope, settable(req.scope), to);
    },
    again: (back) => render(res, 'demo/clock', clockPage(portal.clock.now(), clockMove(portal), back)),
    done: () => '/admin/clock',
  });
});

/** Begins the move and leaves it to itself: the page tells how far it has come. */
async function start(scope: Scope, settableClock: SettableClock, to: Date): Promise<void> {
  const { portal } = scope;
  checkMove(portal, settableClock, to);
  const before = { at: settableClock.now() };
  await command(scope, { action: 'clock.move' }, (tx) =>
    tx.audit({ action: 'clock.moved', subject: 'часы портала', before, after: { at: to } }),
  );
  void moveClock(portal, settableClock, to).catch((err: unknown) => portal.log.error({ err }, 'the clock could not be moved'));
}

function settable({ portal }: Scope): SettableClock {
  if (!isSettable(portal.clock)) throw new NotFound();
  return portal.clock;
}
