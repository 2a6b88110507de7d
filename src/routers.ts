import { accounts } from '#src/accounts/accounts.routes.ts';
import { persons } from '#src/accounts/person/person.routes.ts';
import { secondFactor } from '#src/accounts/second-factor/second-factor.routes.ts';
import { security } from '#src/accounts/sessions/security.routes.ts';
import { staffRoutes } from '#src/accounts/staff/staff.routes.ts';
import { customerTeam, partnerUsers, team } from '#src/accounts/team/team.routes.ts';
import { viewing } from '#src/accounts/viewing/viewing.routes.ts';
import { home } from '#src/admin/home/home.routes.ts';
import { jobs } from '#src/admin/jobs/jobs.routes.ts';
import { journal } from '#src/admin/journal/journal.routes.ts';
import { partnersOfAll } from '#src/admin/partners/partners.routes.ts';
import { search } from '#src/admin/search/search.routes.ts';
import { settings } from '#src/admin/settings/settings.routes.ts';
import { advances } from '#src/advances/advances.admin.routes.ts';
import { closePages } from '#src/billing/close/page/close.admin.routes.ts';
import { closePartnerPages } from '#src/billing/close/page/close-partner.admin.routes.ts';
import { cabinet } from '#src/cabinet/cabinet.routes.ts';
import { offers } from '#src/catalog/editing/offers.admin.routes.ts';
import { products } from '#src/catalog/editing/products.admin.routes.ts';
import { terms } from '#src/catalog/editing/terms.admin.routes.ts';
import { vendors } from '#src/catalog/editing/vendors.admin.routes.ts';
import { priceImports } from '#src/catalog/prices/price-import.admin.routes.ts';
import { catalog } from '#src/catalog/shop/catalog.routes.ts';
import { consents } from '#src/consents/consents.routes.ts';
import { creditControls } from '#src/credit/credit.admin.routes.ts';
import { customerForms } from '#src/customers/customer-forms.routes.ts';
import { customers } from '#src/customers/customers.routes.ts';
import { clock } from '#src/demo/clock.routes.ts';
import { components } from '#src/demo/components.routes.ts';
import { documents } from '#src/documents/list/documents.routes.ts';
import { originals } from '#src/documents/originals/originals.admin.routes.ts';
import { exchangePages } from '#src/exchange/pages/exchange.admin.routes.ts';
import { finances } from '#src/finance/finance.routes.ts';
import { help } from '#src/help/help.routes.ts';
import { letters } from '#src/letters/letters.admin.routes.ts';
import { newOrders } from '#src/orders/new/new-order.routes.ts';
import { orders } from '#src/orders/orders.routes.ts';
import { ordersOfAll } from '#src/orders/staff/orders.admin.routes.ts';
import { applicationsOfAll } from '#src/partners/applications/applications.admin.routes.ts';
import { applications } from '#src/partners/applications/applications.routes.ts';
import { contracts } from '#src/partners/contracts/contracts.admin.routes.ts';
import { partnerParts } from '#src/partners/partner-parts.admin.routes.ts';
import { support } from '#src/partners/support/support.routes.ts';
import { newPayment } from '#src/payments/new-payment.routes.ts';
import { paymentsOfPartner } from '#src/payments/own/own-payments.routes.ts';
import { payments } from '#src/payments/payments.admin.routes.ts';
import type { Routes } from '#src/platform/http/routes.ts';
import type { Portal } from '#src/platform/scope.ts';
import { promisesOfAll } from '#src/promises/promises.admin.routes.ts';
import { promises } from '#src/promises/promises.routes.ts';
import { receivables } from '#src/receivables/receivables.admin.routes.ts';
import { register } from '#src/receivables/register/register.admin.routes.ts';
import { monthFiles } from '#src/reconciliation/month/month.routes.ts';
import { reconciliation } from '#src/reconciliation/reconciliation.routes.ts';
import { asking } from '#src/requests/my-requests.routes.ts';
import { wishing } from '#src/requests/product/product.routes.ts';
import { requests } from '#src/requests/requests.routes.ts';
import { statementAccounts } from '#src/statements/accounts.admin.routes.ts';
import { decisions } from '#src/statements/decision.admin.routes.ts';
import { statementFiles } from '#src/statements/files.admin.routes.ts';
import { statements } from '#src/statements/statements.admin.routes.ts';
import { storeAsking } from '#src/storefront/requests/ask.routes.ts';
import { storeInbox } from '#src/storefront/requests/inbox.routes.ts';
import { storefrontPrices } from '#src/storefront/settings/prices.routes.ts';
import { storefrontSettings } from '#src/storefront/settings/settings.routes.ts';
import { storefrontsOfAll } from '#src/storefront/staff/storefronts.admin.routes.ts';
import { contractEnding } from '#src/subscriptions/contract-end/contract-end.admin.routes.ts';
import { history } from '#src/subscriptions/history/history.routes.ts';
import { managing } from '#src/subscriptions/manage/manage.routes.ts';
import { bulk } from '#src/subscriptions/manage/many/bulk.routes.ts';
import { orderingChanges } from '#src/subscriptions/manage/seats-and-start.routes.ts';
import { mine } from '#src/subscriptions/my/my.routes.ts';
import { subscriptionsOfAll } from '#src/subscriptions/staff/subscriptions.admin.routes.ts';
import { subscriptions } from '#src/subscriptions/subscriptions.routes.ts';
import { workYears } from '#src/workdays/years.admin.routes.ts';

/** Everything a person can start, feature by feature. */
export function routers({ config }: Portal): readonly Routes[] {
  return [
    accounts,
    security,
    persons,
    storefrontSettings,
    storefrontPrices,
    storefrontsOfAll,
    team,
    customerTeam,
    partnerUsers,
    secondFactor,
    staffRoutes,
    viewing,
    catalog,
    customerForms,
    customers,
    letters,
    help,
    closePages,
    newPayment,
    statementAccounts,
    statementFiles,
    statements,
    decisions,
    closePartnerPages,
    payments,
    receivables,
    advances,
    register,
    newOrders,
    orders,
    bulk,
    subscriptions,
    managing,
    orderingChanges,
    history,
    cabinet,
    documents,
    originals,
    mine,
    asking,
    storeAsking,
    storeInbox,
    wishing,
    requests,
    home,
    search,
    subscriptionsOfAll,
    finances,
    exchangePages,
    reconciliation,
    monthFiles,
    paymentsOfPartner,
    promises,
    promisesOfAll,
    support,
    creditControls,
    ordersOfAll,
    partnersOfAll,
    partnerParts,
    contracts,
    contractEnding,
    applications,
    consents,
    applicationsOfAll,
    priceImports,
    offers,
    products,
    vendors,
    terms,
    journal,
    jobs,
    settings,
    workYears,
    ...(config.isDemo ? [clock, components] : []),
  ];
}
