import { describeEveryPage } from './every-page.ts';
import { isOfStaff } from './staff-routes.ts';

await describeEveryPage('every page of staff', {
  people: [
    ['manager', 'manager'],
    ['admin', 'admin'],
  ],
  comeTo: isOfStaff,
  // Stands in a page of its own kind, follows an upload, is asked for by script, or waits for a month's end.
  withoutLink: [
    '/admin/letters/:id/html',
    '/admin/catalog/import/:id',
    '/admin/payments/import/:id/:payment/spread',
    '/admin/closing/:period/start',
    '/admin/settings/calendar/:id',
    '/admin/receivables/advances/:id',
    '/admin/partners/:id/contracts/:contractId/ending/outcome',
    '/admin/partners/:id/customers/:customerId/users/:userId/edit',
  ],
});
