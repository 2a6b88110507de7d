import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, by the report of a run: begun last, one of them would leave the other worker idle. */
const longest = [
  'browser/staff-pages',
  'browser/partner-pages',
  'billing/kill',
  'platform/database-faults',
  'site/access',
  'billing/late-close',
  'billing/busy-close',
  'browser/order',
  'browser/keyboard',
  'catalog/price-import',
  'platform/server',
  'invariants/audit',
  'browser/bulk',
  'browser/managing',
  'orders/held.property',
  'browser/month-close',
  'subscriptions/time-zones',
];

/** The longest files first, the others in vitest's own order: by what the last run took, or by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
