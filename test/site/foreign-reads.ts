/**
 * Why a feature reads tables of others in statements of its own, in one line each; «*» is every table. Views, such as
 * `invoice_balances`, are there for everybody and need no reason.
 */
export const foreignReads: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accounts: {
    'the log-on and the frame of every page come with what waits, in one statement':
      'change_requests contracts customers holds orders storefront_requests',
    'a person belongs to a partner, a portfolio is made of partners': 'partners',
  },
  admin: {
    'the first page of staff counts what waits for a person': 'holds letters orders partner_applications partner_closes support_requests',
    'a partner’s card and its trace show what happened everywhere, in few statements':
      'audit_entries contracts limit_changes original_states payments subscriptions',
    'the list of partners sorts by debt and by what is used': 'invoices partners service_periods settlements',
    'one search finds people, partners, customers, subscriptions and invoices': 'customers users',
  },
  invariants: { 'it checks what must hold over the whole database, and shares no code with what writes it': '*' },
  advances: {
    'what of a payment came before the shipment is told by what it settled, and by what the partner buys':
      'invoices partners payments service_periods settlements users',
  },
  billing: {
    'an invoice is made of charges, by set, and copies the names and requisites of the day':
      'contracts offers products service_periods settings subscriptions',
    'a close takes and locks partners, and its outcome counts what was done': 'orders partners subscription_events',
    'a close that parks partners is told to staff': 'users',
  },
  cabinet: {
    'the first page of a partner is all features in one statement': 'customers documents letters orders service_periods subscriptions',
  },
  catalog: {
    'whom a price touches is found among running subscriptions': 'partners subscriptions',
    'an offer that is waited for is not taken away unseen': 'orders',
  },
  consents: { 'the operator of a storefront is its partner': 'partners' },
  credit: {
    'exposure is what runs, waits and is owed, under the lock of the partner': 'invoices orders partners',
    'what is on hold is told with the names people know': 'contracts users',
  },
  customers: {
    'a customer’s card and list count what it has': 'orders partners subscriptions vendors',
    'a customer’s people log on': 'users',
  },
  demo: {
    'the demo looks at what makes a world': 'settings users',
    'the stand-in of Axapta takes over who owes what': 'ax_invoices contracts partners payments',
  },
  documents: {
    'documents print invoices and what was paid, as they are': 'invoice_lines invoices payments settlements',
    'the list of charges and originals names what they are for': 'contracts partners service_periods subscriptions',
  },
  exchange: {
    'what Axapta says is held against partners, their holds, orders, invoices and payments':
      'holds invoices orders partners payment_doors payments settlements',
    'invoices are told to Axapta with their lines, for whom they are and the contracts they name':
      'contracts customers invoice_lines subscriptions',
    'an outage is told to MONT’s people': 'users',
  },
  finance: {
    'the page of finance adds up what others keep, in one statement': 'contracts holds limit_changes orders partners service_periods',
    'a bridge between months is told by the journal': 'subscription_events subscriptions',
  },
  letters: { 'the list of letters names whom and what they are about': 'partners subscriptions users' },
  orders: {
    'renewals are found, priced and decided by set': 'offers prices products service_periods subscriptions',
    'the list of orders names what they are for': 'contracts customers letters partners',
    'an order is decided by the terms of the day and by what is on hold': 'holds terms',
  },
  partners: {
    'people of a partner and its manager are written to': 'users',
    'a contract that was invoiced keeps what stands in it': 'invoices',
    'an анкета was sent with a consent, and is kept for its term': 'consents',
  },
  payments: {
    'a payment settles invoices, under the contract it names': 'contracts invoices partners',
    'an overdue invoice has one hold': 'holds',
    'what will be invoiced takes what was paid before': 'service_periods',
  },
  promises: {
    'a promise lifts the hold of an invoice or adds to the limit, and is kept by payments':
      'contracts holds invoices limit_changes orders partners payments settlements',
  },
  reconciliation: {
    'the ledger is invoices, payments and what they settled, of any days': 'invoices payments settlements',
    'an act names its sides and their contracts': 'contracts partners',
  },
  receivables: {
    'what is owed on a day, and the register of documents, are added up by set from what others keep':
      'holds invoice_lines invoices partners payments settlements users',
  },
  requests: { 'a request of a customer is about a subscription and becomes an order': 'customers orders subscriptions users' },
  search: {
    'a word of a search is looked up among names, which lead to what is theirs':
      'customers offers partner_applications partners products search_words subscriptions vendors',
  },
  shell: { 'the menu of staff counts what waits for a person': 'month_closes partner_applications partners support_requests' },
  statements: {
    'money is matched to the invoices, holds and payments of whoever sent it':
      'contracts document_series holds invoices orders partners payment_doors payments settlements',
    'a statement is of our accounts': 'settings',
  },
  storefront: {
    'a storefront answers for its partner while nothing is on hold, by the catalog of the moment': 'catalog_version holds partners',
    'a request becomes an order of a customer, and is kept for the term of its consent': 'consents customers orders',
    'a customer is shown what its subscriptions cost by the storefront’s rules': 'offers subscriptions',
  },
  subscriptions: {
    'a card and its journal show what waits, what was ordered and what was written':
      'change_requests customers letters offers orders products users vendors',
    'what runs is bound to the partner’s open month and contract': 'contracts partners',
  },
};

/** Files that write tables of others, with the reason. */
export const foreignWrites: Readonly<Record<string, string>> = {
  'src/demo/clock.ts': 'the demo keeps its clock among the settings',
  'src/demo/clock-move.service.ts': 'a moved clock takes the sessions and its setting with it',
};
