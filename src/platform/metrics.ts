import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Figures of one process, told at /metrics. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly letters: Counter<'outcome'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const httpSeconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const letters = new Counter({
    name: 'letters_total',
    help: 'Tries to send a letter, by outcome',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  return { registry, httpSeconds, letters };
}
