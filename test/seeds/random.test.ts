import { describe, expect, it } from 'vitest';
import { createRandom } from '#prisma/seeds/data/random.ts';

describe('createRandom', () => {
  it('gives the published sequence of mulberry32, the same on every machine', () => {
    const random = createRandom(1);
    expect(random.next()).toBeCloseTo(0.6270739405881613, 15);
    expect(createRandom(1).next()).toBeCloseTo(0.6270739405881613, 15);
    expect(createRandom(2).next()).not.toBeCloseTo(0.6270739405881613, 6);
  });

  it('draws whole numbers from both ends inclusive', () => {
    const random = createRandom(7);
    const drawn = new Set(Array.from({ length: 500 }, () => random.int(3, 6)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
  });

  it('shuffles without losing or inventing anything, and leaves the list alone', () => {
    const list = [1, 2, 3, 4, 5, 6];
    const shuffled = createRandom(3).shuffle(list);
    expect([...shuffled].sort()).toEqual(list);
    expect(list).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('refuses to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow(RangeError);
  });
});
