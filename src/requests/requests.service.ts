import { customerOf, partnerOf } from '#src/accounts/actor.rules.ts';
import { offerForOrder } from '#src/catalog/catalog.service.ts';
import { seatsFault } from '#src/orders/orders.rules.ts';
import type { ShownTerms } from '#src/orders/orders.types.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import { stopIn, takeForChange } from '#src/subscriptions/manage/manage.service.ts';
import { lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { tellStopped } from '#src/subscriptions/manage/management-letters.service.ts';
import { changeSeatsOf } from '#src/subscriptions/manage/seats-and-start.service.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import { tellAccepted, tellAsked, tellDeclined, tellWithdrawn } from './request-letters.service.ts';
import { mayWithdraw } from './requests.rules.ts';
import type { RequestKind } from './requests.types.ts';
import { toldOf } from './told.queries.ts';

export interface AskInput {
  readonly kind: Exclude<RequestKind, 'product'>;
  readonly seats: number | null;
  readonly comment: string | null;
}

/**
 * A customer asks its partner to change a subscription (product rule §12): nothing changes yet, the partner gets a letter.
 * @throws NotFound for a subscription not its own, Invalid for seats that can't be, Conflict when the state has no such change
 *   or another request is open
 */
export function askForChange(scope: Scope, number: string, input: AskInput, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'request.ask', token }, async (tx) => {
    const { partnerId, customerId } = customerOf(scope);
    const s = await lockManaged(tx, partnerId, { number });
    if (!s || s.customerId !== customerId) throw new NotFound();
    await checkWish(tx, s, input);
    const id = await insertRequest(tx, s, input);
    const { kind, seats, comment } = input;
    await tellAsked(tx, { ...s, id, kind, seats, comment, seatsBefore: s.seats, askedById: scope.actor.userId ?? 0 });
    await tx.audit({ action: 'request.asked', subject: `подписка ${number}`, partnerId, after: { kind, seats, comment } });
    return { id };
  });
}

async function checkWish(tx: Tx, s: Managed, { kind, seats }: AskInput): Promise<void> {
  const may = kind === 'seats' ? canChange(s.status) : canMove(s.status, 'stop');
  if (!may) throw new Conflict('В этом состоянии подписку изменить нельзя. Свяжитесь с партнёром.');
  if (kind === 'stop') return;
  const offer = await offerForOrder(tx.sql, s.sku, tx.today);
  const fault = seats === s.seats ? 'Столько мест уже есть.' : offer && seatsFault(offer, seats ?? 0);
  if (fault) throw new Invalid({ seats: fault });
}

async function insertRequest(tx: Tx, s: Managed, { kind, seats, comment }: AskInput): Promise<number> {
  const { actor } = tx.scope;
  const [row] = await tx.sql<{ id: number }>(
    'insert_request',
    `insert into change_requests (partner_id, customer_id, subscription_id, kind, seats, seats_before, comment, state, asked_by_id, asked_by_name, asked_at)
     values ($1, $2, $3, $4::request_kind, $5::int, $6, $7, 'open', $8, $9, $10::timestamptz)
     on conflict (subscription_id) where state = 'open' do nothing returning id`,
    [s.partnerId, s.customerId, s.id, kind, seats, s.seats, comment, actor.userId, actor.name, tx.now],
  );
  if (!row) throw new Conflict('По этой подписке уже есть запрос. Дождитесь ответа партнёра.');
  return row.id;
}

export interface AcceptInput {
  readonly version: number;
  readonly comment: string | null;
  /** The sums the partner saw; not for a stop. */
  readonly shown: ShownTerms | null;
}

/**
 * Accepts a request: the ordinary change with all its checks, and a letter to the customer.
 * @throws NotFound, Conflict when it was decided meanwhile or the subscription changed, Forbidden under a hold, Invalid as the change
 */
export function acceptRequest(
  scope: Scope,
  id: number,
  input: AcceptInput,
  token: string,
): Promise<{ status: 'done' | 'held'; orderNumber: string | null }> {
  return command(scope, { action: 'request.accept', token }, async (tx) => {
    const number = await numberOf(tx, id);
    if (number === null) throw new Conflict('Новый продукт оформляется заказом: нажмите «Оформить».');
    const taken = await takeForChange(tx, number, input.version);
    const request = await openRequest(tx, id);
    const result = await change(tx, taken, request, input);
    await tx.sql(
      'accept_request',
      `update change_requests set state = 'accepted', decided_by_id = $2, decided_by_name = $3, decided_at = $4::timestamptz, answer = $5, order_number = $6
       where id = $1`,
      [id, scope.actor.userId, scope.actor.name, tx.now, input.comment, result.orderNumber],
    );
    await tellAccepted(tx, { ...taken.subscription, ...request }, result.status === 'held');
    await tx.audit({ action: 'request.accepted', subject: `запрос ${id}`, after: { number, ...result } });
    return result;
  });
}

type Taken = Awaited<ReturnType<typeof takeForChange>>;

async function change(
  tx: Tx,
  taken: Taken,
  request: OpenRequest,
  { comment, shown }: AcceptInput,
): Promise<{ status: 'done' | 'held'; orderNumber: string | null }> {
  const said = comment ?? `По запросу заказчика${request.comment ? `: ${request.comment}` : ''}`;
  if (request.kind === 'seats') {
    const { status, orderNumber } = await changeSeatsOf(tx, taken, {
      seats: request.seats ?? 0,
      comment: said,
      ...(shown ? { shown } : {}),
    });
    return { status, orderNumber };
  }
  await stopIn(tx, taken.subscription, said);
  await tellStopped(tx, taken.subscription, { on: tx.today, comment: said });
  return { status: 'done', orderNumber: null };
}

/** Declines a request with a sentence for the customer. A hold does not forbid it. @throws NotFound, Conflict */
export function declineRequest(scope: Scope, id: number, answer: string, token: string): Promise<{ number: string | null }> {
  return command(scope, { action: 'request.decline', token }, async (tx) => {
    const partnerId = partnerOf(scope);
    const number = await numberOf(tx, id);
    if (number !== null && !(await lockManaged(tx, partnerId, { number }))) throw new NotFound();
    await openRequest(tx, id);
    await tx.sql(
      'decline_request',
      `update change_requests set state = 'declined', decided_by_id = $2, decided_by_name = $3, decided_at = $4::timestamptz, answer = $5 where id = $1`,
      [id, scope.actor.userId, scope.actor.name, tx.now, answer],
    );
    const told = await toldOf(tx.sql, partnerId, id);
    if (told) await tellDeclined(tx, told, answer);
    await tx.audit({ action: 'request.declined', subject: `запрос ${id}`, after: { ...(number === null ? {} : { number }), answer } });
    return { number };
  });
}

/**
 * The customer takes a request back while nobody has answered it: its administrator any, a colleague the own ones. `number`: the subscription
 * it must be about, null for a request for a new product.
 * @throws NotFound, Forbidden for a colleague's, Conflict when it was decided meanwhile
 */
export function withdrawRequest(scope: Scope, number: string | null, id: number, token: string): Promise<void> {
  return command(scope, { action: 'request.withdraw', token }, async (tx) => {
    const { partnerId, customerId } = customerOf(scope);
    if (number !== null && !(await lockManaged(tx, partnerId, { number }))) throw new NotFound();
    const told = await toldOf(tx.sql, partnerId, id);
    if (!told || told.customerId !== customerId || told.number !== number) throw new NotFound();
    if (!mayWithdraw(scope.actor, told)) throw new Forbidden('Запрос отзывает тот, кто его отправил, или администратор.');
    await openRequest(tx, id);
    await tx.sql(
      'withdraw_request',
      `update change_requests set state = 'withdrawn', decided_by_id = $2, decided_by_name = $3, decided_at = $4::timestamptz where id = $1`,
      [id, scope.actor.userId, scope.actor.name, tx.now],
    );
    await tellWithdrawn(tx, told);
    await tx.audit({
      action: 'request.withdrawn',
      subject: number === null ? `запрос ${id}` : `подписка ${number}`,
      partnerId,
      after: { id },
    });
  });
}

interface OpenRequest {
  readonly id: number;
  readonly kind: RequestKind;
  readonly seats: number | null;
  readonly seatsBefore: number;
  readonly comment: string | null;
  readonly askedById: number;
}

/** The subscription a request is about, null for a new product; before anything is locked. @throws NotFound for a foreign or absent request */
async function numberOf(tx: Tx, id: number): Promise<string | null> {
  const [row] = await tx.sql<{ number: string | null }>(
    'request_number',
    'select s.number from change_requests r left join subscriptions s on s.partner_id = r.partner_id and s.id = r.subscription_id where r.partner_id = $1 and r.id = $2',
    [partnerOf(tx.scope), id],
  );
  if (!row) throw new NotFound();
  return row.number;
}

/** The request, locked. @throws Conflict when somebody decided it meanwhile */
async function openRequest(tx: Tx, id: number): Promise<OpenRequest> {
  const [row] = await tx.sql<OpenRequest>(
    'open_request',
    `select id, kind::text as kind, seats, seats_before as "seatsBefore", comment, asked_by_id as "askedById" from change_requests where id = $1 and state = 'open' for update`,
    [id],
  );
  if (!row) throw new Conflict('Этот запрос уже решён.');
  return row;
}
