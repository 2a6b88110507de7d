import { parseArgs } from 'node:util';

/** How much is made. */
export interface SeedSize {
  readonly partners: number;
  readonly subscriptions: number;
  /** Products beyond the catalog of the demo are made up until there are so many. */
  readonly products: number;
}

/** Thrown when nothing can be seeded; the message is a sentence. */
export class SeedError extends Error {}

const USAGE = 'npm run seed -- --partners 5000 --subscriptions 1000000 [--products 10000]';

/** Reads the command line. @throws SeedError for anything but positive whole numbers. */
export function readSize(args: string[]): SeedSize {
  const text = { type: 'string' } as const;
  const { partners, subscriptions, products } = parsed(args, { partners: text, subscriptions: text, products: text });
  return { partners: whole(partners, '1000'), subscriptions: whole(subscriptions, '200000'), products: whole(products, '1') };
}

function parsed(args: string[], options: Record<'partners' | 'subscriptions' | 'products', { type: 'string' }>) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new SeedError(`${(error as Error).message}\n${USAGE}`);
  }
}

function whole(text: string | undefined, usual: string): number {
  const number = Number(text ?? usual);
  if (!Number.isInteger(number) || number < 1 || number > 20_000_000) throw new SeedError(`Not a number of rows: ${text}\n${USAGE}`);
  return number;
}
