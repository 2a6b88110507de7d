import { Gauge, type Registry } from 'prom-client';
import type { Portal } from '#src/platform/scope.ts';
import { isExchangeOn } from './exchange.rules.ts';
import { exchangeFigures } from './figures.queries.ts';
import { dataAge } from './tending/tending.queries.ts';

/**
 * Tells the exchange at /metrics, as it is when it is read: the age of Axapta's data, and what waits. Nothing while it is off, and no figure
 * where none can be read: the last one would look like one of now.
 */
export function tellExchange(registry: Registry, { sql, clock, config }: Pick<Portal, 'sql' | 'clock' | 'config'>): void {
  if (!isExchangeOn(config)) return;
  new Gauge({
    name: 'exchange_data_age_seconds',
    help: 'Age of the data of debtors that Axapta has sent',
    registers: [registry],
    async collect() {
      const age = await dataAge(sql).catch(() => null);
      if (age?.asOf) this.set((clock.now().getTime() - age.asOf.getTime()) / 1000);
      else this.remove();
    },
  });
  new Gauge({
    name: 'exchange_messages',
    help: 'Messages that wait to be carried out, were refused, are missing, wait to be acknowledged; payments a person must decide',
    labelNames: ['of'] as const,
    registers: [registry],
    async collect() {
      const found = await exchangeFigures(sql).catch(() => ({}));
      this.reset();
      for (const [of, value] of Object.entries(found)) this.set({ of }, value);
    },
  });
}
