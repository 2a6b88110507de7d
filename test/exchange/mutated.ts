import { shuffled } from '#test/axapta/faults.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What a wrong program, a wrong hand or an attacker puts where something else belongs. */
const ODD: readonly Json[] = [
  ...[null, true, false, 0, -1, 1e308, 0.1, '', ' ', 'No', 'all', 'RUB', 'USD', '0.00', '-0.01', '1e5', '1,00', '00.10'],
  ...[
    '99999999999999999.99',
    '2026-13-45',
    '2026-02-30',
    '0000-00-00',
    '2026-11-22T99:00:00Z',
    '1900-01-01T00:00:00Z',
    '2999-12-31T23:59:59+14:00',
  ],
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    '\ufeff',
    '💥',
    'А'.repeat(3_000),
    "'; drop table partners; --",
    '<script>',
    '../../etc/passwd',
  ],
  ...[
    [],
    [[]],
    [null],
    {},
    { $gt: '' },
    { toString: 1 },
    { constructor: {} },
    'INV-0',
    'INV-99999999999',
    '00000000-0000-0000-0000-000000000000',
  ],
];

/** A copy of a message with one to three faults in it, as text; some are cut, doubled or no JSON at all. */
export function mutated(message: object, roll: () => number): string {
  const copy = structuredClone(message) as Json;
  for (let faults = 1 + Math.floor(roll() * 3); faults > 0; faults--) spoil(copy, roll);
  const text = JSON.stringify(copy);
  const fate = roll();
  if (fate < 0.05) return text.slice(0, Math.floor(roll() * text.length));
  if (fate < 0.08) return text + text;
  if (fate < 0.11) return text.replaceAll(':', '=');
  if (fate < 0.14) return `[${text}]`;
  if (fate < 0.17) return text.replace(/"/, '"'.repeat(1 + Math.floor(roll() * 3)));
  if (fate < 0.19) return `${'['.repeat(5_000)}${text}`;
  if (fate < 0.21) return text.replace(/"(\w+)":/, '"$1":1,"__proto__":{"x":1},"$1":');
  return text;
}

function spoil(value: Json, roll: () => number): void {
  const [place] = shuffled(placesOf(value), roll);
  if (!place) return;
  const { holder, name } = place;
  const chance = roll();
  const odd = ODD[Math.floor(roll() * ODD.length)] ?? null;
  if (Array.isArray(holder)) {
    const at = Number(name);
    if (chance < 0.3) holder.splice(at, 1);
    else if (chance < 0.5) holder.push(structuredClone(holder[at] ?? null));
    else holder[at] = structuredClone(odd);
  } else if (chance < 0.25) delete holder[name];
  else if (chance < 0.35) holder[`${name}X`] = holder[name] ?? null;
  else holder[name] = structuredClone(odd);
}

interface Place {
  readonly holder: Json[] | { [name: string]: Json };
  readonly name: string;
}

function placesOf(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [{ holder: value, name }, ...placesOf(inner)]);
}
