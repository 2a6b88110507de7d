import type { Fault, Problem } from './problem.rules.ts';
import type { ItemFault } from './receiving/reading.rules.ts';

/** Ways a message comes in: Axapta calls the portal, puts a file, or is asked by the portal. */
export type Door = 'http' | 'folder' | 'client';

/** Numbers of a type that did not come and are wanted once more. */
export interface Missing {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The acknowledgement of a message, as it is answered and as `*.ack.json`. */
export interface Ack {
  readonly messageId: string;
  readonly result: 'ok' | 'partial' | 'error';
  /** `queued`: large, or a page of a set that is not whole yet; its last word comes as an outgoing `ack`. */
  readonly state: 'processed' | 'queued';
  readonly itemErrors: readonly ItemFault[];
  /** What is wanted once more. */
  readonly replay?: readonly Missing[];
}

/** What a door answers: an acknowledgement, or a problem. */
export type Received =
  | { readonly ok: true; readonly status: 202; readonly ack: Ack }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

/** What became of the items of a message. */
export interface Outcome {
  readonly applied: number;
  /** Older than what is known, or the same. */
  readonly stale: number;
  readonly faults: readonly ItemFault[];
}

/** Jobs of the exchange. */
export interface ExchangeJobs {
  /** A message too large to be dealt with while its sender waits. */
  'ax-process': { readonly id: string };
}

export type { Fault, ItemFault, Problem };
