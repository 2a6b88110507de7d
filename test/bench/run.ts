// npm run bench -- NAME [--short]: runs one bench and appends its figures to results.md; without a name it lists them.
import { type Bench, record, tell } from './results.ts';

const benches: Record<string, { title: string; load: () => Promise<{ bench: Bench }> }> = {
  p1: { title: 'subscription list against node:http + one statement', load: () => import('./p1-list.ts') },
  p2: { title: 'subscription list with ten times the data', load: () => import('./p2-growth.ts') },
  p3: { title: 'month close against a COPY of the same rows', load: () => import('./p3-close.ts') },
  'p3-million': { title: 'month close of 1,000,000 subscriptions in one run', load: () => import('./p3-million.ts') },
  p4: { title: 'an order through HTTP against the same rows by pg', load: () => import('./p4-order.ts') },
  'p4-manage': { title: 'stop, start and seats through HTTP against the same rows by pg', load: () => import('./p4-manage.ts') },
  p5: { title: 'catalog search over 10,000 products', load: () => import('./p5-catalog.ts') },
  p6: { title: 'search in own subscriptions and customers, tables of 1M', load: () => import('./p6-own.ts') },
  p7: { title: 'documents drawn, against pdfkit used naively', load: () => import('./p7-pdf.ts') },
  p8: { title: 'bytes on the wire', load: () => import('./p8-bytes.ts') },
  p9: { title: 'npm start to the log-on page', load: () => import('./p9-start.ts') },
  p10: { title: 'memory after 100,000 requests', load: () => import('./p10-memory.ts') },
  'p12-close': { title: 'an order beside the page of the month to be closed', load: () => import('./p12-close.ts') },
  statements: { title: 'a bank statement of 50,000 documents beside other pages', load: () => import('./statements.ts') },
  'p10-exports': { title: 'a hundred exports and hostile files beside a list', load: () => import('./p10-exports.ts') },
  storefront: { title: 'a storefront drawn and by ETag, beside the list of P1', load: () => import('./storefront.ts') },
  p11: { title: 'receivables of 5,000 partners on any day', load: () => import('./p11-receivables.ts') },
};

const [name = '', ...flags] = process.argv.slice(2);
const found = benches[name.toLowerCase()];
if (!found) {
  for (const [key, { title }] of Object.entries(benches)) console.log(`${key.padEnd(11)} ${title}`);
  process.exit(name ? 1 : 0);
}
const { bench } = await found.load();
const isShort = flags.includes('--short');
console.log(`${name}: ${found.title}${isShort ? ', short' : ''}`);
const figures = await bench.run({ isShort });
for (const figure of figures) console.log(`  ${tell(figure)}`);
record(isShort ? `${name} short` : name, figures);
