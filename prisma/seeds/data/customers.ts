import { makeInn10, makeInn12, makeKpp } from '#src/lib/sample-requisites.ts';
import { companies, coreOfName } from './companies.ts';
import { namedCustomers } from './named-customers.ts';
import { partners } from './partners.ts';
import { fullName, makePerson, type Person, shortName } from './people.ts';
import { type Place, phoneIn, placeIn, places } from './places.ts';
import { createRandom, type Random } from './random.ts';
import { latinCode } from './transliteration.ts';
import type { CustomerSeed, PartnerSeed } from './types.ts';

const SEED = 20_260_101;
const CUSTOMERS_OF: Readonly<Record<string, number>> = { vector: 38, orion: 16, meridian: 12 };
const CUSTOMERS_OF_OTHERS = 4;
const PROPRIETORS = 0.12;

/** Every end customer of the demo world, the named ones first; the same on every machine. */
export const customers: readonly CustomerSeed[] = makeCustomers();

function makeCustomers(): CustomerSeed[] {
  const random = createRandom(SEED);
  const names = random.shuffle(companies);
  const made: CustomerSeed[] = [...namedCustomers];
  for (const partner of partners) {
    const wanted = CUSTOMERS_OF[partner.code] ?? CUSTOMERS_OF_OTHERS;
    const named = namedCustomers.filter((customer) => customer.partner === partner.code);
    for (let count = named.length; count < wanted; count += 1) {
      made.push(makeCustomer(random, partner, names, made));
    }
  }
  return made;
}

function makeCustomer(random: Random, partner: PartnerSeed, names: string[], made: readonly CustomerSeed[]): CustomerSeed {
  const place = random.chance(0.6) ? placeIn(partner.regionCode) : random.pick(places);
  const contact = makePerson(random);
  const company = random.chance(PROPRIETORS) ? undefined : names.pop();
  const prefix = freePrefix(company ? coreOfName(company) : `ИП ${contact.lastName}`, made);
  return {
    partner: partner.code,
    ...(company ? companyRequisites(company, place, 1000 + made.length) : proprietorRequisites(contact, place, 1000 + made.length)),
    contactName: shortName(contact),
    email: `${latinCode(contact.firstName)[0]}.${latinCode(contact.lastName)}@${prefix}.example`,
    phone: phoneIn(place, random),
    domainPrefix: prefix,
    regionCode: place.region,
    login: prefix,
    employees: company ? companySize(random) : random.int(2, 12),
  };
}

function companyRequisites(name: string, place: Place, serial: number) {
  const inn = makeInn10(serial, place.region);
  return { name, inn, kpp: makeKpp(inn) };
}

function proprietorRequisites(person: Person, place: Place, serial: number) {
  return { name: `ИП ${fullName(person)}`, inn: makeInn12(serial, place.region), kpp: null };
}

/** Half are small, a third middle-sized, the rest have hundreds of people. */
function companySize(random: Random): number {
  const share = random.next();
  if (share < 0.5) return random.int(6, 24);
  if (share < 0.85) return random.int(25, 90);
  return random.int(91, 420);
}

/** At most 27 letters and digits, not taken by another customer or partner. */
function freePrefix(text: string, made: readonly CustomerSeed[]): string {
  const base = latinCode(text).slice(0, 25);
  const taken = new Set([...made.map((customer) => customer.domainPrefix), ...partners.map((partner) => partner.code)]);
  let prefix = base;
  for (let suffix = 2; taken.has(prefix); suffix += 1) prefix = `${base}${suffix}`;
  return prefix;
}
