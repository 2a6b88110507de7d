import { describeEveryPage } from './every-page.ts';
import { isOfStaff } from './staff-routes.ts';

await describeEveryPage('every page of partners, customers and strangers', {
  people: [
    ['a stranger', null],
    ['vector', 'partner_owner'],
    ['vector-books', 'partner_accountant'],
    ['meridian', 'partner_owner'],
    ['orion', 'partner_owner'],
    ['romashka', 'customer'],
  ],
  comeTo: (route) => !isOfStaff(route),
  // Leads on, is asked for by script or by a form with boxes ticked, or stands in a letter.
  withoutLink: [
    '/',
    '/orders/quote',
    '/store/:code/requests/sum',
    '/team/storefront/prices/:vendor/preview',
    '/subscriptions/:number/parameters/preview',
    '/subscriptions/bulk',
    '/Account/LogOn/Code',
    '/Account/Password/:token',
    '/Account/Email/:mark',
  ],
});
