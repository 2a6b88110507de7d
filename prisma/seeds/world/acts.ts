import type { ContractSeed, CustomerSeed, PartnerSeed } from '#prisma/seeds/data/types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { ApplicationInput } from '#src/partners/applications/applications.forms.ts';

/** Something a person did on the portal, in the words of the script; `key` names a subscription within it: code of the partner, «:», anything. */
export type Act =
  | PartnerAct
  | ContractAct
  | CustomerAct
  | OrderAct
  | CancelAct
  | RejectAct
  | SeatsAct
  | StopAct
  | StartAct
  | RenewalAct
  | HoldAct
  | LiftAct
  | PayAct
  | ApplicationAct
  | TickAct;

interface Dated {
  readonly at: Date;
  /** Login of who did it. */
  readonly by: string;
}

export interface PartnerAct extends Dated {
  readonly kind: 'partner';
  readonly partner: PartnerSeed;
}

export interface ContractAct extends Dated {
  readonly kind: 'contract';
  /** Code of the partner. */
  readonly partner: string;
  readonly contract: ContractSeed;
}

export interface CustomerAct extends Dated {
  readonly kind: 'customer';
  readonly customer: CustomerSeed;
}

export interface OrderAct extends Dated {
  readonly kind: 'order';
  readonly key: string;
  /** Login of the customer. */
  readonly customer: string;
  readonly sku: string;
  readonly seats: number;
  readonly autoRenew?: boolean;
  readonly stopOn?: Day;
  /** Takes fewer seats, down to none, so that this much of the limit stays free. */
  readonly leave?: Kopecks;
}

export interface CancelAct extends Dated {
  readonly kind: 'cancel';
  readonly key: string;
}

/** Staff refuse a held order. */
export interface RejectAct extends Dated {
  readonly kind: 'reject';
  readonly key: string;
  readonly reason: string;
}

export interface SeatsAct extends Dated {
  readonly kind: 'seats';
  readonly key: string;
  readonly seats: number;
  readonly comment?: string;
}

export interface StopAct extends Dated {
  readonly kind: 'stop';
  readonly key: string;
  readonly comment?: string;
}

export interface StartAct extends Dated {
  readonly kind: 'start';
  readonly key: string;
  readonly comment?: string;
}

export interface RenewalAct extends Dated {
  readonly kind: 'renewal';
  readonly key: string;
  readonly autoRenew: boolean;
  readonly stopOn?: Day;
}

/** A hold by hand. */
export interface HoldAct extends Dated {
  readonly kind: 'hold';
  /** Code of the partner. */
  readonly partner: string;
  readonly text: string;
}

/** All holds by hand that are open go. */
export interface LiftAct extends Dated {
  readonly kind: 'lift';
  readonly partner: string;
  readonly comment: string;
}

/** The partner pays its open invoices; staff registers what came to the bank. */
export interface PayAct extends Dated {
  readonly kind: 'pay';
  readonly partner: string;
}

/** A company that would like to be a partner. */
export interface ApplicationAct {
  readonly kind: 'application';
  readonly at: Date;
  readonly by: null;
  readonly application: ApplicationInput;
}

/** A task of the schedule at its time: the month close, reminders and overdue holds, stop dates. */
export interface TickAct {
  readonly kind: 'tick';
  readonly at: Date;
  readonly by: null;
  readonly task: 'month-close' | 'receivables' | 'daily-tick';
}
