/**
 * Does `work` for each item, one after the other; one that fails doesn't keep the rest from it. `what` names the work in the error.
 * @returns for how many `work` said that there was something to do
 * @throws AggregateError with every fault when all are through
 */
export async function oneByOne<T>(items: readonly T[], what: string, work: (item: T) => Promise<boolean>): Promise<number> {
  const faults: unknown[] = [];
  let done = 0;
  for (const item of items) {
    try {
      if (await work(item)) done += 1;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${what} failed for ${faults.length} of ${items.length}`);
  return done;
}
