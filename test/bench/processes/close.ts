// Closes the month of BENCH_MONTH over DATABASE_URL as one process, tells how long it took and how much memory it held at most.

import { closesAt } from '#src/billing/close/close.rules.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import type { Month } from '#src/lib/days.ts';
import { standingClock } from '#src/platform/clock.ts';
import { createLogger } from '#src/platform/logger.ts';
import { systemScope } from '#src/platform/scope.ts';
import { openPortal } from '#src/portal.ts';
import { benchConfig } from './bench-config.ts';

const { DATABASE_URL: databaseUrl = '', BENCH_MONTH: month = '' } = process.env;
const { portal, close } = await openPortal({
  config: benchConfig(databaseUrl),
  clock: standingClock(closesAt(month as Month)),
  log: createLogger('warn'),
  databaseUrl,
});
let memory = 0;
const watch = setInterval(() => {
  memory = Math.max(memory, process.memoryUsage.rss());
}, 100);
const begin = performance.now();
const { state, closed, parked } = await closeMonth(systemScope(portal, 'bench'), month as Month);
const ms = performance.now() - begin;
clearInterval(watch);
process.send?.({ ms, memory, state, closed, parked: parked.length, faults: parked.slice(0, 3).map(({ fault }) => fault) });
await portal.jobs.stop();
await close();
process.disconnect?.();
