import type { PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Topic } from './help.types.ts';
import { topics } from './topics.ts';

export interface HelpPage extends Page {
  head: PageHeadProps;
  topics: { href: string; title: string; about: string }[];
}

export interface TopicPage extends Page {
  head: PageHeadProps;
  topic: Topic;
  others: HelpPage['topics'];
}

const SECTION = 'help';
const linkTo = ({ slug, title, about }: Topic) => ({ href: `/help/${slug}`, title, about });

export function helpPage(): HelpPage {
  return {
    title: 'Помощь',
    section: SECTION,
    head: { title: 'Помощь', sub: 'Как работать с порталом' },
    topics: topics.map(linkTo),
  };
}

export function topicPage(topic: Topic): TopicPage {
  return {
    title: topic.title,
    section: SECTION,
    head: { title: topic.title, sub: topic.about, crumbs: [{ label: 'Помощь', href: '/help' }, { label: topic.title }] },
    topic,
    others: topics.filter((one) => one !== topic).map(linkTo),
  };
}
