import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topics } from '#src/help/topics.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

describe('the user guide', () => {
  let p: TestPortal;
  beforeAll(async () => {
    p = await openTestPortal();
  });
  afterAll(() => p.close());

  it('lists its topics and shows each, to strangers and to people of a partner', async () => {
    for (const browser of [p.visitor(), await p.as('vector')]) {
      expect((await browser.get('/help')).$('.tile').length).toBe(topics.length);
      for (const topic of topics) expect((await browser.get(`/help/${topic.slug}`)).text).toContain(topic.sections[0]?.heading);
    }
  });

  it('has no other topics', async () => {
    expect((await p.visitor().get('/help/nothing')).status).toBe(404);
  });
});
