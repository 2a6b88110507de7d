import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { plainAddress } from '#src/accounts/accounts.rules.ts';
import { isAllowed } from '#src/lib/addresses.ts';
import { PortalError, Unavailable } from '#src/platform/errors.ts';
import { isConnectionLost, isTimedOut } from '#src/platform/retry.ts';
import type { Portal } from '#src/platform/scope.ts';
import { type Problem, type ProblemKind, problem } from '../problem.rules.ts';
import { SCHEMA } from '../receiving/contract.rules.ts';
import { LARGEST_BYTES } from '../receiving/reading.rules.ts';
import { axaptaScope, receiveMessage } from '../receiving/receiving.service.ts';
import { acknowledgeAll } from '../sending/acks.service.ts';
import { pull } from '../sending/pulling.service.ts';
import { cursorOf, readAcks, readPull } from '../sending/sending.forms.ts';
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
  router.get('/messages', async (req, res) => {
    const asked = readPull(req.query);
    if (!asked.ok) return tell(res, problem('validation', 'Параметры запроса заполнены неверно.', asked.errors));
    const { items, next, more } = await pull(axaptaScope(portal, originOf(req)), asked.value);
    res.json({ items, next: cursorOf(next), more });
  });
  router.post('/acks', async (req, res) => {
    const read = readAcks(jsonOf(req));
    if (!read.ok) return tell(res, problem('validation', 'Подтверждение заполнено неверно.', read.errors));
    const unknown = await acknowledgeAll(axaptaScope(portal, originOf(req)), read.value);
    if (unknown.length === read.value.length) return tell(res, problem('not-found', 'Портал не отправлял таких сообщений.'));
    res.status(202).json({ acknowledged: read.value.length - unknown.length, unknown });
  });
  router.get(
    '/ping',
    (_req, res) => void res.json({ schema: SCHEMA, type: 'ping', source: 'PORTAL', createdAt: portal.clock.now().toISOString() }),
  );
  router.use((req, res) => tell(res, problem(KNOWN.has(req.path) ? 'method' : 'not-found', 'Смотрите договор ax-exchange/1.')));
  router.use(faults(portal));
  return router;
}

const KNOWN = new Set(['/messages', '/acks', '/ping']);

const bodyOf = (req: Request): Uint8Array => (Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));

/** @throws SyntaxError, told as a body that is no JSON */
const jsonOf = (req: Request): unknown => JSON.parse(Buffer.from(bodyOf(req)).toString('utf8'));

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
  if (error instanceof SyntaxError) return 'not-json';
  if (error instanceof PortalError) return 'internal';
  if (status === 413) return 'too-large';
  return status === 400 || status === 415 ? 'not-json' : 'internal';
}
