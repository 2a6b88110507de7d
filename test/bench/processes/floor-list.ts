// The floor of P1: node:http, one named statement and template literals that show the same page with the same counts; no session,
// no middleware, no forms of a request. What does not change between requests comes ready, as the text around the rows.
import { newPool } from '#src/platform/db/client.ts';
import { serveToParent } from './child.ts';

const { DATABASE_URL: connectionString, BENCH_PARTNER: partnerId, BENCH_HTML: html = '' } = process.env;
const pool = newPool({ connectionString, max: 10 });
const [before = '', after = ''] = html.split(/<tbody>[\s\S]*<\/tbody>/);

const text = `select case when row_number() over () = 1 then h.head end as head, s.*
  from (select json_build_object('all', count(*), 'customers', count(distinct customer_id), 'active', count(*) filter (where status = 'active'),
      'stopping', count(*) filter (where status = 'active' and (stop_on is not null or not auto_renew)),
      'stopped', count(*) filter (where status = 'stopped'), 'attention', count(*) filter (where status in ('pending', 'suspended')),
      'renewals', sum(seats * unit_price) filter (where status = 'active' and auto_renew), 'exposure', partner_exposure($1)) as head
    from subscriptions where partner_id = $1) h,
  lateral (select number, product_name, vendor_name, customer_name, region_code, seats, unit_price, status::text as status, auto_renew, stop_on::text as stop_on
    from subscriptions where partner_id = $1 order by created_at desc, id desc limit 50) s`;

type Row = Readonly<Record<string, string>> & { readonly head: Readonly<Record<string, number>> | null };

const escaped = (value: unknown) => String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const rub = (kopecks: number) => `${Math.floor(kopecks / 100)},${String(kopecks % 100).padStart(2, '0')} ₽`;

const line = (
  s: Row,
) => `<tr><td class="pick"><input type="checkbox" name="number" value="${s['number']}" aria-label="Выбрать" form="bulk"></td><th scope="row"><span class="cell-2"><a class="row-link" href="/subscriptions/${s['number']}">${escaped(s['product_name'])}</a><small>${escaped(s['vendor_name'])} · ${s['number']}</small></span></th>
<td class="lead" data-l="Заказчик"><span class="cell-2"><span>${escaped(s['customer_name'])}</span><small class="hide-m">${s['region_code']}</small></span></td>
<td class="n" data-l="Мест">${s['seats']}</td>
<td class="n" data-l="В месяц"><span class="cell-2"><span>${rub(Number(s['unit_price']) * Number(s['seats']))}</span><small class="hide-m">${rub(Number(s['unit_price']))} × ${s['seats']}</small></span></td>
<td class="nw" data-l="Продление"><time datetime="${s['stop_on'] ?? '2026-12-01'}">${s['stop_on'] ?? '01.12.2026'}</time></td>
<td class="row-status"><span class="badge ok"><svg class="icon" aria-hidden="true"><use href="/assets/icons.svg#check"/></svg>${s['status']}</span></td>
<td class="row-act"><button class="btn quiet small icon-only needs-script" aria-label="Действия" data-menu="menu-${s['status']}"><svg class="icon" aria-hidden="true"><use href="/assets/icons.svg#dots"/></svg></button></td></tr>`;

serveToParent(
  async (_req, res) => {
    const { rows } = await pool.query<Row>({ name: 'floor', text, values: [partnerId] });
    const counts = Object.entries(rows[0]?.head ?? {}).map(([name, value]) => `<span class="stat">${name} ${value}</span>`);
    const page = `${before}${counts.join('')}<tbody>${rows.map(line).join('\n')}</tbody>${after}`;
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(page) });
    res.end(page);
  },
  () => pool.end(),
);
