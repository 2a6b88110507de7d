import { z } from 'zod';
import { everyone } from '#src/accounts/access.rules.ts';
import { NotFound } from '#src/platform/errors.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { helpPage, topicPage } from './help.pages.ts';
import { topics } from './topics.ts';

/** The user guide: pages of the portal, open to everyone. */
export const help = new Routes();

const topicParam = z.string().regex(/^[a-z]+$/);

help.get('/help', everyone, (_req, res) => render(res, 'help/list', helpPage()));

help.get('/help/:topic', everyone, (req, res) => {
  const slug = topicParam.safeParse(req.params['topic']);
  const topic = topics.find((one) => one.slug === slug.data);
  if (!topic) throw new NotFound();
  render(res, 'help/show', topicPage(topic));
});
