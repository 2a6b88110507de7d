import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { command } from '#src/platform/command.ts';
import { type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let scope: Scope;

beforeAll(async () => {
  p = await openTestPortal();
  scope = systemScope(p.portal, 'command-test');
});
afterAll(() => p.close());
beforeEach(() => p.portal.sql('forget_notes', `delete from form_tokens where action = 'note'`));

/** A row under a key: a second one under the same key is refused by the database. */
const note = (tx: Tx, key: string): void =>
  tx.write('add_note', `insert into form_tokens (token, action, created_at) values ($1, 'note', $2::timestamptz)`, [key, tx.now]);
const fail = (tx: Tx) => tx.sql('divide_by_zero', 'select 1 / $1::int as never', [0]);
const notes = async () =>
  (await p.portal.sql<{ token: string }>('notes', `select token from form_tokens where action = 'note' order by token`)).map(
    ({ token }) => token,
  );
const run = <T>(work: (tx: Tx) => Promise<T>) => command(scope, { action: 'test.notes' }, work);

const DUPLICATE = expect.objectContaining({ code: '23505' });
const DIVISION = expect.objectContaining({ code: '22012' });

describe('a statement nobody waits for', () => {
  test('is committed with the rest, in the order it was sent', async () => {
    const seen = await run(async (tx) => {
      note(tx, 'a');
      note(tx, 'b');
      const rows = await tx.sql('notes_in', `select token from form_tokens where action = 'note' order by token`);
      note(tx, 'c');
      return rows.length;
    });
    expect(seen).toBe(2);
    expect(await notes()).toEqual(['a', 'b', 'c']);
  });

  test('that fails last fails the command, and nothing stays', async () => {
    const work = run(async (tx) => {
      note(tx, 'a');
      note(tx, 'a');
      return 'all well';
    });
    await expect(work).rejects.toEqual(DUPLICATE);
    expect(await notes()).toEqual([]);
  });

  test('that fails tells why, not the statements refused after it', async () => {
    const work = run(async (tx) => {
      note(tx, 'a');
      note(tx, 'a');
      note(tx, 'b');
      await tx.sql('notes_after', 'select 1');
    });
    await expect(work).rejects.toEqual(DUPLICATE);
  });

  test('is not blamed for what failed before it', async () => {
    const work = run(async (tx) => {
      const failing = fail(tx);
      note(tx, 'a');
      await failing;
    });
    await expect(work).rejects.toEqual(DIVISION);
  });

  test('fails the command even when the fault before it was swallowed', async () => {
    const work = run(async (tx) => {
      await fail(tx).catch(() => undefined);
      note(tx, 'a');
    });
    await expect(work).rejects.toThrow();
    expect(await notes()).toEqual([]);
  });

  test('whose connection is lost fails the command', async () => {
    const work = run(async (tx) => {
      note(tx, 'a');
      const [self] = await tx.sql<{ pid: number }>('own_pid', 'select pg_backend_pid() as pid');
      await p.portal.sql('end_connection', 'select pg_terminate_backend($1)', [self?.pid]);
      note(tx, 'b');
      note(tx, 'c');
      return 'all well';
    });
    await expect(work).rejects.toThrow();
    expect(await notes()).toEqual([]);
    expect(await run(async (tx) => note(tx, 'd'))).toBeUndefined();
    expect(await notes()).toEqual(['d']);
  });
});
