import type { Day } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { regionName } from '#src/lib/regions.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import type { IconName } from '#src/platform/http/icons.ts';
import { actionsOf } from '#src/subscriptions/manage/actions.rules.ts';
import { seatsShown } from '#src/subscriptions/service/served.rules.ts';
import { nextRenewal, renewalWords, statusBadge } from '#src/subscriptions/service/status.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import type { ListRow } from './subscriptions.queries.ts';

/** One row of the table, ready to show. */
export interface ListItem {
  readonly number: string;
  readonly product: string;
  readonly vendor: string;
  readonly customer: string;
  readonly region: string;
  /** In force today. */
  readonly seats: number;
  /** «с 1 декабря 3», where it changes. */
  readonly nextSeats: string | null;
  /** Of a whole month with the seats as decided, and how it comes. */
  readonly sum: string;
  readonly price: string;
  readonly monthSeats: number;
  readonly renewal: Day | null;
  readonly renewalText: string;
  readonly badge: BadgeProps;
  readonly status: SubscriptionStatus;
}

/** What the menu of a row offers; rows of the same state share it. */
export interface RowMenu {
  readonly status: SubscriptionStatus;
  readonly items: readonly {
    /** What follows the card's address; null while a hold forbids it. */
    readonly path: string | null;
    readonly label: string;
    readonly icon: IconName;
  }[];
}

export function listItem(row: ListRow, viewer: Viewer): ListItem {
  const renewal = nextRenewal(row, viewer.openDay);
  const { seats, next } = seatsShown(row);
  return {
    number: row.number,
    product: row.productName,
    vendor: row.vendorName,
    customer: row.customerName,
    region: regionName(row.regionCode),
    seats,
    nextSeats: next,
    monthSeats: row.seats,
    sum: formatRub(row.unitPrice * BigInt(row.seats)),
    price: formatRub(row.unitPrice),
    renewal,
    renewalText: renewalWords(row, viewer.openDay),
    badge: statusBadge(row, viewer.openDay),
    status: row.status,
  };
}

/** Reading for everyone; then what the table of moves allows. Under a hold that stays, greyed out. */
export function rowMenu(status: SubscriptionStatus, viewer: Viewer): RowMenu {
  const changes = viewer.manages ? actionsOf({ number: '', status }) : [];
  return {
    status,
    items: [
      { path: '', label: 'Открыть', icon: 'eye' },
      { path: '/history', label: 'Журнал подписки', icon: 'history' },
      ...changes.map(({ page, label, icon }) => ({
        path: viewer.partner.hold ? null : `/${page}`,
        label: page === 'stop' ? `${label}…` : label,
        icon,
      })),
    ],
  };
}
