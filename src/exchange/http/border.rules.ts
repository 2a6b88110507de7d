/** How many requests a minute one address may send. */
const PER_MINUTE = 600;
const MINUTE_MS = 60_000;

/** Counts requests by address in windows of a minute, in this process. */
export class Throttle {
  #window = 0;
  #counts = new Map<string, number>();

  /** @returns seconds to wait when there were too many; null lets the request in */
  take(address: string, nowMs: number): number | null {
    const window = Math.floor(nowMs / MINUTE_MS);
    if (window !== this.#window) [this.#window, this.#counts] = [window, new Map()];
    const count = (this.#counts.get(address) ?? 0) + 1;
    this.#counts.set(address, count);
    return count > PER_MINUTE ? Math.ceil(((window + 1) * MINUTE_MS - nowMs) / 1000) : null;
  }
}
