import type { Request } from 'express';
import { z } from 'zod';
import { staff } from '#src/accounts/access.rules.ts';
import { creditControl } from '#src/credit/control.queries.ts';
import { exposureParts } from '#src/credit/credit.service.ts';
import { staleData } from '#src/exchange/data-age.queries.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { wordOf } from '#src/promises/promise-list.queries.ts';
import { promisesOf } from '#src/promises/promises.queries.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { CARD_TABS, overviewPage, type PartnerPage, partnerPage, requisites } from './partner-card.pages.ts';
import { limitHistory, type PartnerCard, partnerCard, partnerContracts, partnerUsers, pastHolds } from './partner-card.queries.ts';
import { partnerList } from './partner-list.forms.ts';
import { partnerColumns, partnerListPage } from './partner-list.pages.ts';
import { listPartners } from './partner-list.queries.ts';
import {
  contractSection,
  invoiceSection,
  journalSection,
  letterSection,
  orderSection,
  paymentSection,
  subscriptionSection,
  userSection,
} from './partner-tabs.pages.ts';
import { invoicesOf, journalOf, lettersOf, ordersOf, paymentsOf, subscriptionsOf } from './partner-trace.queries.ts';
import { promiseSection } from './promise-section.pages.ts';

/** All partners, for MONT's people. */
export const partnersOfAll = new Routes();

partnersOfAll.get('/admin/partners', staff, async (req, res) => {
  const filter = parseQuery(req, partnerList.query);
  const list = await orNearest(req.scope, filter, (one) => listPartners(req.scope, one, partOf(filter)), hasNone);
  render(res, 'admin/partner-list', partnerListPage(list, filter));
});

partnersOfAll.export('/admin/partners', staff, (req) => {
  const filter = parseQuery(req, partnerList.exportQuery);
  const name = `partners-${req.scope.portal.clock.today()}`;
  const find = (one: typeof filter) => listPartners(req.scope, one, { limit: null, offset: 0 });
  const rows = async () => (await orNearest(req.scope, filter, find, hasNone)).rows;
  return { name, sheet: 'Партнёры', columns: partnerColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

/** `/admin/partners/:id?tab=` */
const cardQuery = z.strictObject({ tab: z.enum(CARD_TABS).default('overview') });

partnersOfAll.get('/admin/partners/:id', staff, async (req, res) => {
  const { tab } = parseQuery(req, cardQuery);
  const partner = await partnerCard(req.scope, idIn(req));
  render(res, 'admin/partner-card', await tabs[tab](req, partner));
});

type TabMaker = (req: Request, partner: PartnerCard) => Promise<PartnerPage>;

/** Each tab reads only what it shows. */
const tabs: Record<(typeof CARD_TABS)[number], TabMaker> = {
  overview: async ({ scope }, partner) => {
    const { sql, clock } = scope.portal;
    const today = clock.today();
    const [credit, parts, held, limits, holds, promises, word, stale] = await Promise.all([
      creditControl(scope, partner.id),
      exposureParts(sql, partner.id, today),
      ordersOf(scope, partner.id, 'held'),
      limitHistory(scope, partner.id),
      pastHolds(scope, partner.id),
      promisesOf(sql, partner.id),
      wordOf(sql, partner.id),
      staleData(scope.portal),
    ]);
    const promised = promiseSection(partner.id, { promises, word }, today);
    return overviewPage(partner, credit, { parts, held, limits, holds, promised, stale });
  },
  people: async ({ scope }, partner) => {
    const { id } = partner;
    const [credit, contracts, users] = await Promise.all([creditControl(scope, id), partnerContracts(scope, id), partnerUsers(scope, id)]);
    const page = partnerPage(partner, credit, 'people', [
      contractSection(id, contracts, scope.portal.clock.today()),
      userSection(id, users),
    ]);
    return { ...page, facts: requisites(partner) };
  },
  subscriptions: async ({ scope }, partner) => {
    const { id } = partner;
    const [credit, found, orders] = await Promise.all([
      creditControl(scope, id),
      subscriptionsOf(scope, id),
      ordersOf(scope, id, 'latest'),
    ]);
    const sections = [subscriptionSection(id, found, scope.portal.clock.today()), orderSection(id, orders)];
    return partnerPage(partner, credit, 'subscriptions', sections);
  },
  money: async ({ scope }, partner) => {
    const { id, inn } = partner;
    const [credit, invoices, payments] = await Promise.all([creditControl(scope, id), invoicesOf(scope, id), paymentsOf(scope, id)]);
    const sections = [invoiceSection(inn, invoices, scope.portal.clock.today()), paymentSection(inn, payments)];
    return partnerPage(partner, credit, 'money', sections);
  },
  trace: async ({ scope }, partner) => {
    const { id } = partner;
    const [credit, letters, journal] = await Promise.all([creditControl(scope, id), lettersOf(scope, id), journalOf(scope, id)]);
    return partnerPage(partner, credit, 'trace', [letterSection(id, letters), journalSection(id, journal)]);
  },
};
