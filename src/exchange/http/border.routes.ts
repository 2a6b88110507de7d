import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { plainAddress } from '#src/accounts/accounts.rules.ts';
import { isAllowed } from '#src/lib/addresses.ts';
import { PortalError, Unavailable } from '#src/platform/errors.ts';
import { isConnectionLost, isTimedOut } from '#src/platform/retry.ts';
import type { Portal } from '#src/platform/scope.ts';
import { type Problem, type ProblemKind, problem } from '../problem.rules.ts';
import { LARGEST_BYTES } from '../receiving/reading.rules.ts';
import { receiveMessage } from '../receiving/receiving.service.ts';
import { Throttle } from './border.rules.ts';
import { isSame, isSigned } from './signature.rules.ts';

/**
 * `/api/ax/v1`, where Axapta calls: no session and no form, a token, JSON and problem details only. Stands before everything that is for
 * people. Without AX_TOKEN there is nothing here.
 */
export function exchangeBorder(portal: Portal): Router {
  const router = Router({ caseSensitive: true });
  router.use(guard(portal));
  router.use(express.raw({ type: () => true, limit: LARGEST_BYTES }));
  router.use(signed(portal));
  router.post('/messages', async (req, res) => {
    const received = await receiveMessage(portal, bodyOf(req), 'http', originOf(req));
    if (received.ok) res.status(received.status).json(received.ack);
    else tell(res, received.problem);
  });
  router.use((req, res) => tell(res, problem(req.path === '/messages' ? 'method' : 'not-found', 'Смотрите договор ax-exchange/1.')));
  router.use(faults(portal));
  return router;
}

const bodyOf = (req: Request): Uint8Array => (Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));

const originOf = (req: Request) => ({ requestId: req.requestId, address: addressOf(req) });

const addressOf = (req: Request): string | null => (req.ip ? plainAddress(req.ip) : null);

/** Who may: from an address on the list, not too often, with the token, and saying JSON. */
function guard({ config }: Portal): RequestHandler {
  const throttle = new Throttle();
  return (req, res, next) => {
    if (config.axToken === null) return tell(res, problem('not-found', 'Обмен с Аксаптой не включён.'));
    if (!isAllowed(config.axAllow, addressOf(req))) return tell(res, problem('forbidden', 'Этого адреса нет в списке разрешённых.'));
    const wait = throttle.take(addressOf(req) ?? '', performance.now());
    if (wait !== null) {
      res.set('Retry-After', String(wait));
      return tell(res, problem('throttled', `Повторите через ${wait} с.`));
    }
    if (!isSame(req.get('authorization') ?? '', `Bearer ${config.axToken}`)) {
      res.set('WWW-Authenticate', 'Bearer');
      return tell(res, problem('unauthorized', 'Нужен заголовок Authorization: Bearer с токеном обмена.'));
    }
    if (req.method === 'POST' && !/^application\/(json|cloudevents\+json)\s*(;|$)/i.test(req.get('content-type') ?? '')) {
      return tell(res, problem('media', 'Нужен заголовок Content-Type: application/json.'));
    }
    next();
  };
}

/** Where a secret is set, every body is signed as webhooks are. */
function signed({ config, clock }: Portal): RequestHandler {
  return (req, res, next) => {
    if (config.axSigningSecrets.length === 0 || req.method !== 'POST') return next();
    const headers = { id: req.get('webhook-id'), timestamp: req.get('webhook-timestamp'), signature: req.get('webhook-signature') };
    if (isSigned(config.axSigningSecrets, headers, bodyOf(req), clock.now())) return next();
    tell(res, problem('unauthorized', 'Подпись тела (webhook-id, webhook-timestamp, webhook-signature) не сходится или устарела.'));
  };
}

function tell(res: Response, of: Problem): void {
  res.status(of.status).type('application/problem+json').send(JSON.stringify(of));
}

/** Whatever went wrong is told as a problem, without a word about the inside. */
function faults({ log }: Portal): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const kind = kindOf(error);
    if (kind === 'internal') log.error({ err: error, requestId: req.requestId }, 'a message of the exchange failed');
    if (kind === 'unavailable') res.set('Retry-After', '5');
    tell(res, problem(kind, WORDS[kind] ?? 'Повторите позже; сообщение с тем же messageId можно отправить ещё раз.'));
  };
}

const WORDS: Partial<Record<ProblemKind, string>> = {
  'too-large': 'Разделите сообщение: полную выгрузку на страницы (page, pages, batchId), изменения на несколько сообщений.',
  'not-json': 'Тело не прочитано: проверьте длину, сжатие и кодировку.',
};

function kindOf(error: unknown): ProblemKind {
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof Unavailable || isConnectionLost(error) || isTimedOut(error)) return 'unavailable';
  if (error instanceof PortalError) return 'internal';
  if (status === 413) return 'too-large';
  return status === 400 || status === 415 ? 'not-json' : 'internal';
}
