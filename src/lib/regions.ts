import names from './data/ru-regions.json' with { type: 'json' };

/** A subject of the Federation; the code is that of the tax service, not of vehicle plates. */
export interface Region {
  readonly code: string;
  readonly name: string;
}

const byCode = new Map(Object.entries(names));

/** All regions by name, for a select. */
export const regions: readonly Region[] = [...byCode]
  .map(([code, name]) => ({ code, name }))
  .sort((a, b) => a.name.localeCompare(b.name, 'ru'));

export function isRegionCode(code: string): boolean {
  return byCode.has(code);
}

/**
 * The name of a region.
 * @throws RangeError when there is no such code
 */
export function regionName(code: string): string {
  const name = byCode.get(code);
  if (name === undefined) throw new RangeError(`no region has the code ${code}`);
  return name;
}
