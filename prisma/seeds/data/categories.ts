import type { CategorySeed } from './types.ts';

export const categories: readonly CategorySeed[] = [
  { slug: 'endpoint-security', name: 'Антивирусы и защита рабочих мест' },
  { slug: 'network-security', name: 'Защита сети и приложений' },
  { slug: 'office', name: 'Офисные пакеты' },
  { slug: 'mail', name: 'Почта и совместная работа' },
  { slug: 'video', name: 'Видеосвязь и вебинары' },
  { slug: 'os', name: 'Операционные системы и домен' },
  { slug: 'virtualization', name: 'Виртуализация и базы данных' },
  { slug: 'backup', name: 'Резервное копирование' },
  { slug: 'cad', name: 'САПР и проектирование' },
  { slug: 'business', name: 'Учёт и управление' },
];
