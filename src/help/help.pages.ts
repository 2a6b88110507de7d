import type { PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Section, Topic } from './help.types.ts';
import { type Picture, pictureFile, pictures } from './pictures.ts';
import { topics } from './topics.ts';

export interface HelpPage extends Page {
  head: PageHeadProps;
  topics: { href: string; title: string; about: string }[];
}

export interface TopicPage extends Page {
  head: PageHeadProps;
  sections: (Section & { figures: Figure[] })[];
  others: HelpPage['topics'];
}

/** A picture with its file in `public/` and the caption under it. */
interface Figure extends Picture {
  file: string;
  caption: string;
}

const SECTION = 'help';
const figure = ({ name, caption }: NonNullable<Section['pictures']>[number]): Figure => ({
  ...pictures[name],
  file: pictureFile(name),
  caption,
});
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
    sections: topic.sections.map((section) => ({ ...section, figures: (section.pictures ?? []).map(figure) })),
    others: topics.filter((one) => one !== topic).map(linkTo),
  };
}
