import { partnerOf } from '#src/accounts/actor.rules.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import { inParts, type Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { rowsAsShown } from '#src/search/nearest.queries.ts';
import type { StoreRequestFilter } from './inbox.forms.ts';
import type { StoreRequest, StoreRequestState } from './requests.types.ts';

const COLUMNS = `r.id::int as id, r.state::text as state, r.sku, r.product_name as "productName", r.offer_name as "offerName", r.seats,
  r.unit_price as "unitPrice", r.sum, r.name, r.phone, r.email, r.company, r.inn, r.comment, r.created_at as "createdAt",
  r.taken_at as "takenAt", r.taken_by_name as "takenByName", r.closed_at as "closedAt", r.closed_by_name as "closedByName",
  r.decline_reason as "declineReason", r.customer_id as "customerId", r.order_number as "orderNumber",
  r.subscription_number as "subscriptionNumber", o.status::text as "orderStatus", o.seats as "orderedSeats", r.erased_at as "erasedAt",
  c.version as "consentVersion", c.text_hash as "consentHash", c.given_at as "consentAt", c.address as "consentAddress"`;

const TABLES = `storefront_requests r join consents c on c.partner_id = r.partner_id and c.id = r.consent_id
  left join orders o on o.partner_id = r.partner_id and o.number = r.order_number`;

/** $1 partner · $2 patterns, each of which must be found. */
const FOUND = `r.partner_id = $1 and ($2::text[] is null
  or ${keySql('r.id::text', 'r.company', 'r.name', 'r.phone', 'r.email', 'r.inn', 'r.product_name')} like all ($2::text[]))`;

/** What waits first. */
const RANK = `case r.state when 'new' then 0 when 'taken' then 1 else 2 end`;
const ranks: Readonly<Record<StoreRequestState, number>> = { new: 0, taken: 1, ordered: 2, declined: 2 };

export interface StoreRequestPage {
  readonly rows: readonly StoreRequest[];
  readonly counts: Readonly<Record<StoreRequestState, number>>;
}

/** A page of what visitors of the partner's storefront asked for: new ones, those being worked on, then the newest. */
export async function listStoreRequests(scope: Scope, filter: StoreRequestFilter, { limit, offset }: Part): Promise<StoreRequestPage> {
  const { sql } = scope.portal;
  const [rows, counts] = await Promise.all([
    sql<StoreRequest>(
      'store_request_list',
      `select ${COLUMNS} from ${TABLES} where ${FOUND} and ($3::text is null or r.state = $3::storefront_request_state)
       order by ${RANK}, r.id desc limit $4::int offset $5::int`,
      [...valuesOf(scope, filter), filter.state, limit, offset],
    ),
    countsOf(scope, filter),
  ]);
  return { rows, counts };
}

/** The same for a file. */
export function exportStoreRequests(scope: Scope, filter: StoreRequestFilter): AsyncGenerator<StoreRequest> {
  const isEmpty = async (one: StoreRequestFilter) => hasNone({ counts: await countsOf(scope, one) });
  return rowsAsShown(scope, filter, isEmpty, (one) =>
    inParts(({ size, last }) =>
      scope.portal.sql<StoreRequest>(
        'store_request_export',
        `select ${COLUMNS} from ${TABLES} where ${FOUND} and ($3::text is null or r.state = $3::storefront_request_state)
           and ($5::bigint is null or (${RANK}, -r.id) > ($6::int, -$5::bigint))
         order by ${RANK}, r.id desc limit $4::int`,
        [...valuesOf(scope, one), one.state, size, last?.id ?? null, last && ranks[last.state]],
      ),
    ),
  );
}

export const hasNone = ({ counts }: Pick<StoreRequestPage, 'counts'>): boolean => Object.values(counts).every((count) => count === 0);

async function countsOf(scope: Scope, filter: StoreRequestFilter): Promise<StoreRequestPage['counts']> {
  const rows = await scope.portal.sql<{ state: StoreRequestState; count: number }>(
    'store_request_counts',
    `select r.state::text as state, count(*)::int as count from storefront_requests r where ${FOUND} group by r.state`,
    valuesOf(scope, filter),
  );
  return { new: 0, taken: 0, ordered: 0, declined: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

const valuesOf = (scope: Scope, { q }: StoreRequestFilter): unknown[] => [partnerOf(scope), searchPatterns(q)];

/** One request of the partner's storefront. @throws NotFound for a foreign or absent one */
export async function storeRequestById(scope: Scope, id: number): Promise<StoreRequest> {
  const [row] = await scope.portal.sql<StoreRequest>(
    'store_request_by_id',
    `select ${COLUMNS} from ${TABLES} where r.partner_id = $1 and r.id = $2::bigint`,
    [partnerOf(scope), id],
  );
  if (!row) throw new NotFound();
  return row;
}
