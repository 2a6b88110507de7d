import { partnerOf } from '#src/accounts/actor.rules.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { isRegionCode } from '#src/lib/regions.ts';
import { transliterate } from '#src/lib/russian.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { StoreRequestState } from './requests.types.ts';

/** What the order form takes over from a request of the storefront. */
export interface RequestForOrder {
  readonly id: number;
  readonly seats: number;
  /** The partner's customer of the same ИНН. */
  readonly customerId: number | null;
  /** The fields of a new customer as far as they are known. */
  readonly customer: Readonly<Record<string, string>>;
  /** Who asked for what, at which retail price. */
  readonly words: string;
  /** Why it can't be ordered any more. */
  readonly closed: string | null;
}

interface Row {
  readonly state: StoreRequestState;
  readonly seats: number;
  readonly unitPrice: Kopecks | null;
  readonly sum: Kopecks | null;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly company: string;
  readonly inn: string | null;
  readonly customerId: number | null;
  readonly orderNumber: string | null;
}

/** @throws NotFound for a foreign or absent one */
export async function requestForOrder(scope: Scope, id: number): Promise<RequestForOrder> {
  const [row] = await scope.portal.sql<Row>(
    'store_request_for_order',
    `select r.state::text as state, r.seats, r.unit_price as "unitPrice", r.sum, r.name, r.phone, r.email, r.company, r.inn,
       (select c.id from customers c where c.partner_id = r.partner_id and c.inn = r.inn order by c.id limit 1) as "customerId",
       r.order_number as "orderNumber"
     from storefront_requests r where r.partner_id = $1 and r.id = $2::bigint`,
    [partnerOf(scope), id],
  );
  if (!row) throw new NotFound();
  const { seats, customerId } = row;
  return { id, seats, customerId, customer: customerOf(row), words: wordsOf(row), closed: closedWords(row) };
}

function customerOf({ name, phone, email, company, inn }: Row): Record<string, string> {
  const region = inn?.slice(0, 2) ?? '';
  return {
    ...{ name: company, inn: inn ?? '', contactName: name, email, phone: formatPhone(phone) },
    ...{ regionCode: isRegionCode(region) ? region : '', domainPrefix: prefixOf(company) },
  };
}

/** A domain prefix made of a company's name without its legal form: ООО «Лесной двор» → lesnoydvor. */
function prefixOf(company: string): string {
  const quoted = /[«"“„](.+)[»"”“]/.exec(company)?.[1];
  const bare = quoted ?? company.replace(/^(?:ООО|АО|ПАО|НАО|ЗАО|ИП)\s+/i, '');
  return transliterate(bare)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 27);
}

function wordsOf({ name, company, seats, unitPrice, sum }: Row): string {
  const who = [company, name].filter(Boolean).join(', ');
  const retail =
    unitPrice === null || sum === null ? 'цена по запросу' : `розничная цена ${formatRub(unitPrice)}, за всё ${formatRub(sum)} в месяц`;
  return `${who}: количество ${seats}, ${retail}.`;
}

function closedWords({ state, orderNumber }: Row): string | null {
  if (state === 'ordered') return `По этой заявке уже оформлен заказ ${orderNumber}.`;
  return state === 'declined' ? 'Эта заявка уже отклонена.' : null;
}
