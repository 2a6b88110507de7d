import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '#src/platform/clock.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { calendarGaps } from './calendar-gaps.queries.ts';

/** Tells the gaps of the production calendar at /metrics, as they are when it is read; without an answer of the database, as they were. */
export function tellCalendarGaps(registry: Registry, sql: Sql, clock: Clock): void {
  new Gauge({
    name: 'calendar_gaps',
    help: 'Years that are wanted and have no production calendar, open invoices due in such',
    labelNames: ['of'] as const,
    registers: [registry],
    async collect() {
      const gaps = await calendarGaps(sql, clock.today()).catch(() => null);
      if (gaps === null) return;
      this.set({ of: 'years' }, gaps.years.length);
      this.set({ of: 'dues' }, gaps.dueDays);
    },
  });
}
