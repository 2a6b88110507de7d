import type { Tx } from '#src/platform/scope.ts';
import type { LetterTemplate } from './letters.rules.ts';

/** What a letter says, without layout and without secrets; texts are plain Russian, escaped when drawn. */
export interface LetterContent {
  readonly subject: string;
  /** The line mail programs show after the subject. */
  readonly preheader?: string;
  readonly blocks: readonly Block[];
}

/** One part of a letter, top to bottom. */
export type Block =
  /** A paragraph; line breaks are kept. */
  | { readonly p: string }
  /** Rows of label and value. */
  | { readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly list: readonly string[] }
  /** A link into the portal; `url` is an address of PORTAL_URL's origin or a path such as `/orders/12`. */
  | { readonly button: { readonly label: string; readonly url: string } }
  /** A small remark. */
  | { readonly note: string }
  /** Text ready to be forwarded to somebody else; may hold credentials and links. */
  | { readonly quote: string | readonly Block[] }
  /** Address, login and one-time start password of this user; made at the moment of sending, masked in the stored copy. */
  | { readonly startPasswordFor: number }
  /** Button with a one-time link to set a password; made at the moment of sending, masked in the stored copy. */
  | { readonly recoveryLinkFor: number };

/** A mailbox. Name and address stay apart all the way, so neither can smuggle in a header. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export interface LetterRequest {
  readonly template: LetterTemplate;
  /** What makes it, e.g. `order:123:done`; a recipient gets one letter per cause. */
  readonly cause: string;
  readonly to: Mailbox;
  readonly partnerId: number | null;
  /** The recipient, when it is a user: letters this user has muted are not made. */
  readonly userId?: number | null;
  /** Whose credentials it carries. */
  readonly subjectUserId?: number | null;
  readonly subscriptionId?: number | null;
  readonly content: LetterContent;
}

export type LetterStatus = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'kept';

/** As lists show it: `settled` did not arrive, and a person has seen to it. */
export type LetterState = LetterStatus | 'settled';

/** A one-time password just made; it lives in the letter being sent and nowhere else. */
export interface StartPassword {
  readonly login: string;
  readonly password: string;
  readonly validUntil: Date;
}

/** A one-time link just made, under the same rule. */
export interface RecoveryLink {
  readonly url: string;
  readonly validUntil: Date;
}

/**
 * Makes the secrets of a letter in the transaction that claims it for sending; a new try makes new ones.
 * null: no longer wanted (the person is gone or already has a password of their own), the letter is then not sent.
 */
export interface SecretMakers {
  startPassword(tx: Tx, userId: number): Promise<StartPassword | null>;
  recoveryLink(tx: Tx, userId: number): Promise<RecoveryLink | null>;
}

/** What letters have done after a commit (`src/jobs.ts`). */
export interface LetterJobs {
  'send-letter': { letterId: number };
  /** Many at once, in the order given. */
  'send-letters': { letterIds: number[] };
}
