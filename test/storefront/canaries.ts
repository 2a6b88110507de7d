import type { Portal } from '#src/platform/scope.ts';

/**
 * Gives every offer a purchase price that no retail price can look like from 22 November 2026 on: odd kopecks, under a rounding to rubles.
 * @returns the prices, in all usual ways
 */
export async function putCanaries({ db }: Portal): Promise<string[]> {
  await db.$executeRawUnsafe(
    "insert into prices (offer_id, valid_from, gross) select id, '2026-11-22', 1000003 + id * 10100 from offers on conflict do nothing",
  );
  const offers = await db.$queryRawUnsafe<{ gross: bigint }[]>(
    `select distinct on (o.id) p.gross from offers o join prices p on p.offer_id = o.id and p.valid_from <= '2026-11-22' order by o.id, p.valid_from desc`,
  );
  return offers.flatMap(({ gross }) => writings(gross));
}

/** A sum in kopecks in all usual ways. */
function writings(gross: bigint): string[] {
  const [rubles, kopecks] = [String(gross / 100n), String(gross % 100n).padStart(2, '0')];
  const spaced = (space: string) => rubles.replace(/\B(?=(\d{3})+$)/g, space);
  return [
    String(gross),
    ...['', ' ', '\u00a0', '\u202f', '&nbsp;'].flatMap((space) => [`${spaced(space)},${kopecks}`, `${spaced(space)}.${kopecks}`]),
  ];
}
