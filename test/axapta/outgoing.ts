import type { Message } from './books.types.ts';
import { message } from './messages.ts';

/** A message that left, or is about to. */
export interface Outgoing {
  /** 1, 2, 3 … over all types: the place a reader may go on from. */
  readonly at: number;
  readonly message: Message;
  isDone: boolean;
  /** Why the portal refused it. */
  refused: string | null;
  tries: number;
  /** Milliseconds of the machine before which it is not tried again. */
  notBefore: number;
}

export interface OutgoingState {
  seq: Record<string, number>;
  last: number;
  messages: Outgoing[];
}

export const emptyOutgoing = (): OutgoingState => ({ seq: {}, last: 0, messages: [] });

/** Finished messages that are kept to be sent again when the portal asks for them. */
const KEPT = 2_000;

/** Everything that goes to the portal, in order, numbered by type, kept until it is acknowledged. */
export class OutgoingMail {
  readonly state: OutgoingState;

  constructor(state: OutgoingState) {
    this.state = state;
  }

  /** Puts a message in line. @returns null for one without items */
  put(type: string, items: Message['items'], now: Date, more: Partial<Message> = {}): Message | null {
    if (items.length === 0 && type !== 'ping') return null;
    const made = message(type, items, now, { ...more, seq: this.nextSeq(type) });
    this.state.messages.push({ at: ++this.state.last, message: made, isDone: false, refused: null, tries: 0, notBefore: 0 });
    this.forget();
    return made;
  }

  /** A number that no message will bear: the portal has to see that one is missing. */
  leaveGap(type: string): number {
    return this.nextSeq(type);
  }

  waiting(): Outgoing[] {
    return this.state.messages.filter(({ isDone }) => !isDone);
  }

  /** The messages behind a place, of one type or all, that were not acknowledged. */
  after(at: number, type: string | null, limit: number): Outgoing[] {
    return this.waiting()
      .filter((out) => out.at > at && (type === null || out.message.type === type))
      .slice(0, limit);
  }

  acknowledge(messageId: string, refused: string | null = null): void {
    const found = this.state.messages.find((out) => out.message.messageId === messageId);
    if (found) Object.assign(found, { isDone: true, refused });
  }

  /** Sends again what bears these numbers, both included. @returns how many are still kept */
  replay(type: string, from: number, to: number): number {
    const asked = this.state.messages.filter(({ message: { type: of, seq = 0 } }) => of === type && seq >= from && seq <= to);
    for (const out of asked) Object.assign(out, { isDone: false, notBefore: 0, tries: 0 });
    return asked.length;
  }

  private nextSeq(type: string): number {
    const next = (this.state.seq[type] ?? 0) + 1;
    this.state.seq[type] = next;
    return next;
  }

  private forget(): void {
    const surplus = this.state.messages.length - KEPT;
    if (surplus > 0 && this.state.messages.slice(0, surplus).every(({ isDone }) => isDone)) this.state.messages.splice(0, surplus);
  }
}
