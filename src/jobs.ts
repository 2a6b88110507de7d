import type { AccountJobs } from '#src/accounts/accounts.types.ts';
import { makeRecoveryLink, sendRecovery } from '#src/accounts/passwords/password.service.ts';
import { sweepAccounts } from '#src/accounts/sessions/sessions.service.ts';
import { runHandovers } from '#src/accounts/staff/handovers.service.ts';
import { makeStartPassword } from '#src/accounts/users.service.ts';
import { closeDueMonths, closeMonth } from '#src/billing/close/close.service.ts';
import type { CloseJobs } from '#src/billing/close/close.types.ts';
import { makeOutlook, refreshOutlook } from '#src/billing/close/close-outlook.service.ts';
import type { CatalogJobs } from '#src/catalog/catalog.types.ts';
import { tellPriceChanges } from '#src/catalog/prices/price-notices.service.ts';
import { eraseClosed } from '#src/consents/erasure.service.ts';
import { revertLimits } from '#src/credit/limit.service.ts';
import type { DocumentJobs } from '#src/documents/documents.types.ts';
import { type RenderInvoice, renderDocuments } from '#src/documents/drawing/rendering.service.ts';
import { tendDoors } from '#src/exchange/doors.service.ts';
import type { ExchangeJobs } from '#src/exchange/exchange.types.ts';
import { processWaiting } from '#src/exchange/receiving/processing.service.ts';
import { tellBalances } from '#src/exchange/sending/balances.service.ts';
import { tendExchange } from '#src/exchange/tending/tending.service.ts';
import { runAudit } from '#src/invariants/audit.ts';
import type { LetterJobs } from '#src/letters/letters.types.ts';
import { sendLetter } from '#src/letters/sending.service.ts';
import { tendLetters } from '#src/letters/tending.service.ts';
import { month } from '#src/lib/days.ts';
import { decideAllHeld } from '#src/orders/held/held-orders.service.ts';
import { oldApplications } from '#src/partners/applications/old-applications.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import type { Metrics } from '#src/platform/metrics.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import { tendPromises } from '#src/promises/outcome.service.ts';
import { tellDebts } from '#src/receivables/weekly.service.ts';
import { readReceived } from '#src/statements/receiving.service.ts';
import { recordAgreed } from '#src/statements/recording.service.ts';
import { sortAnew } from '#src/statements/sorting.service.ts';
import type { StatementJobs } from '#src/statements/statements.types.ts';
import { oldStoreRequests } from '#src/storefront/requests/old-requests.service.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';

declare module '#src/platform/jobs.ts' {
  /** Every queue there is: nothing else can be asked for, and nothing with other data. */
  interface JobMap extends LetterJobs, DocumentJobs, CloseJobs, CatalogJobs, AccountJobs, StatementJobs, ExchangeJobs {}
}

/** What each queue's jobs do. Jobs run at least once, on any instance. */
export function defineJobs(portal: Portal, metrics: Metrics, render: RenderInvoice): void {
  const makers = { startPassword: makeStartPassword, recoveryLink: makeRecoveryLink };
  portal.jobs.define('send-letter', async ({ letterId }) => {
    metrics.letters.inc({ outcome: await sendLetter(portal, letterId, makers) });
  });
  portal.jobs.define('send-letters', async ({ letterIds }) => {
    for (const id of letterIds) metrics.letters.inc({ outcome: await sendLetter(portal, id, makers) });
  });
  portal.jobs.define(
    'render-documents',
    ({ invoiceIds }, { signal }) =>
      renderDocuments(portal, invoiceIds, (invoice) => {
        signal.throwIfAborted();
        return render(invoice);
      }),
    { leaseSeconds: 120 },
  );
  portal.jobs.define('close-month', async ({ month: of, by }, job) => {
    const scope = systemScope(portal, job.id);
    await closeMonth({ ...scope, actor: { ...scope.actor, name: by } }, month(of));
  });
  portal.jobs.define('close-outlook', ({ month: of }) => makeOutlook(portal, month(of)), { leaseSeconds: 120 });
  portal.jobs.define('tell-prices', async () => {
    await tellPriceChanges(portal);
  });
  portal.jobs.define('read-statement', ({ fileId }, job) => readReceived(portal, fileId, job), {
    ...{ leaseSeconds: 120, retryLimit: 5, concurrency: 1 },
  });
  portal.jobs.define('sort-statement', ({ statementId }, job) => sortAnew(portal, statementId, job.id), {
    leaseSeconds: 120,
    concurrency: 1,
  });
  portal.jobs.define('record-statement', ({ statementId }, job) => recordAgreed(portal, statementId, job), { leaseSeconds: 120 });
  portal.jobs.define('ax-process', ({ id }, job) => processWaiting(portal, BigInt(id), job), { leaseSeconds: 120, concurrency: 1 });
  portal.jobs.define('account-recovery', (asked, job) => sendRecovery(systemScope(portal, job.id), asked));
}

/** What can be started by the clock or by hand (`npm run job -- NAME`): each is safe to repeat and to run on many instances at once. */
export const tasks: Record<string, (portal: Portal) => Promise<unknown>> = {
  'month-close': closeDueMonths,
  'close-outlook': refreshOutlook,
  'daily-tick': runDailyTick,
  receivables: remindAndHold,
  'receivables-week': tellDebts,
  'price-notices': tellPriceChanges,
  'tend-letters': tendLetters,
  'revert-limits': revertLimits,
  promises: tendPromises,
  'held-orders': decideAllHeld,
  audit: runAudit,
  handovers: runHandovers,
  'exchange-doors': tendDoors,
  'ax-tend': tendExchange,
  'ax-balances': tellBalances,
  'erase-personal-data': (portal) => eraseClosed(portal, [oldApplications, oldStoreRequests]),
  'sweep-accounts': (portal) => sweepAccounts(systemScope(portal, 'sweep-accounts')),
};
