import type { Kopecks } from '#src/lib/money.ts';
import type { EventAction, Particulars } from './history.service.ts';

/** A letter an event caused. */
export interface EventLetter {
  readonly template: string;
  readonly address: string;
  readonly status: string;
}

/** A row of the history as stored; sums in kopecks. */
export interface HistoryEvent {
  readonly at: Date;
  readonly actorName: string;
  readonly actorRole: string;
  readonly action: EventAction;
  readonly before: Particulars;
  readonly after: Particulars;
  readonly monthDelta: Kopecks;
  readonly fullMonthDelta: Kopecks;
  readonly comment: string | null;
  readonly orderNumber: string | null;
  readonly letters: readonly EventLetter[];
}

/** The same with the subscription it is about, for a history over many. */
export interface PartnerHistoryEvent extends HistoryEvent {
  readonly number: string;
  readonly productName: string;
  readonly customerName: string;
}
