import { formatDayShort, formatMonth, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { EmptyProps, PageHeadProps, Tab } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { cardTabs } from '#src/subscriptions/card/card-tabs.parts.ts';
import type { SubscriptionTitle } from '#src/subscriptions/history/history.queries.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { type DocumentLink, documentLinks } from './invoice-items.pages.ts';
import type { SubscriptionInvoice } from './subscription-documents.queries.ts';

export interface SubscriptionDocumentsPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly rows: {
    readonly month: string;
    readonly number: string;
    readonly href: string;
    readonly issued: string;
    readonly share: string;
    readonly total: string;
    readonly documents: DocumentLink[];
  }[];
  readonly empty: EmptyProps | null;
}

/** `/subscriptions/:number/documents`: the invoices that bill it, and what of each is its own. */
export function subscriptionDocumentsPage(
  of: SubscriptionTitle,
  invoices: readonly SubscriptionInvoice[],
  viewer: Viewer,
): SubscriptionDocumentsPage {
  return {
    title: `Документы подписки ${of.number}`,
    section: 'subscriptions',
    head: {
      title: of.productName,
      sub: `${of.customerName} · ${of.number}`,
      crumbs: [
        { label: 'Управление подписками', href: '/subscriptions' },
        { label: of.number, href: `/subscriptions/${of.number}` },
        { label: 'Документы' },
      ],
    },
    tabs: cardTabs(of, 'documents', viewer.manages),
    rows: invoices.map((invoice) => ({
      month: formatMonth(invoice.period),
      number: invoice.status === 'cancelled' ? `${invoice.number}, аннулирован` : invoice.number,
      href: `/documents?period=${monthOf(invoice.period)}#${invoice.number}`,
      issued: formatDayShort(invoice.issuedOn),
      share: formatRub(invoice.share),
      total: formatRub(invoice.gross),
      documents: documentLinks(invoice),
    })),
    empty:
      invoices.length > 0
        ? null
        : {
            icon: 'file-invoice',
            title: 'Документов пока нет',
            text: 'Подписка попадёт в счёт, когда закроется месяц, за который она начислена.',
          },
  };
}
