import { CAST_SKU, cast } from '#prisma/seeds/data/cast.ts';
import { customers } from '#prisma/seeds/data/customers.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import type { Act } from './acts.ts';
import { moscow } from './time.ts';

/** Login of the customer whose subscriptions are told by hand. */
export const ROMASHKA = 'romashka';

/** «Ромашка»: four subscriptions that show a customer's page — more seats, a stop date, another vendor each. */
export function romashka(): Act[] {
  const order = { kind: 'order', by: 'vector-sales', customer: ROMASHKA } as const;
  return [
    { kind: 'customer', at: moscow('2026-05-13', '10:15'), by: 'vector-sales', customer: cast.romashka },
    { ...order, at: moscow('2026-05-13', '10:40'), key: 'vector:romashka-1', sku: CAST_SKU, seats: 20 },
    { ...order, at: moscow('2026-05-13', '10:52'), key: 'vector:romashka-2', sku: 'YA360-OPT-1U', seats: 25 },
    { ...order, at: moscow('2026-08-05', '15:20'), key: 'vector:romashka-3', sku: '1C-FR-BP-1U', seats: 3 },
    { ...order, at: moscow('2026-11-09', '11:05'), key: 'vector:romashka-4', sku: 'ASC-KGR-1U', seats: 2 },
    {
      kind: 'seats',
      at: moscow('2026-11-12', '16:30'),
      by: 'vector',
      key: 'vector:romashka-1',
      seats: 25,
      comment: 'Приняли пять сотрудников',
    },
    {
      ...{ kind: 'renewal', at: moscow('2026-11-18', '12:10'), by: 'vector-sales', key: 'vector:romashka-4' },
      ...{ autoRenew: true, stopOn: day('2026-12-15') },
    } as const,
  ];
}

/** «Орион»: sells until nearly nothing of the limit is left; what it orders then waits. */
export function orion(): Act[] {
  const [first = '', second = '', third = '', fourth = ''] = customersOf('orion');
  const order = { kind: 'order', by: 'orion' } as const;
  const leave = kopecks(320_00);
  const reason = 'Сумма больше всего лимита. Оформите меньше мест или попросите увеличить лимит.';
  return [
    { ...order, at: moscow('2026-11-16', '11:30'), key: 'orion:big-1', customer: first, sku: 'R7-PRO-CLD-1MF', seats: 320, leave },
    { ...order, at: moscow('2026-11-17', '12:45'), key: 'orion:big-2', customer: second, sku: 'YA360-OPT-1UF', seats: 160, leave },
    { ...order, at: moscow('2026-11-18', '10:20'), key: 'orion:big-3', customer: third, sku: 'KL8411RAMTM', seats: 900, leave },
    { ...order, at: moscow('2026-11-19', '10:10'), key: 'orion:rest', customer: fourth, sku: 'KL4313RAMTU', seats: 900, leave },
    { ...order, at: moscow('2026-11-19', '16:40'), key: 'orion:held-1', customer: first, sku: CAST_SKU, seats: 15 },
    { ...order, at: moscow('2026-11-20', '11:25'), key: 'orion:held-2', customer: second, sku: 'CFQ7TTC0LDPB-0001', seats: 12 },
    { ...order, at: moscow('2026-11-20', '12:00'), key: 'orion:held-3', customer: third, sku: 'MTSL-MEET-1U', seats: 40 },
    { kind: 'cancel', at: moscow('2026-11-20', '17:15'), by: 'orion', key: 'orion:held-3' },
    { ...order, at: moscow('2026-11-20', '17:30'), key: 'orion:held-4', customer: fourth, sku: 'MTSL-MEET-1U', seats: 400 },
    { kind: 'reject', at: moscow('2026-11-21', '10:20'), by: 'manager', key: 'orion:held-4', reason },
    { kind: 'seats', at: moscow('2026-11-21', '13:05'), by: 'orion', key: 'orion:big-1', seats: 360, comment: 'Новый отдел' },
  ];
}

/** «Меридиан»: has not paid for October, due on the 10th: since the 11th management is blocked and orders wait. */
export function meridian(): Act[] {
  const [first = '', second = '', third = ''] = customersOf('meridian');
  const order = { kind: 'order', by: 'meridian' } as const;
  return [
    { ...order, at: moscow('2026-11-12', '14:20'), key: 'meridian:held-1', customer: second, sku: CAST_SKU, seats: 20 },
    { ...order, at: moscow('2026-11-17', '11:45'), key: 'meridian:held-2', customer: third, sku: 'VKWS-STD-1U', seats: 35 },
    { ...order, at: moscow('2026-11-18', '10:30'), key: 'meridian:held-3', customer: first, sku: 'CBC-1S', seats: 2 },
    { kind: 'cancel', at: moscow('2026-11-19', '18:05'), by: 'meridian', key: 'meridian:held-3' },
  ];
}

/** «Балтинформ»: paid for September two days late; the order of the day between waited for the money and was carried out by itself. */
export function baltinform(): Act[] {
  const [customer = ''] = customersOf('baltinform');
  return [
    { kind: 'order', at: moscow('2026-10-15', '11:10'), by: 'baltinform', key: 'baltinform:held', customer, sku: 'RED-OS-1D', seats: 8 },
  ];
}

/** «Паритет»: blocked by hand before the month's end, so its subscriptions were not renewed and stay suspended. */
export function paritet(): Act[] {
  const text = 'Не возвращены подписанные документы за сентябрь. Передайте оригиналы вашему менеджеру.';
  return [{ kind: 'hold', at: moscow('2026-10-29', '10:00'), by: 'tikhonova', partner: 'paritet', text }];
}

/** «Унисон»: the same at the end of August; when the hold was lifted, service went on. */
export function unison(): Act[] {
  const text = 'Не возвращены подписанные документы за июль. Передайте оригиналы вашему менеджеру.';
  return [
    { kind: 'hold', at: moscow('2026-08-28', '10:20'), by: 'tikhonova', partner: 'unison', text },
    { kind: 'lift', at: moscow('2026-09-03', '12:30'), by: 'tikhonova', partner: 'unison', comment: 'Оригиналы получены' },
  ];
}

function customersOf(code: string): string[] {
  return customers.filter(({ partner }) => partner === code).map(({ login }) => login);
}
