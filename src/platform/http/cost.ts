import type { Request, Response } from 'express';
import { TooManyAtOnce } from '#src/platform/errors.ts';

/** What a request may take of the processors: `heavy` ones (uploads, exports, passwords) wait for worker threads. */
export type Cost = 'light' | 'heavy';

/** Heavy requests of one person that are carried out at once; the next gets 429. */
const AT_ONCE = 2;
const RETRY_SECONDS = 5;

/** Who has how many heavy requests under way in this process: an instance defends its own threads and memory. */
export class Places {
  readonly #taken = new Map<string, number>();

  /** @returns how to give the place back, which may be done again without effect; null when all of the person's are taken */
  take(person: string): (() => void) | null {
    const taken = this.#taken.get(person) ?? 0;
    if (taken >= AT_ONCE) return null;
    this.#taken.set(person, taken + 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.#giveBack(person);
      isHeld = false;
    };
  }

  #giveBack(person: string): void {
    const left = (this.#taken.get(person) ?? 0) - 1;
    if (left > 0) this.#taken.set(person, left);
    else this.#taken.delete(person);
  }
}

interface Place {
  readonly giveBack: () => void;
  /** The handler is at work: it may go on after the reader has left. */
  isAtWork: boolean;
  /** Aborted when the reader has gone. */
  readonly leaving: AbortController;
}

const places = new WeakMap<Request, Place>();

/**
 * Takes one of the person's places for heavy requests, once per request, before anything of it is read or done. It is given back
 * when the handler has ended, or with the answer when the request never came to one.
 * @throws TooManyAtOnce
 */
export function takePlace(req: Request, res: Response): void {
  if (places.has(req)) return;
  const { portal, actor, address } = req.scope;
  const giveBack = portal.places.take(actor.userId === null ? `address ${address}` : `user ${actor.userId}`);
  if (!giveBack) throw new TooManyAtOnce(RETRY_SECONDS);
  const place: Place = { giveBack, isAtWork: false, leaving: new AbortController() };
  places.set(req, place);
  res.once('close', () => {
    place.leaving.abort();
    if (!place.isAtWork) giveBack();
  });
}

/** Carries out a heavy request in its place. @throws TooManyAtOnce, and what `work` throws */
export async function inPlace(req: Request, res: Response, work: () => void | Promise<void>): Promise<void> {
  takePlace(req, res);
  const place = places.get(req);
  if (!place) return;
  place.isAtWork = true;
  try {
    await work();
  } finally {
    place.giveBack();
  }
}

/**
 * What gives out much asks whether its route has declared that it is heavy.
 * @returns a signal that is aborted when the reader has gone
 * @throws Error for a route that has not
 */
export function requireHeavy(req: Request): AbortSignal {
  const place = places.get(req);
  if (!place) throw new Error(`the route ${req.path} does heavy work without declaring it`);
  return place.leaving.signal;
}
