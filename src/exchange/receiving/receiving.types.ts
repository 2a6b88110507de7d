import type { Tx } from '#src/platform/scope.ts';
import type { Outcome } from '../exchange.types.ts';
import type { Envelope, IncomingType } from './contract.rules.ts';
import type { ReadItem } from './reading.rules.ts';

/** The head of a message. */
export type Head = Omit<Envelope, 'items'>;

/** A message whose items are carried out, for whoever carries them out. */
export interface Carried {
  readonly id: bigint;
  readonly head: Head;
}

/** Carries out items of a type; what is wrong with one is told in the outcome and stops no other. */
export type Take<T extends IncomingType> = (tx: Tx, message: Carried, items: readonly ReadItem<T>[]) => Promise<Outcome>;
