import type { Portal } from '#src/platform/scope.ts';

/** The most rounds that are let pass before Axapta is tried again: a quarter of an hour. */
const MOST = 15;

interface Waits {
  failed: number;
  left: number;
}

const waits = new WeakMap<Portal, Waits>();

/** Pauses between tries grow while Axapta does not answer: 1, 2, 4, 8, 15 rounds. Kept by the process; a new start tries at once. */
export const patience = {
  /** May this round try? */
  mayTry(portal: Portal): boolean {
    const found = waits.get(portal);
    if (!found || found.left === 0) return true;
    found.left -= 1;
    return false;
  },
  /** Notes how the try went. */
  note(portal: Portal, isAnswered: boolean): void {
    if (isAnswered) {
      waits.delete(portal);
      return;
    }
    const failed = (waits.get(portal)?.failed ?? 0) + 1;
    waits.set(portal, { failed, left: Math.min(MOST, 2 ** (failed - 1)) });
  },
};
