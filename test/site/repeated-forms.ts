import { randomUUID } from 'node:crypto';
import { addColleague } from '#src/accounts/team/team.service.ts';
import { makeInn10, makeKpp } from '#src/lib/sample-requisites.ts';
import { numberOf, prepared, SKU } from '#test/orders/new/order-form.ts';
import { askIn, newPhone, openStore } from '#test/storefront/asking.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { invited } from '#test/support/invited.ts';
import type { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { logoOf, productWish } from './route-things.ts';

/** A form filled in, ready to be sent: again and again, it seems. */
export interface ReadyForm {
  readonly by: Browser;
  readonly path: string;
  readonly fields: Record<string, string>;
}

/** What changes something for a partner or its customer, by declared path; each call makes a new thing and a new form. */
export function formsOf(p: TestPortal, people: { anna: Browser; vera: Browser; boss: Managing }): Record<string, () => Promise<ReadyForm>> {
  const { anna, vera, boss } = people;
  let serial = 7000;
  const ready = (path: string, fields: Record<string, string> = {}, by = anna): ReadyForm => ({ by, path, fields });
  const open = async (path: string, typed: Record<string, string>, form?: string, by = anna) => {
    const page = await by.get(path);
    return { ...hiddenOf(page, form ?? `form[action="${path}"]`), ...typed };
  };
  const subscription = async () => {
    await boss.setLimit(500_000_00n);
    return placeNew(p, 'vector', { seats: 10, customerId: (await p.scope('romashka')).actor.customerId ?? 0 });
  };
  const own = async (word: string, typed: Record<string, string>) => {
    const path = `/subscriptions/${await subscription()}/${word}`;
    return ready(path, await open(path, typed));
  };
  const newcomer = () => ({ name: 'Лев Панин', email: `lev${++serial}@vector.example`, phone: '', login: '', role: 'partner_manager' });
  const colleague = async (word: string, fields: Record<string, string> = {}) => {
    const scope = await p.scope('vector');
    const circle = { partnerId: boss.partnerId, name: 'ООО «Вектор»', path: '/team' };
    const person = { ...newcomer(), phone: null, role: 'partner_manager' as const, token: randomUUID() };
    const { id } = await addColleague(scope, circle, person);
    return ready(`/team/${id}/${word}`, fields);
  };
  /** The same acts on people of a customer, by its administrator and by the partner. */
  const ofCustomer = (path: string, by: Browser): Record<string, () => Promise<ReadyForm>> => {
    const list = async () => path.replace(':id', String((await p.scope('romashka')).actor.customerId));
    const person = async (isDisabled = false) => `${await list()}/${await invited(p, `oleg${++serial}`, { isDisabled })}`;
    const loggedOn = async () => {
      const login = `oleg${++serial}`;
      const id = await invited(p, login);
      await p.as(login);
      return { of: `${await list()}/${id}`, key: (await p.portal.db.session.findFirstOrThrow({ where: { userId: id } })).id };
    };
    return {
      [path]: async () => ready(await list(), { ...newcomer(), role: 'customer_colleague', token: randomUUID() }, by),
      [`${path}/:userId/disable`]: async () => ready(`${await person()}/disable`, {}, by),
      [`${path}/:userId/enable`]: async () => ready(`${await person(true)}/enable`, {}, by),
      [`${path}/:userId/role`]: async () => ready(`${await person()}/role`, { role: 'customer' }, by),
      [`${path}/:userId/start-password`]: async () => ready(`${await person()}/start-password`, { token: randomUUID() }, by),
      [`${path}/:userId/sessions`]: async () => ready(`${(await loggedOn()).of}/sessions`, {}, by),
      [`${path}/:userId/sessions/:key`]: async () => {
        const { of, key } = await loggedOn();
        return ready(`${of}/sessions/${key}`, {}, by);
      },
    };
  };
  const sales = async () => {
    await p.as('vector-sales');
    const { id } = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'vector-sales' } });
    const session = await p.portal.db.session.findFirstOrThrow({ where: { userId: id } });
    return { id, key: session.id };
  };
  const customer = () => {
    const inn = makeInn10(++serial, '51');
    const contact = { contactName: 'Егор Лапшин', email: 'lapshin@polartech.example', phone: '+7 815 240-15-20', regionCode: '51' };
    return {
      name: 'ООО «Полярные технологии»',
      inn,
      kpp: makeKpp(inn),
      ...contact,
      domainPrefix: `polartech${serial}`,
      token: randomUUID(),
    };
  };
  const asked = async () => {
    const path = `/my/subscriptions/${await subscription()}/requests`;
    return ready(path, await open(path, { kind: 'seats', seats: '13', comment: '' }, undefined, vera), vera);
  };
  const answered = async (word: string, typed: Record<string, string>) => {
    const { by, path, fields } = await asked();
    await by.post(path, fields);
    const { id } = await p.portal.db.changeRequest.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const form = `form[action="/requests/${id}/${word}"]`;
    return ready(`/requests/${id}/${word}`, await open(`/requests/${id}`, typed, form));
  };

  const inStore = async (word: string, typed: Record<string, string>) => {
    await openStore(p.portal);
    const path = `/requests/store/${await askIn(p.portal, { phone: newPhone() })}`;
    return ready(`${path}/${word}`, await open(path, typed, `form[action="${path}/${word}"]`));
  };

  return {
    '/orders': async () => {
      await boss.setLimit(500_000_00n);
      return ready('/orders', await prepared(anna));
    },
    '/orders/:number/cancellation': async () => {
      await boss.setLimit(1n);
      const number = numberOf(await anna.post('/orders', await prepared(anna)));
      return ready(`/orders/${number}/cancellation`);
    },
    '/subscriptions/:number/parameters': async () => {
      const path = `/subscriptions/${await subscription()}/parameters`;
      const typed = { seats: '12', comment: '' };
      const again = await anna.post(path, { ...(await open(path, typed)), step: 'recalculate' });
      return ready(path, { ...hiddenOf(again, `form[action="${path}"]`), ...typed });
    },
    '/subscriptions/:number/start': async () => {
      const number = await subscription();
      await boss.stop(number);
      return ready(`/subscriptions/${number}/start`, await open(`/subscriptions/${number}/start`, { comment: '' }));
    },
    '/subscriptions/:number/stop': () => own('stop', { comment: '' }),
    '/subscriptions/:number/auto-renewal': () => own('auto-renewal', { renewal: 'date', stopOn: '2026-11-28' }),
    '/subscriptions/bulk/confirmation': async () => {
      const lines = `${await subscription()};12\n${await subscription()};8`;
      const preview: TestPage = await anna.post('/subscriptions/bulk/seats', { lines });
      const path = '/subscriptions/bulk/confirmation';
      return ready(path, { ...hiddenOf(preview, `form[action="${path}"]`), comment: '' });
    },
    '/customers': async () => ready('/customers', customer()),
    '/customers/:id/edit': async () => {
      const { token, domainPrefix, ...fields } = customer();
      const made = await anna.post('/customers', { ...fields, token, domainPrefix });
      return ready(`${made.location}/edit`, { ...fields, contactName: 'Ольга Лапшина', version: '1' });
    },
    '/customers/:id/credentials': async () => {
      const { location } = await anna.post('/customers', customer());
      return ready(`${location}/credentials`, await open(String(location), {}, 'form[action$="/credentials"]'));
    },
    ...ofCustomer('/my/team', vera),
    ...ofCustomer('/customers/:id/users', anna),
    '/my/team/:userId/edit': async () => {
      const path = `/my/team/${await invited(p, `oleg${++serial}`)}/edit`;
      return ready(
        path,
        await open(path, { name: 'Олег Травин', email: `oleg${++serial}@travin.example`, phone: '' }, undefined, vera),
        vera,
      );
    },
    '/my/subscriptions/:number/requests': asked,
    '/my/subscriptions/:number/requests/:id/withdrawal': async () => {
      const { path, fields } = await asked();
      await vera.post(path, fields);
      const { id } = await p.portal.db.changeRequest.findFirstOrThrow({ orderBy: { id: 'desc' } });
      const form = `form[action="${path}/${id}/withdrawal"]`;
      return ready(`${path}/${id}/withdrawal`, await open(path, {}, form, vera), vera);
    },
    '/my/catalog/:slug/requests': async () => {
      await p.portal.db.changeRequest.deleteMany({ where: { kind: 'product' } });
      const { product } = await p.portal.db.offer.findUniqueOrThrow({ where: { sku: SKU }, include: { product: true } });
      const path = `/my/catalog/${product.slug}`;
      const token = hiddenOf(await vera.get(path), `form[action="${path}/requests"]`)['token'] ?? '';
      return ready(`${path}/requests`, { token, offer: SKU, seats: '7', comment: '' }, vera);
    },
    '/my/requests/:id/withdrawal': async () => {
      await p.portal.db.changeRequest.deleteMany({ where: { kind: 'product' } });
      return ready(`/my/requests/${await productWish(p)}/withdrawal`, { token: randomUUID() }, vera);
    },
    '/requests/:id/acceptance': () => answered('acceptance', { comment: '' }),
    '/requests/:id/refusal': () => answered('refusal', { answer: 'Нет' }),
    '/requests/store/:id/taking': () => inStore('taking', {}),
    '/requests/store/:id/refusal': () => inStore('refusal', { reason: 'Нет' }),
    '/support': async () => ready('/support', await open('/support', { body: 'Где счёт за октябрь?' })),
    '/team': async () => ready('/team', { ...newcomer(), token: randomUUID() }),
    '/team/storefront': async () => {
      const contacts = { text: '', phone: '', email: '', address: '', hours: '', accent: '' };
      return ready('/team/storefront', await open('/team/storefront', { ...contacts, isOn: 'on', name: `Вектор ${++serial}` }));
    },
    '/team/storefront/code': async () => {
      await p.portal.db.storefront.update({ where: { partnerId: boss.partnerId }, data: { oldCode: null } });
      const path = '/team/storefront/code';
      return ready(path, await open('/team/storefront', { newCode: `vektor-${++serial}` }, `form[action="${path}"]`));
    },
    '/team/storefront/logo/removal': async () => {
      await logoOf(p, boss.partnerId);
      return ready('/team/storefront/logo/removal', await open('/team/storefront', {}, '#drop-logo'));
    },
    // Prices that stay as they are need not be looked at first.
    '/team/storefront/prices': async () => {
      const path = '/team/storefront/prices';
      const where = { partnerId: boss.partnerId };
      await p.portal.db.storefrontMarkup.deleteMany({ where });
      await p.portal.db.storefront.update({ where, data: { markup: 2000, rounding: 'rubles', mayBeBelow: false } });
      return ready(path, await open(path, { markup: '20', rounding: 'rubles' }));
    },
    '/team/storefront/prices/:vendor': async () => {
      const path = '/team/storefront/prices/kaspersky';
      return ready(path, await open(path, {}));
    },
    '/team/letters': async () => {
      const { id } = await sales();
      await p.portal.db.user.updateMany({ where: { partnerId: boss.partnerId }, data: { mutedLetters: [] } });
      return ready('/team/letters', { [`${id}:hold-placed`]: 'on' });
    },
    '/customers/:id/users/:userId/edit': async () => {
      const { location } = await anna.post('/customers', customer());
      const { id } = await p.portal.db.user.findFirstOrThrow({ where: { customerId: Number(location?.split('/').at(-1)) } });
      const path = `${location}/users/${id}/edit`;
      return ready(path, await open(path, { name: 'Нина Осипова', email: 'nina@osipova.example', phone: '' }, 'form[action$="/edit"]'));
    },
    '/team/:userId/edit': async () => {
      const { path } = await colleague('edit');
      return ready(path, await open(path, { name: 'Нина Осипова', email: 'nina@osipova.example', phone: '' }, 'form[action$="/edit"]'));
    },
    '/team/:userId/disable': () => colleague('disable'),
    '/team/:userId/enable': async () => {
      const { path, ...rest } = await colleague('enable');
      await anna.post(path.replace('enable', 'disable'));
      return { path, ...rest };
    },
    '/team/:userId/role': () => colleague('role', { role: 'partner_accountant' }),
    '/team/:userId/start-password': () => colleague('start-password', { token: randomUUID() }),
    '/team/:userId/sessions': async () => ready(`/team/${(await sales()).id}/sessions`),
    '/team/:userId/sessions/:key': async () => {
      const { id, key } = await sales();
      return ready(`/team/${id}/sessions/${key}`);
    },
  };
}
