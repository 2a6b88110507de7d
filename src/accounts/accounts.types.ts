import type { HoldReason } from '#src/generated/prisma/enums.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Role } from '#src/platform/actor.ts';

/** Who is logged on, as every request of the session brings it: one statement loads it with the session. */
export interface Account {
  readonly userId: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly partnerId: number | null;
  readonly customerId: number | null;
  /** Whose person this is: the partner's name, the customer's name, «MONT» for staff. */
  readonly company: string;
  /** A start password was used (or none is set): nothing but the password page is open. */
  readonly mustChangePassword: boolean;
  readonly sessionVersion: number;
  /** A member of staff who looks at the portal as a partner's head, and may change nothing; null otherwise. */
  readonly viewing: Viewing | null;
  /** A code is asked for at log-on. */
  readonly hasSecondFactor: boolean;
  /** For people of a partner. null for staff, and for customers, who must not learn the partner's money. */
  readonly partner: PartnerSummary | null;
}

/** «Посмотреть как партнёр»: role, partner and company of the account are the partner's then, the person is not. */
export interface Viewing {
  readonly partnerId: number;
  /** The role of the person who looks. */
  readonly role: Role;
}

/** What stands around every page of a partner: its limit, its holds, who to call. */
export interface PartnerSummary {
  readonly name: string;
  readonly code: string;
  readonly creditLimit: Kopecks;
  readonly exposure: Kopecks;
  /** Orders that wait. */
  readonly heldOrders: number;
  /** Requests of customers that wait for an answer. */
  readonly openRequests: number;
  /** New requests of its storefront. */
  readonly storeRequests: number;
  /** The oldest open hold and how many are open; null when none is. */
  readonly hold: OpenHold | null;
  readonly manager: { readonly name: string; readonly phone: string; readonly email: string };
  /** First day not closed: from the evening of a close on, the 1st of the next month. null before the first close. */
  readonly openFrom: Day | null;
}

export interface OpenHold {
  readonly count: number;
  readonly text: string;
  readonly reason: HoldReason;
  readonly placedAt: Date;
  /** Kopecks to pay as of now, where known. */
  readonly amount: Kopecks | null;
  /** Numbers of the contract and the invoice it is about, where known. */
  readonly contract: string | null;
  readonly invoice: string | null;
}

/** A person a password belongs to: none of these words may be the password. */
export interface PasswordOwner {
  readonly login: string;
  readonly email: string;
  readonly name: string;
}

/** What accounts have done after a commit (`src/jobs.ts`). */
export interface AccountJobs {
  /** Send recovery links to a login or e-mail, if there is one; `request` asked for it. */
  'account-recovery': { name: string; request: string };
}

/** What accounts tell the rest of the portal (`src/reactions.ts`). */
export interface PortfolioEvents {
  /** Partners, whose rows are locked, are handed to another manager. */
  portfolioMoved: { partnerIds: readonly number[]; managerId: number };
}
