import { randomUUID } from 'node:crypto';
import { addColleague } from '#src/accounts/team/team.service.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import { leaveExchange } from '#test/exchange/ax.ts';
import { askIn, newPhone, openStore } from '#test/storefront/asking.ts';
import { invited } from '#test/support/invited.ts';

import type { TestPortal } from '#test/support/portal.ts';

/** What stands for a parameter, by the word before it in the path: `orders/:number` is an order's number. */
export type Things = Readonly<Record<string, string>>;

/** Of these an address names one of a partner's own; all others are known to whoever may use the route. */
const partnerOwned =
  /^\/(subscriptions|orders|finance\/promises|customers|team|requests|requests\/store|documents|my\/(subscriptions|team|requests))\/:/;

export const isOfPartner = ({ path }: DeclaredRoute): boolean => partnerOwned.test(path);
export const hasParameter = ({ path }: DeclaredRoute): boolean => path.includes(':');

/** The address of the route with these things in it. */
export function addressOf({ path }: DeclaredRoute, things: Things): string {
  const filled = path.includes('/holds/') ? path.replace('partners/:id', 'blocked/:id') : path;
  const address = filled.replace(/([\w-]+)\/:(\w+)(?:\/:(\w+))?/g, (_, word: string, name: string, next?: string) => {
    const keys = [`${word}/:${name}`, ...(next ? [`${name}/:${next}`] : [])];
    const values = keys.map((key) => {
      const value = things[ofCustomer(path, key)];
      if (value === undefined) throw new Error(`nothing stands for ${key} of ${path}: name one in thingsOfVector`);
      return encodeURIComponent(value);
    });
    return [word, ...values].join('/');
  });
  return address.replace('/blocked/', '/partners/');
}

/** People of a customer stand under the words of people of a partner. */
function ofCustomer(path: string, key: string): string {
  const isOfCustomer = (key === 'users/:userId' && path.includes('/customers/')) || (key === 'team/:userId' && path.startsWith('/my/'));
  if (key === 'requests/:id' && path.startsWith('/my/requests/')) return 'my/requests/:id';
  return isOfCustomer ? 'customers/users/:userId' : key;
}

/** The things of ООО «Вектор» and its customer ООО «Ромашка» in the world of `liveThrough`, and the portal's. */
export async function thingsOfVector(p: TestPortal, subscription: string): Promise<Things> {
  const { db } = p.portal;
  const { actor } = await p.scope('romashka');
  const partnerId = actor.partnerId ?? 0;
  const where = { partnerId };
  const hold = await db.hold.findFirstOrThrow({ where: { liftedAt: null } });
  const another = await db.user.findFirstOrThrow({ where: { role: 'manager', login: { not: 'manager' } } });
  const order = await db.order.findFirstOrThrow({ where, orderBy: { id: 'asc' } });
  const offer = await db.offer.findFirstOrThrow({ include: { product: true } });
  const exchange = await leaveExchange(p);
  const text = (id: number | bigint | null | undefined) => String(id ?? 0);
  return {
    'messages/:message': exchange.message,
    'gaps/:gap': exchange.gap,
    'decisions/:decision': exchange.decision,
    'subscriptions/:number': subscription,
    'orders/:number': order.number,
    'customers/:id': text(actor.customerId),
    'customers/:customerId': text(actor.customerId),
    'customers/users/:userId': text(await invited(p, `oleg-${randomUUID().slice(0, 8)}`)),
    'partners/:id': text(partnerId),
    'receivables/:id': text(partnerId),
    'blocked/:id': text(hold.partnerId),
    'users/:userId': await colleague(p),
    'team/:userId': await colleague(p),
    'staff/:userId': text(another.id),
    'contracts/:contractId': text((await db.contract.findFirstOrThrow({ where })).id),
    'holds/:holdId': text(hold.id),
    ...(await promised(p, partnerId)),
    'requests/:id': text((await db.changeRequest.findFirstOrThrow({ where })).id),
    'store/:code': 'vector',
    'store/:id': await storeRequest(p),
    'documents/:id': text((await db.document.findFirstOrThrow({ where })).id),
    'letters/:id': text((await db.letter.findFirstOrThrow({ where })).id),
    'advances/:id': text((await db.payment.findFirstOrThrow({ where })).id),
    'payments/:id': text((await db.payment.findFirstOrThrow({ where })).id),
    'support/:id': text((await db.supportRequest.findFirstOrThrow({ where })).id),
    'applications/:id': text((await db.partnerApplication.findFirstOrThrow()).id),
    'import/:id': await priceImport(p),
    'handovers/:id': await handover(p),
    'calendar/:id': await workYear(p),
    'offers/:id': text(offer.id),
    'products/:id': text(offer.productId),
    'vendors/:id': text(offer.product.vendorId),
    'catalog/:slug': offer.product.slug,
    'my/requests/:id': await productWish(p),
    'closing/:period': '2026-11',
    'help/:topic': 'order',
    'consent/:document': 'personal-data',
    'tasks/:name': 'price-notices',
    'failed/:queue': 'send-letter',
    'queue/:id': randomUUID(),
    'prices/:day': '2099-01-01',
    'prices/:vendor': 'kaspersky',
    'storefronts/:id': text(partnerId),
    'id/:payment': '1',
    'accounts/:account': '1',
    'files/:id': '1',
    'accounts/:partner': '1',
    'partner/:id': '1',
    'sessions/:key': 'absent',
    'Sessions/:id': 'absent',
    'Email/:mark': 'absent',
    'Password/:token': 'absent',
  };
}

/** As many things that nobody has: numbers never given, or what can't be one. */
export const absentLike = (things: Things, value: (key: string) => string): Things =>
  Object.fromEntries(Object.keys(things).map((key) => [key, value(key)]));

/** What ООО «Ромашка» asks for, as it stands in its table. */
export async function productWish(p: TestPortal, sku = 'KL4627RAMTS', login = 'romashka'): Promise<string> {
  const { partnerId, customerId, userId, name } = (await p.scope(login)).actor;
  const by = { askedById: userId ?? 0, askedByName: name, askedAt: p.clock.now() };
  const { id } = await p.portal.db.changeRequest.create({
    data: {
      ...by,
      partnerId: partnerId ?? 0,
      customerId: customerId ?? 0,
      kind: 'product',
      sku,
      productName: sku,
      seats: 7,
      seatsBefore: 0,
      state: 'open',
    },
    select: { id: true },
  });
  return String(id);
}

/** Somebody nobody logs on as here: what is tried on a colleague must not end the sessions of the others. */
async function colleague(p: TestPortal): Promise<string> {
  const scope = await p.scope('vector');
  const circle = { partnerId: scope.actor.partnerId, name: 'vector', path: '/team' };
  const person = { name: 'Новый Коллега', email: `${randomUUID()}@vector.example`, phone: null, login: '' };
  return String((await addColleague(scope, circle, { ...person, role: 'partner_manager', token: randomUUID() })).id);
}

async function promised(p: TestPortal, partnerId: number): Promise<Things> {
  const id = await promiseRow(p, partnerId);
  return { 'promises/:id': id, 'promises/:promiseId': id };
}

/** A promise of a partner that runs, as it stands in its table. */
export async function promiseRow(p: TestPortal, partnerId: number): Promise<string> {
  const paper = { fileName: 'поручение.pdf', fileMime: 'application/pdf', fileBytes: new Uint8Array([37]) };
  const days = { dueOn: new Date('2026-12-30'), quarter: new Date('2026-10-01'), madeAt: p.clock.now(), madeBy: 'Анна Ветрова' };
  const { id } = await p.portal.db.paymentPromise.create({
    data: { ...paper, ...days, partnerId, amount: 100n, afterPaymentId: 0, limitChangeId: 1 },
  });
  return String(id);
}

/** Somebody asked in the storefront of «Вектор», which stays open. */
async function storeRequest({ portal }: TestPortal): Promise<string> {
  await openStore(portal);
  return String(await askIn(portal, { phone: newPhone() }));
}

/** A partner's storefront has a logo. */
export async function logoOf(p: TestPortal, partnerId: number): Promise<void> {
  const [sha256, bytes] = ['a'.repeat(64), Buffer.from('picture')];
  const picture = { partnerId, sha256, webp: bytes, png: bytes, width: 96, height: 96, createdAt: p.clock.now() };
  await p.portal.db.storefrontPicture.upsert({ where: { partnerId_sha256: { partnerId, sha256 } }, create: picture, update: {} });
  await p.portal.db.storefront.update({ where: { partnerId }, data: { logoSha256: sha256 } });
}

async function priceImport(p: TestPortal): Promise<string> {
  const { actor } = await p.scope('admin');
  const read = { fileName: 'prices.csv', validFrom: new Date('2099-01-01'), lines: [], faults: [], uploadedAt: p.clock.now() };
  const { id } = await p.portal.db.priceImport.create({ data: { ...read, uploadedById: actor.userId ?? 0, uploadedBy: actor.name } });
  return String(id);
}

async function handover(p: TestPortal): Promise<string> {
  const [from, to] = [await p.scope('manager'), await p.scope('admin')];
  const days = { fromOn: new Date('2099-01-01'), untilOn: new Date('2099-01-10'), plannedBy: 'Система', plannedAt: p.clock.now() };
  const { id } = await p.portal.db.handover.create({ data: { ...days, fromId: from.actor.userId ?? 0, toId: to.actor.userId ?? 0 } });
  return String(id);
}

/** A production calendar that was brought and is not in force. */
async function workYear({ portal }: TestPortal): Promise<string> {
  const days = { off: [], work: [], short: [], moved: {} };
  const uploaded = { uploadedById: 1, uploadedBy: 'Ирина Белова', uploadedAt: portal.clock.now() };
  const { id } = await portal.db.workYear.create({ data: { year: 2029, fileName: 'calendar.xml', days, ...uploaded } });
  return String(id);
}
