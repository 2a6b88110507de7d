// npm run bench -- NAME [--short]: runs one bench and appends its figures to results.md; without a name it lists them.
import { type Bench, record, tell } from './results.ts';

const benches: Record<string, { title: string; load: () => Promise<{ bench: Bench }> }> = {
  p4: { title: 'an order through HTTP against the same rows by pg', load: () => import('./p4-order.ts') },
  p1: { title: 'subscription list against node:http + one statement', load: () => import('./p1-list.ts') },
};

const [name = '', ...flags] = process.argv.slice(2);
const found = benches[name.toLowerCase()];
if (!found) {
  for (const [key, { title }] of Object.entries(benches)) console.log(`${key.padEnd(4)} ${title}`);
  process.exit(name ? 1 : 0);
}
const { bench } = await found.load();
const isShort = flags.includes('--short');
console.log(`${name}: ${found.title}${isShort ? ', short' : ''}`);
const figures = await bench.run({ isShort });
for (const figure of figures) console.log(`  ${tell(figure)}`);
record(isShort ? `${name} short` : name, figures);
