import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agreed } from '#prisma/seeds/agreed.ts';
import { applicationConsent, partnerAsOperator, storefrontConsent } from '#src/consents/consents.queries.ts';
import { operatorFault } from '#src/consents/consents.rules.ts';
import { keepConsent } from '#src/consents/consents.service.ts';
import { makeInn10, makeInn12 } from '#src/lib/sample-requisites.ts';
import { receiveApplication, rejectApplication } from '#src/partners/applications/applications.service.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { command } from '#src/platform/command.ts';
import { runTask } from '#src/schedule.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

const visitor = () => ({ portal: p.portal, actor: ANONYMOUS, requestId: 'visitor', address: '203.0.113.7' });
const vectorId = async () => (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
const at = (instant: string) => p.clock.setTo(new Date(instant));

describe('the words', () => {
  test('of the анкета name MONT with its ИНН and address, of a storefront the partner, and MONT as the keeper', async () => {
    const seller = (await p.portal.db.setting.findUniqueOrThrow({ where: { key: 'seller' } })).value as Record<string, string>;
    const vector = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    const [own, storefront] = [await applicationConsent(p.portal), await storefrontConsent(p.portal, vector.id)];
    for (const word of [seller['fullName'], seller['inn'], seller['address']]) expect(own.text).toContain(String(word));
    expect(storefront.text).toContain(`оператору: ${vector.name}, ИНН ${vector.inn}, адрес: ${vector.address}`);
    expect(storefront.text).toMatch(new RegExp(`поручению данные хранит.*${seller['inn']}`));
    expect([own.partnerId, storefront.partnerId, own.months]).toEqual([null, vector.id, 12]);
    for (const { text } of [own, storefront]) expect(text).toContain('не дольше чем 12 месяцев после');
  });

  test('can be asked for only by who has ИНН and address', async () => {
    const operator = await partnerAsOperator(p.portal.sql, await vectorId());
    expect(operatorFault(operator)).toBeNull();
    expect(operatorFault({ ...operator, address: null })).toContain('адрес');
    expect(operatorFault({ ...operator, inn: null })).toContain('ИНН');
  });

  test('that changed since they were shown are asked for again, with an empty box', async () => {
    const browser = p.visitor();
    const shown = await browser.get('/application');
    const consentHash = String(shown.$('input[name=consentHash]').val());
    const seller = await p.portal.db.setting.findUniqueOrThrow({ where: { key: 'seller' } });
    const moved = { ...(seller.value as object), address: '190000, Санкт-Петербург, Невский проспект, д. 1' };
    await p.portal.db.setting.update({ where: { key: 'seller' }, data: { value: moved } });
    p.clock.setTo(new Date(p.clock.now().getTime() + 30_000));
    const typed = { companyName: 'ООО «Луч»', inn: makeInn10(9_301), lastName: 'Лучин', firstName: 'Лев', email: 'lev@luch.example' };
    const more = {
      phone: '+7 495 555-09-31',
      mpnId: '',
      login: '',
      website: '',
      consent: 'on',
      stamp: String(shown.$('input[name=stamp]').val()),
    };
    const again = await browser.post('/application', { ...typed, ...more, consentHash });
    expect([again.status, again.$('#consent-error').text()]).toEqual([422, expect.stringContaining('изменился')]);
    expect([again.$('#consent').attr('checked'), again.$('#lastName').val()]).toEqual([undefined, 'Лучин']);
    expect(again.$('input[name=consentHash]').val()).toBe((await applicationConsent(p.portal)).hash);
    await p.portal.db.setting.update({ where: { key: 'seller' }, data: { value: seller.value as object } });
  });

  test('are shown as long as somebody has agreed to them; others are not found', async () => {
    const words = await storefrontConsent(p.portal, await vectorId());
    expect((await p.visitor().get(`/consent/${words.hash}`)).status).toBe(404);
    const id = await command(visitor(), { action: 'test' }, async (tx) =>
      String(await keepConsent(tx, words, { name: 'Пётр Ежов', email: 'ezhov@dvor.example', shownHash: words.hash })),
    );
    const page = await p.visitor().get(`/consent/${words.hash}`);
    expect([page.status, page.$('h1').text()]).toEqual([200, 'Согласие на обработку персональных данных']);
    for (const paragraph of words.text.split('\n\n')) expect(page.text).toContain(paragraph.replaceAll('\u00a0', ' ').slice(0, 40));
    expect(await p.portal.db.consent.findUniqueOrThrow({ where: { id: BigInt(id) } })).toMatchObject({
      ...{ document: 'storefront-request', version: 1, textHash: words.hash, name: 'Пётр Ежов', email: 'ezhov@dvor.example' },
      ...{ address: '203.0.113.7', months: 12, givenAt: p.clock.now(), erasedAt: null, partnerId: words.partnerId },
    });
    for (const path of ['/consent/terms', '/consent/x', `/consent/${'0'.repeat(64)}`])
      expect((await p.visitor().get(path)).status).toBe(404);
  });

  test('and consents are only added; one alone can lose whose it was, once', async () => {
    const sql = (text: string) => p.portal.sql('test_consent', text);
    const refused = /rows are only added/;
    await expect(sql(`update consent_texts set text = 'x'`)).rejects.toThrow(refused);
    await expect(sql('delete from consents')).rejects.toThrow(refused);
    await expect(sql(`update consents set name = 'x'`)).rejects.toThrow(refused);
    await expect(sql(`update consents set name = '', email = '', address = null, erased_at = now(), version = 9`)).rejects.toThrow(refused);
    await expect(sql(`update consents set name = '', erased_at = now()`)).rejects.toThrow(refused);
    await sql(`update consents set name = '', email = '', address = null, erased_at = now()`);
    await expect(sql(`update consents set name = '', email = '', address = null, erased_at = now()`)).rejects.toThrow(refused);
  });
});

describe('what a decided анкета tells of people', () => {
  const applications = (inn: string) => p.portal.db.partnerApplication.findFirstOrThrow({ where: { email: `${inn}@mail.example` } });

  /** Sent on 22 November 2026; rejected on the day, or not. */
  async function applied(inn: string, isRejected: boolean, firstName = 'Елисей'): Promise<number> {
    at('2026-11-22T10:00:00+03:00');
    const company = { companyName: 'Хворостов и сын', inn, mpnId: null, login: '' };
    const person = { lastName: 'Хворостов', firstName, email: `${inn}@mail.example`, phone: '+74955550917' };
    await receiveApplication(visitor(), { ...company, ...person }, await agreed(p.portal), crypto.randomUUID());
    const { id } = await applications(inn);
    if (isRejected) await rejectApplication(await p.scope('manager'), id, 'Хворостов уже отказался', crypto.randomUUID());
    await p.drainJobs();
    return id;
  }

  /** Everything the database has of the person, but for the journal of acts. */
  async function told(): Promise<string> {
    const [letters, rows, consents] = await Promise.all([
      p.portal.db.letter.findMany(),
      p.portal.db.partnerApplication.findMany(),
      p.portal.db.consent.findMany(),
    ]);
    return JSON.stringify([letters, rows, consents], (_, value) => (typeof value === 'bigint' ? String(value) : value));
  }

  test('is erased twelve months after the decision, in letters and consent too, with a row in the journal; never what waits', async () => {
    const [company, person, waiting] = [makeInn10(9_302), makeInn12(9_303), makeInn10(9_304)];
    const ids = [await applied(company, true), await applied(person, true)];
    const open = await applied(waiting, false, 'Глеб');
    const [letter] = await p.portal.db.letter.findMany({ where: { cause: `application:${ids[0]}:received` }, take: 1 });
    const admin = await p.as('admin');
    const form = await admin.get(`/admin/letters/${letter?.id}`);
    await admin.post(`/admin/letters/${letter?.id}/resend`, { token: String(form.$('form[action$=resend] input[name=token]').val()) });
    await p.drainJobs();

    at('2027-11-21T23:00:00+03:00');
    expect(await runTask(p.portal, 'erase-personal-data')).toBeNull();
    expect((await applications(company)).erasedAt).toBeNull();

    at('2027-11-22T10:00:01+03:00');
    await runTask(p.portal, 'erase-personal-data');
    const erased = await p.portal.db.partnerApplication.findMany({
      where: { id: { in: ids } },
      orderBy: { id: 'asc' },
      include: { consent: true },
    });
    for (const one of erased) {
      expect(one).toMatchObject({ firstName: '', lastName: '', email: '', phone: '', rejectReason: '', erasedAt: p.clock.now() });
      expect(one.consent).toMatchObject({ name: '', email: '', address: null, version: 2, erasedAt: p.clock.now() });
    }
    expect(erased.map(({ companyName, inn }) => [companyName, inn])).toEqual([
      ['Хворостов и сын', company],
      ['Индивидуальный предприниматель', ''],
    ]);
    expect((await applications(waiting)).lastName).toBe('Хворостов');
    await p.portal.db.letter.deleteMany({ where: { cause: { startsWith: `application:${open}:` } } });
    await p.portal.db.partnerApplication.delete({ where: { id: open } });
    const left = (await told()).replaceAll(`${waiting}@mail.example`, '');
    for (const word of ['Елисей', 'уже отказался', `${company}@mail`, person, '555-09-17']) expect(left.includes(word), word).toBe(false);
    expect(await p.portal.db.auditEntry.count({ where: { action: 'personal-data.erased' } })).toBe(2);

    await runTask(p.portal, 'erase-personal-data');
    expect(await p.portal.db.auditEntry.count({ where: { action: 'personal-data.erased' } })).toBe(2);
    const manager = await p.as('manager');
    expect((await manager.get(`/admin/applications/${ids[0]}`)).text).toContain('Персональные данные удалены');
    const again = await p.as('admin');
    const gone = await again.get(`/admin/letters/${letter?.id}`);
    expect(gone.text).toContain('Текст удалён');
    expect((await again.post(`/admin/letters/${letter?.id}/resend`, { token: crypto.randomUUID() })).status).toBe(409);
  });
});
