/** What happened, by name, and what is told about it: features name theirs, `src/reactions.ts` puts them together. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by the application
export interface EventMap {}

type Reaction<Tx, K extends keyof EventMap> = (tx: Tx, event: EventMap[K]) => Promise<void>;

/** Reactions by event; registered once in `src/reactions.ts`, run inside the transaction of the cause, a `Tx`. */
export class Events<Tx> {
  readonly #reactions = new Map<string, Reaction<Tx, never>[]>();

  on<K extends keyof EventMap>(name: K, reaction: Reaction<Tx, K>): void {
    this.#reactions.set(name, [...(this.#reactions.get(name) ?? []), reaction as Reaction<Tx, never>]);
  }

  async emit<K extends keyof EventMap>(tx: Tx, name: K, event: EventMap[K]): Promise<void> {
    for (const reaction of this.#reactions.get(name) ?? []) await (reaction as Reaction<Tx, K>)(tx, event);
  }
}
