import { runHandovers } from '#src/accounts/handovers.service.ts';
import { makeRecoveryLink, RECOVERY_JOB, sendRecovery } from '#src/accounts/password.service.ts';
import { sweepAccounts } from '#src/accounts/sessions.service.ts';
import { makeStartPassword } from '#src/accounts/users.service.ts';
import { runAudit } from '#src/audit/audit.ts';
import { closeDueMonths, closeMonth } from '#src/billing/close.service.ts';
import { makeOutlook, refreshOutlook } from '#src/billing/close-outlook.service.ts';
import { TELL_PRICES_JOB, tellPriceChanges } from '#src/catalog/price-notices.service.ts';
import { revertLimits } from '#src/credit/limit.service.ts';
import { rendererOn } from '#src/documents/render-invoice.ts';
import { renderDocuments } from '#src/documents/rendering.service.ts';
import { sendLetter } from '#src/letters/sending.service.ts';
import { tendLetters } from '#src/letters/tending.service.ts';
import { month } from '#src/lib/days.ts';
import { decideAllHeld } from '#src/orders/held-orders.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import type { Metrics } from '#src/platform/metrics.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/daily-tick.service.ts';

/** What each queue's jobs do. Jobs run at least once, on any instance. */
export function defineJobs(portal: Portal, metrics: Metrics): void {
  const makers = { startPassword: makeStartPassword, recoveryLink: makeRecoveryLink };
  portal.jobs.define<{ letterId: number }>('send-letter', async ({ letterId }) => {
    metrics.letters.inc({ outcome: await sendLetter(portal, letterId, makers) });
  });
  portal.jobs.define<{ letterIds: number[] }>('send-letters', async ({ letterIds }) => {
    for (const id of letterIds) metrics.letters.inc({ outcome: await sendLetter(portal, id, makers) });
  });
  const render = rendererOn(portal.config.renderThreads);
  portal.jobs.define<{ invoiceIds: number[] }>(
    'render-documents',
    ({ invoiceIds }, { signal }) =>
      renderDocuments(portal, invoiceIds, (invoice) => {
        signal.throwIfAborted();
        return render(invoice);
      }),
    { leaseSeconds: 120 },
  );
  portal.jobs.define<{ month: string; by: string }>('close-month', async ({ month: of, by }, job) => {
    const scope = systemScope(portal, job.id);
    await closeMonth({ ...scope, actor: { ...scope.actor, name: by } }, month(of));
  });
  portal.jobs.define<{ month: string }>('close-outlook', ({ month: of }) => makeOutlook(portal, month(of)), { leaseSeconds: 120 });
  portal.jobs.define(TELL_PRICES_JOB, async () => {
    await tellPriceChanges(portal);
  });
  portal.jobs.define<{ name: string; request: string }>(RECOVERY_JOB, (asked, job) => sendRecovery(systemScope(portal, job.id), asked));
}

/** What can be started by the clock or by hand (`npm run job -- NAME`): each is safe to repeat and to run on many instances at once. */
export const tasks: Record<string, (portal: Portal) => Promise<unknown>> = {
  'month-close': closeDueMonths,
  'close-outlook': refreshOutlook,
  'daily-tick': runDailyTick,
  receivables: remindAndHold,
  'price-notices': tellPriceChanges,
  'tend-letters': tendLetters,
  'revert-limits': revertLimits,
  'held-orders': decideAllHeld,
  audit: runAudit,
  handovers: runHandovers,
  'sweep-accounts': (portal) => sweepAccounts(systemScope(portal, 'sweep-accounts')),
};
