import type * as C from '#src/platform/http/components.ts';
import type { ComponentsPage } from './components.types.ts';

export const form: Pick<ComponentsPage, 'errors' | 'fields' | 'seats' | 'choices' | 'terms'> = {
  errors: { seats: 'Укажите не меньше 5 пользователей', domainPrefix: 'Уберите тире: roma-shka → romashka' },
  fields: [
    { name: 'company', label: 'Название организации', value: 'ООО «Ромашка»', isWide: true, autocomplete: 'off' },
    { name: 'inn', label: 'ИНН', value: '7707083893', inputmode: 'numeric', maxlength: 12 },
    { name: 'region', label: 'Код региона', type: 'select', value: '77', options: regions() },
    { name: 'phone', label: 'Телефон', type: 'tel', isOptional: true, value: '+7 495 120-15-20' },
    { name: 'startOn', label: 'Начало', type: 'date', value: '2026-11-22' },
    {
      name: 'domainPrefix',
      label: 'Домен заказчика',
      hint: 'Латинские буквы и цифры, без точек, тире и подчёркиваний',
      error: 'Уберите тире: roma-shka → romashka',
      value: 'roma-shka',
      suffix: '.onmicrosoft.com',
      isMono: true,
      isWide: true,
    },
    { name: 'customer', label: 'Заказчик', type: 'select', value: '1', options: customers(), button: { label: 'Новый', icon: 'plus' } },
    { name: 'note', label: 'Комментарий', type: 'textarea', isOptional: true, isWide: true, value: 'Согласовано с бухгалтерией' },
  ],
  seats: {
    name: 'seats',
    label: 'Количество пользователей',
    value: '3',
    min: 5,
    max: 1000,
    hint: 'От 5 до 1 000. Изменить количество можно в любой день.',
    error: 'Укажите не меньше 5 пользователей',
    beside: '× 214,00 ₽ = 642,00 ₽ в месяц',
  },
  choices: [
    {
      name: 'renewal',
      value: 'on',
      label: 'Продлевать каждый месяц',
      hint: 'Подписка действует, пока вы её не остановите',
      isChecked: true,
    },
    {
      name: 'renewal',
      value: 'date',
      label: 'Остановить в указанную дату',
      extra: { name: 'stopOn', label: 'Дата остановки', type: 'date' },
    },
  ],
  terms: { name: 'terms', label: 'Я принимаю условия оформления подписок', isChecked: true },
};

function regions(): C.Option[] {
  return [
    { value: '50', label: '50 — Московская область' },
    { value: '77', label: '77 — Москва' },
  ];
}

function customers(): C.Option[] {
  return [
    { value: '1', label: 'ООО «Ромашка»' },
    { value: '2', label: 'АО «Север»' },
  ];
}
