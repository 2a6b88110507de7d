import { type Faults, shuffled } from './faults.ts';
import type { Outgoing, OutgoingMail } from './outgoing.ts';
import type { PortalAnswer, PortalDoor } from './portal-door.ts';

/** Pauses between tries, milliseconds; the last one again and again. */
const PAUSES = [500, 1_000, 2_000, 5_000, 15_000, 60_000];

export interface CourierParts {
  readonly mail: OutgoingMail;
  readonly portal: PortalDoor;
  readonly faults: Faults;
  /** Numbers of 0 … 1 that decide which fault happens. */
  readonly roll: () => number;
  readonly say: (text: string) => void;
}

/** Carries what waits to the portal's POST, again and again until it is answered, and does the faults on the way. */
export class Courier {
  readonly #parts: CourierParts;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /** Tries everything that is due now once. @returns how many were answered for good */
  async round(nowMs: number, isPatient = true): Promise<number> {
    const { mail, faults, roll } = this.#parts;
    const due = mail.waiting().filter(({ notBefore }) => !isPatient || notBefore <= nowMs);
    const before = mail.waiting().length;
    for (const out of faults.reordered ? shuffled(due, roll) : due) {
      if (faults.late > 0 && out.tries === 0) {
        Object.assign(out, { tries: 1, notBefore: nowMs + faults.late * 1_000 });
        continue;
      }
      const isThere = await this.#deliver(out, nowMs);
      if (!isThere) break;
    }
    return before - mail.waiting().length;
  }

  /** @returns false when nobody answers at all: the rest of the round can wait */
  async #deliver(out: Outgoing, nowMs: number): Promise<boolean> {
    const { mail, portal, faults, roll, say } = this.#parts;
    const body = JSON.stringify(out.message);
    const isCut = roll() < faults.broken;
    const sent = isCut ? body.slice(0, Math.floor(body.length * roll())) : body;
    const pause = PAUSES[Math.min(out.tries, PAUSES.length - 1)] ?? 0;
    Object.assign(out, { tries: out.tries + 1, notBefore: nowMs + pause });
    try {
      const { messageId, type } = out.message;
      if (roll() < faults.doubled) await portal.post(PATH, sent, messageId, faults.wrongSignature);
      const answer = await portal.post(PATH, sent, messageId, faults.wrongSignature);
      if (roll() < faults.lost) return true;
      if (isOver(answer) && !isCut) mail.acknowledge(messageId, answer.status < 300 ? null : reasonOf(answer));
      if (answer.status >= 300) say(`${type} ${messageId}: ${answer.status} ${reasonOf(answer)}`);
      if (answer.body) this.#replayed(answer.body);
      return true;
    } catch (error) {
      say(`the portal does not answer: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** The portal has seen that numbers are missing, and asks for them in its answer. */
  #replayed(body: Readonly<Record<string, unknown>>): void {
    const asked = body['replay'];
    for (const one of Array.isArray(asked) ? asked : [asked]) {
      if (typeof one !== 'object' || one === null) continue;
      const { type, from, to } = one as Record<string, unknown>;
      if (typeof type === 'string' && typeof from === 'number' && typeof to === 'number') this.#parts.mail.replay(type, from, to);
    }
  }
}

export const PATH = '/api/ax/v1/messages';

/** Is there no use in sending the same again? */
const isOver = ({ status }: PortalAnswer): boolean => status < 300 || [409, 413, 422].includes(status);

function reasonOf({ body, status }: PortalAnswer): string {
  const text = body?.['detail'] ?? body?.['title'];
  return typeof text === 'string' ? text : `status ${status}`;
}
