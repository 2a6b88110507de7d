/** What the stand-in does wrong on purpose; each until it is switched off. */
export interface Faults {
  /** Chance of 0 … 1 that a message goes out twice. */
  doubled: number;
  /** Messages that wait are sent in any order. */
  reordered: boolean;
  /** Chance that a message is cut off in the middle; it is sent whole at the next try. */
  broken: number;
  /** Chance that the answer to a message gets lost, so that it is sent again. */
  lost: number;
  /** Chance that a file stays half-written for a while, under its `.tmp` name or its own. */
  halfWritten: number;
  /** The signature, or without one the token, is a wrong one. */
  wrongSignature: boolean;
  /** Messages wait so many seconds before they go out. */
  late: number;
}

export const noFaults = (): Faults => ({
  doubled: 0,
  reordered: false,
  broken: 0,
  lost: 0,
  halfWritten: 0,
  wrongSignature: false,
  late: 0,
});

/** `fault doubled 0.3`, `fault reordered`, `fault late 60`, `fault reordered off`. @throws RangeError with a sentence */
export function setFault(faults: Faults, name: string, value = 'on'): void {
  if (!(name in faults)) throw new RangeError(`no fault is called ${name}; there are ${Object.keys(faults).join(', ')}, gap`);
  const key = name as keyof Faults;
  if (typeof faults[key] === 'boolean') Object.assign(faults, { [key]: value !== 'off' });
  else Object.assign(faults, { [key]: amountOf(value, key) });
}

function amountOf(value: string, key: keyof Faults): number {
  if (value === 'off') return 0;
  if (value === 'on') return key === 'late' ? 60 : 1;
  const amount = Number(value);
  if (!(amount >= 0)) throw new RangeError(`${value} is no number`);
  return amount;
}

/** Numbers of 0 … 1 that come in the same order for the same seed, so that a failed chaos can be played again. */
export function dice(seed: number): () => number {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The list in another order. */
export function shuffled<T>(list: readonly T[], roll: () => number): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at--) {
    const with_ = Math.floor(roll() * (at + 1));
    [mixed[at], mixed[with_]] = [mixed[with_] as T, mixed[at] as T];
  }
  return mixed;
}
