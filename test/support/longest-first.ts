import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, by the report of a run: begun last, one of them would leave the other worker idle. */
const longest = [
  'browser/staff-pages',
  'browser/partner-pages',
  'browser/long-words',
  'site/access',
  'billing/close/late-close',
  'platform/database-faults',
  'browser/keyboard',
  'site/ended-forms',
  'billing/close/kill',
  'catalog/prices/price-import',
  'billing/close/busy-close',
  'browser/order',
  'platform/server',
  'invariants/audit',
  'browser/bulk',
  'browser/managing',
  'orders/held/held.property',
  'browser/month-close',
  'subscriptions/service/time-zones',
];

/** The longest files first, the others in vitest's own order: by what the last run took, or by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const moved = longest.filter((name) => !existsSync(resolve(import.meta.dirname, `../${name}.test.ts`)));
    if (moved.length > 0) throw new Error(`no longer where longest-first.ts says: ${moved.join(', ')}`);
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
