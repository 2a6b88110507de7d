import { timingSafeEqual } from 'node:crypto';
import { type NextFunction, type Request, type Response, Router } from 'express';
import { stopwatch } from '#src/platform/clock.ts';
import type { Config } from '#src/platform/config.ts';
import { isWell, type Pulse } from '#src/platform/db/pulse.ts';
import type { Metrics } from '#src/platform/metrics.ts';
import type { Portal } from '#src/platform/scope.ts';

/** Readiness is taken back first when the process stops, so a balancer sends nobody here. */
export interface Readiness {
  isReady: boolean;
}

/**
 * /health/live, /health/ready and /metrics: for machines, without a session. Ready is who is not stopping, whose database answers on
 * a connection of its own within two seconds, and whose clock agrees with the database's.
 */
export function healthRoutes({ config }: Portal, readiness: Readiness, pulse: Pulse, metrics: Metrics): Router {
  const router = Router();
  router.get('/health/live', (_req, res) => void res.type('text').send('ok'));
  router.get('/health/ready', async (_req, res) => {
    const isUp = readiness.isReady && isWell(await pulse.beat());
    res
      .status(isUp ? 200 : 503)
      .type('text')
      .send(isUp ? 'ok' : 'not ready');
  });
  router.get('/metrics', async (req, res) => {
    if (!mayReadMetrics(req, config)) return void res.sendStatus(404);
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

/** What a proxy adds for whom it asks. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * With a token set the token decides. Without one only the machine itself may read, asking directly: behind a proxy everybody
 * comes from there. In production not even that, since not every proxy says that it is one.
 */
function mayReadMetrics(req: Request, { metricsToken: token, isProduction }: Config): boolean {
  if (!token) return !isProduction && isLocal(req);
  const sent = Buffer.from((req.get('authorization') ?? '').replace(/^Bearer /, ''));
  const expected = Buffer.from(token);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

function isLocal(req: Request): boolean {
  return /^(::1|::ffff:127\.|127\.)/.test(req.socket.remoteAddress ?? '') && PROXY_HEADERS.every((name) => req.get(name) === undefined);
}

/** Observes the time to answer by declared route, never by raw path. */
export function timeRequests(metrics: Metrics) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const elapsed = stopwatch();
    res.on('finish', () => {
      const route = (req.route as { path?: string } | undefined)?.path ?? 'other';
      metrics.httpSeconds.observe({ method: req.method, route, status: String(res.statusCode) }, elapsed() / 1000);
    });
    next();
  };
}
