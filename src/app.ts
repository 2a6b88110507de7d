import { resolve } from 'node:path';
import express, { type Express } from 'express';
import { mayUse } from '#src/accounts/access.rules.ts';
import { admit } from '#src/accounts/gate.ts';
import { noteRefusal } from '#src/accounts/log-on/refusals.ts';
import { turnAway } from '#src/accounts/log-on/turned-away.ts';
import { freshFactor } from '#src/accounts/second-factor/fresh-factor.ts';
import { setUpSession } from '#src/accounts/sessions/accounts.setup.ts';
import { exchangeBorder } from '#src/exchange/http/border.routes.ts';
import type { Pulse } from '#src/platform/db/pulse.ts';
import type { Assets } from '#src/platform/http/assets.ts';
import { backToForm } from '#src/platform/http/back-to-form.ts';
import { readBody } from '#src/platform/http/body.ts';
import { csrfProtection } from '#src/platform/http/csrf.ts';
import { errorPages, notFound } from '#src/platform/http/error-pages.ts';
import { healthRoutes, type Readiness, timeRequests } from '#src/platform/http/health.ts';
import { warnOfProxy } from '#src/platform/http/proxy.ts';
import { setUpViews } from '#src/platform/http/render.ts';
import { requestLog } from '#src/platform/http/request-log.ts';
import { resumeForms } from '#src/platform/http/resume.ts';
import { routing } from '#src/platform/http/routes.ts';
import { noStore, ownHostOnly, securityHeaders } from '#src/platform/http/security.ts';
import { readUploads } from '#src/platform/http/uploads.ts';
import { Views } from '#src/platform/http/views.ts';
import type { Metrics } from '#src/platform/metrics.ts';
import type { Portal } from '#src/platform/scope.ts';
import { routers } from '#src/routers.ts';
import { shellMaker } from '#src/shell/shell.ts';
import { storePages } from '#src/storefront/public/store.routes.ts';
import { forRobots } from '#src/storefront/public/store-files.routes.ts';

const root = resolve(import.meta.dirname, '..');

export interface AppParts {
  readonly portal: Portal;
  readonly assets: Assets;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly pulse: Pulse;
}

/** The web application: middleware in order, then everything a person can start (`routers.ts`). */
export function createApp({ portal, assets, metrics, readiness, pulse }: AppParts): Express {
  const { config } = portal;
  const isSecure = config.portalUrl.startsWith('https://');
  const routes = routers(portal);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // pages are never kept (`noStore`), files have names of their own
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy);
  setUpViews(app, new Views(resolve(root, 'views'), assets.url, { cache: !config.isDevelopment }), shellMaker(config.isDemo));

  app.use(requestLog(portal.log));
  app.use(warnOfProxy(config.trustProxy, portal.log));
  app.use(securityHeaders(isSecure));
  app.use(assets.handler);
  app.use(healthRoutes(portal, readiness, pulse, metrics));
  app.use(timeRequests(metrics));
  app.use(ownHostOnly(config.portalUrl, config.isProduction));
  const store = storePages(portal, assets.url('app.css'));
  app.use('/store', store.router);
  app.locals['visits'] = store.visits;
  app.use(forRobots(portal));
  app.use(noStore);
  app.use('/api/ax/v1', exchangeBorder(portal));
  app.use(readBody());
  setUpSession(app, portal);
  app.use(
    readUploads(
      routes.flatMap(({ declared }) => declared),
      mayUse,
    ),
  );
  app.use(csrfProtection(config.keys, isSecure, turnAway));
  app.use(freshFactor());
  const route = routing(routes, admit);
  app.use(resumeForms(config.keys, route));
  app.use(route);
  app.use(backToForm(config.keys, route));
  app.use(notFound);
  app.use(errorPages(portal.log, noteRefusal));
  return app;
}
