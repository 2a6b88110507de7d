import { badges, card, charts, money, navigation, notices, path, states } from './components.samples.ts';
import type { ComponentsPage } from './components.types.ts';
import { form } from './form.samples.ts';
import { list } from './list.samples.ts';

/** Nothing on the page leads anywhere else. */
export function componentsPage(): ComponentsPage {
  return {
    title: 'Компоненты',
    section: 'admin/components',
    head: {
      title: 'Компоненты',
      sub: 'Все части интерфейса на одной странице',
      badge: badges.active,
      crumbs: [{ label: 'Обзор', href: '/admin' }, { label: 'Компоненты' }],
      actions: [
        { label: 'Выгрузить CSV', icon: 'download', href: path },
        { label: 'Оформить подписку', icon: 'plus', kind: 'primary', href: path },
      ],
    },
    ...navigation,
    ...money,
    ...notices,
    ...form,
    ...list(),
    ...card,
    ...states,
    ...charts,
  };
}
