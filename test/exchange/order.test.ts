import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { receiveMessage } from '#src/exchange/receiving/receiving.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, message, payment, TOKEN, VECTOR } from './ax.ts';

/** Numbers below `n`, always the same ones for a seed. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * n);
  };
}

const SENT = 120;
const origin = { requestId: 'test', address: null };

/** Messages in the order of Axapta: blocks and limits of three debtors, payments that change or are cancelled. */
function orderly(roll: (n: number) => number): Record<string, unknown>[] {
  const at = (n: number) => new Date(Date.UTC(2026, 10, 22, 5, 0, n)).toISOString();
  return Array.from({ length: SENT }, (_, n) => {
    const head = { seq: Math.floor(n / 2) + 1, createdAt: at(n) };
    if (n % 2 === 0) {
      const code = [VECTOR, 'К-003926', 'К-002870'][roll(3)];
      const blocked = ['No', 'No', 'Invoice'][roll(3)];
      const limit = { creditMax: `${1 + roll(9)}00000.00`, mandatoryCreditLimit: true, balance: `${roll(900)}.00` };
      return message({
        ...head,
        items: [debtor({ custAccount: code, invoiceAccount: code, blocked, ...limit, asOf: at(n), version: String(n) })],
      });
    }
    const which = roll(15);
    const sum = {
      transId: `T-${which}`,
      docNumber: String(1000 + which),
      amount: `${100 + which * 7 + roll(2)}.00`,
      canceled: roll(6) === 0,
    };
    return message({ ...head, type: 'payments', items: [payment({ ...sum, version: String(n) })] });
  });
}

const shuffled = <T>(all: readonly T[], roll: (n: number) => number): T[] =>
  [...all, ...all.filter(() => roll(4) === 0)]
    .map((one) => ({ one, key: roll(1_000_000) }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);

/** What is left of all of it: debtors, open holds, limits, money and what stands for each payment. */
async function stateOf({ portal: { sql } }: TestPortal): Promise<unknown> {
  return sql(
    'test_state',
    `select (select json_agg(json_build_array(cust_account, blocked, credit_max, balance, version) order by cust_account) from ax_debtors) as debtors,
       (select json_agg(json_build_array(p.code, p.credit_limit, (select count(*) from holds h where h.partner_id = p.id and h.reason = 'axapta'
         and h.lifted_at is null), (select coalesce(sum(amount), 0) from payments m where m.partner_id = p.id), c.balance) order by p.code)
         from partners p left join ax_credits c on c.partner_id = p.id) as partners,
       (select json_agg(json_build_array(a.trans_id, a.state, a.version, m.amount) order by a.trans_id)
         from ax_payments a left join payments m on m.id = a.payment_id) as payments,
       (select count(*)::int from ax_gaps) as gaps`,
  );
}

it('in any order, doubled and repeated, messages end in the state of the orderly run', { timeout: 120_000 }, async () => {
  const roll = dice(Number(process.env['SEED'] ?? 7));
  const sent = orderly(roll);
  const states: unknown[] = [];
  for (const order of [sent, shuffled(sent, roll)]) {
    const p = await openTestPortal({ config: { axToken: TOKEN } });
    for (const one of order) expect((await receiveMessage(p.portal, one, 'http', origin)).status).toBe(202);
    await p.drainJobs();
    states.push(await stateOf(p));
    expect(await auditPortal(p.portal)).toEqual([]);
    await p.close();
  }
  expect(states[1]).toEqual(states[0]);
});

it('mutated messages are answered, never by a fault of the portal, and nothing is half applied', { timeout: 120_000 }, async () => {
  const p = await openTestPortal({ config: { axToken: TOKEN } });
  const roll = dice(11);
  const odd = ['\u0000', '"', '{', '[', '-', '9'.repeat(40), 'null', '\ud800', ':', ',', 'К'];
  for (let n = 0; n < 400; n++) {
    const items = n % 2 === 0 ? [debtor({ version: String(n) })] : [payment({ transId: `M-${n}`, version: '1' })];
    let text = JSON.stringify(message({ type: n % 2 === 0 ? 'debtors' : 'payments', messageId: randomUUID(), items }));
    for (let cut = 0; cut <= roll(3); cut++) {
      const at = roll(text.length);
      text = text.slice(0, at) + odd[roll(odd.length)] + text.slice(at + roll(4));
    }
    expect((await receiveMessage(p.portal, Buffer.from(text), 'http', origin)).status, text).toBeLessThan(500);
  }
  expect(await auditPortal(p.portal)).toEqual([]);
  await p.close();
});
