// Places one order and kills its own process with SIGKILL right before the n-th statement it would send:
// node --import tsx test/orders/crashing-order.ts DATABASE_URL N TOKEN. Without a kill it prints the order's number.
import pg from 'pg';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { orderAs } from '#test/support/orders.ts';

const [url = '', at = '0', token = ''] = process.argv.slice(2);

let sent = -1; // not counted before the order begins
const query = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  if (sent >= 0 && ++sent === Number(at)) process.kill(process.pid, 'SIGKILL');
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

const { portal, scope } = await openBarePortal(url);
const owner = await scope('vector');
sent = 0;
const { number } = await orderAs(owner, { seats: 7 }, token);
console.log(JSON.stringify({ number, sent }));
await portal.jobs.stop();
process.exit(0);
