import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { freshDatabase, type Template, type TestDatabase } from '#test/support/database.ts';

const empty: Template = { name: 'empty', sources: [], fill: async () => {} };
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase(empty);
});
afterAll(() => database.drop());

it('several instances that start at once on an empty database all come up, with all queues made once', async () => {
  const instances = Array.from({ length: 4 }, async () => {
    await prepareDatabase(database.url);
    return openBarePortal(database.url);
  });
  const opened = await Promise.all(instances);
  const made = await opened[0]?.portal.sql<{ name: string }>('queues', 'select name from pgboss.queue order by name');
  expect(made?.map(({ name }) => name)).toEqual(expect.arrayContaining(['close-month', 'render-documents', 'send-letter', 'send-letters']));
  for (const { portal, close } of opened) {
    await portal.jobs.stop();
    await close();
  }
});
