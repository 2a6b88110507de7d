import { describe, expect, it } from 'vitest';
import { CAST_SKU, cast, demoLogOns } from '#prisma/seeds/data/cast.ts';
import { categories } from '#prisma/seeds/data/categories.ts';
import { customers } from '#prisma/seeds/data/customers.ts';
import { partners } from '#prisma/seeds/data/partners.ts';
import { products } from '#prisma/seeds/data/products.ts';
import { seller } from '#prisma/seeds/data/seller.ts';
import { staff } from '#prisma/seeds/data/staff.ts';
import { terms } from '#prisma/seeds/data/terms.ts';
import type { BankSeed } from '#prisma/seeds/data/types.ts';
import { vendors } from '#prisma/seeds/data/vendors.ts';
import { checkDomainPrefix } from '#src/lib/domain.ts';
import { checkEmail } from '#src/lib/email.ts';
import { parsePhone } from '#src/lib/phone.ts';
import { isRegionCode } from '#src/lib/regions.ts';
import { checkAccount, checkBik, checkCorrespondentAccount, checkInn, checkKpp, checkMpnId, checkOgrn } from '#src/lib/requisites.ts';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const offers = products.flatMap((product) => product.offers);
const partnerUsers = partners.flatMap((partner) => partner.users);

describe('catalog', () => {
  it('is as large as the demo world promises', () => {
    expect(vendors.length).toBeGreaterThanOrEqual(12);
    expect(products.length).toBeGreaterThanOrEqual(55);
    expect(offers.length).toBeGreaterThanOrEqual(90);
  });

  it('names nothing twice', () => {
    expectUnique(vendors.map((vendor) => vendor.slug));
    expectUnique(vendors.map((vendor) => vendor.name));
    expectUnique(vendors.map((vendor) => vendor.initials));
    expectUnique(categories.map((category) => category.slug));
    expectUnique(products.map((product) => product.slug));
    expectUnique(products.map((product) => product.name));
    expectUnique(offers.map((offer) => offer.sku));
  });

  it('gives every vendor and category a product, and every product both', () => {
    expect(sorted(products.map((product) => product.vendor))).toEqual(sorted(vendors.map((vendor) => vendor.slug)));
    expect(sorted(products.map((product) => product.category))).toEqual(sorted(categories.map((category) => category.slug)));
  });

  it('finds every vendor by a word in either alphabet', () => {
    for (const vendor of vendors) {
      const words = [vendor.name, ...vendor.aliases].join(' ');
      expect(words, vendor.slug).toMatch(/[a-z]/i);
      expect(words, vendor.slug).toMatch(/[а-яё]/i);
    }
  });

  it.each(products)('$slug: an entry in the register exactly when it is sold without VAT', (product) => {
    const isRegistered = product.vatClass === 'registry';
    expect(product.registryNumber !== undefined).toBe(isRegistered);
    expect(product.registryOn !== undefined).toBe(isRegistered);
  });

  it('has believable entries of the register: numbers in the order of their days, one day per number, none before its opening', () => {
    const entries = products.flatMap(({ registryNumber, registryOn }) =>
      registryNumber && registryOn ? [[Number(registryNumber), registryOn]] : [],
    );
    const days = new Map(entries as [number, string][]);
    expect(new Set(entries.map(String)).size).toBe(days.size);
    const inOrder = [...days].sort(([a], [b]) => a - b).map(([, on]) => on);
    expect(inOrder).toEqual([...inOrder].sort());
    expect(inOrder[0]).toBe('2016-01-29');
    expect((inOrder.at(-1) ?? '') < '2026-01-01').toBe(true);
    for (const on of inOrder) expect(on).toMatch(DAY);
  });

  it.each(products)('$slug: at least one offer, no two of one unit and billing rule', (product) => {
    expect(product.offers.length).toBeGreaterThan(0);
    expectUnique(product.offers.map((offer) => `${offer.unit} ${offer.billingRule}`));
  });

  it.each(offers)('$sku: believable seats, prices positive and in order of days', (offer) => {
    const days = offer.prices.map((price) => price.validFrom);
    expect(offer.minSeats).toBeGreaterThan(0);
    expect(offer.maxSeats).toBeGreaterThanOrEqual(offer.minSeats);
    expect(days[0]).toBe('2026-01-01');
    expect(days).toEqual(sorted(days));
    for (const price of offer.prices) {
      expect(price.validFrom).toMatch(DAY);
      expect(price.gross).toBeGreaterThan(0n);
    }
  });

  it('has changed prices, a price to come, whole-month and discontinued offers to show', () => {
    const comesLater = offers.filter((offer) => offer.prices.at(-1)?.validFrom === '2027-01-01');
    expect(offers.filter((offer) => offer.prices.length > 1).length).toBeGreaterThan(20);
    expect(comesLater.length).toBeGreaterThan(3);
    expect(offers.filter((offer) => offer.billingRule === 'full_month').length).toBeGreaterThan(3);
    expect(offers.filter((offer) => offer.discontinuedOn).length).toBeGreaterThanOrEqual(3);
  });

  it('sells the offer of the cast for 214 ₽ in November 2026, from 5 to 1000 seats', () => {
    const offer = offers.find((candidate) => candidate.sku === CAST_SKU);
    const price = offer?.prices.filter(({ validFrom }) => validFrom <= '2026-11-22').at(-1);
    expect(price?.gross).toBe(214_00n);
    expect([offer?.minSeats, offer?.maxSeats]).toEqual([5, 1000]);
  });
});

describe('partners and staff', () => {
  it('is three named partners and twenty others, three managers and an admin', () => {
    expect(partners.map((partner) => partner.code).slice(0, 3)).toEqual(['vector', 'orion', 'meridian']);
    expect(partners).toHaveLength(23);
    expect(staff.map((person) => person.role)).toEqual(['manager', 'manager', 'manager', 'admin']);
  });

  it.each(partners)('$code: requisites pass every check', (partner) => {
    expectNoFault(checkInn(partner.inn), checkKpp(partner.kpp), checkOgrn(partner.ogrn));
    expectNoFault(checkEmail(partner.email), ...bankFaults(partner.bank));
    if (partner.mpnId) expectNoFault(checkMpnId(partner.mpnId));
    expect(partner.axDebtorCode).toMatch(/^К-\d{6}$/);
    expect(partner.axPayerCode).toMatch(/^К-\d{6}$/);
    expect(parsePhone(partner.phone)?.e164).toBe(partner.phone);
    expect(partner.creditLimit).toBeGreaterThan(0n);
    expect(partner.users[0]).toMatchObject({ login: partner.code, role: 'partner_owner' });
    expect(staff.filter((person) => person.login === partner.manager)).toHaveLength(1);
    for (const contract of partner.contracts) expect(contract.signedOn).toMatch(DAY);
  });

  it('has no debtor code, contract or e-mail twice', () => {
    expectUnique(partners.map((partner) => partner.axDebtorCode));
    expectUnique(partners.flatMap((partner) => partner.contracts.map(({ number }) => number)));
    expectUnique([...partnerUsers, ...staff].map((user) => user.email));
  });

  it('reaches every person by a valid phone', () => {
    for (const person of [...partnerUsers, ...staff]) {
      expect(parsePhone(person.phone)?.e164, person.login).toBe(person.phone);
    }
  });
});

describe('customers', () => {
  it('is at least 140 of them, «Ромашка» of Вектор first', () => {
    expect(customers.length).toBeGreaterThanOrEqual(140);
    expect(customers[0]).toMatchObject({ name: 'ООО «Ромашка»', partner: 'vector', login: 'romashka' });
  });

  it('belongs to every partner', () => {
    expect(sorted(customers.map((customer) => customer.partner))).toEqual(sorted(partners.map((partner) => partner.code)));
  });

  it.each(customers)('$login: passes the checks of the customer form', (customer) => {
    const isProprietor = customer.name.startsWith('ИП ');
    expectNoFault(checkInn(customer.inn), checkEmail(customer.email));
    expectNoFault(checkDomainPrefix(customer.domainPrefix));
    expect(customer.inn).toHaveLength(isProprietor ? 12 : 10);
    expect(customer.kpp === null).toBe(isProprietor);
    if (customer.kpp) expectNoFault(checkKpp(customer.kpp));
    expect(parsePhone(customer.phone)?.e164).toBe(customer.phone);
    expect(isRegionCode(customer.regionCode)).toBe(true);
    expect(customer.contactName).toMatch(/^[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+$/);
  });

  it('has no name, domain prefix, login or ИНН twice, partners included', () => {
    expectUnique(customers.map((customer) => customer.name));
    expectUnique(customers.map((customer) => customer.domainPrefix.toLowerCase()));
    expectUnique([...customers, ...partnerUsers, ...staff].map((user) => user.login));
    expectUnique([...customers, ...partners, seller].map((company) => company.inn));
    expectUnique(customers.map((customer) => customer.email));
  });
});

describe('seller, terms and cast', () => {
  it('has a seller that passes every check', () => {
    expectNoFault(checkInn(seller.inn), checkKpp(seller.kpp), checkOgrn(seller.ogrn));
    expectNoFault(...bankFaults(seller.bank));
  });

  it('has terms to read', () => {
    expect(terms).toMatchObject({ version: '2026-01', validFrom: '2026-01-01' });
    expect(terms.paragraphs.length).toBeGreaterThanOrEqual(15);
  });

  it('has every demo log-on', () => {
    const logins = [...customers, ...partnerUsers, ...staff].map((user) => user.login);
    expect(logins).toEqual(expect.arrayContaining(demoLogOns.map(({ login }) => login)));
    expect(cast.vector.creditLimit).toBe(1_800_000_00n);
    expect(cast.anna.name).toBe('Анна Ветрова');
  });
});

function bankFaults(bank: BankSeed): (string | null)[] {
  return [checkBik(bank.bic), checkAccount(bank.account, bank.bic), checkCorrespondentAccount(bank.correspondentAccount, bank.bic)];
}

function expectNoFault(...faults: (string | null)[]): void {
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
}

function expectUnique(values: readonly string[]): void {
  const twice = values.filter((value, index) => values.indexOf(value) !== index);
  expect(twice).toEqual([]);
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
