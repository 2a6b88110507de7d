import type { StaffSeed } from './types.ts';

export const staff: readonly StaffSeed[] = [
  { login: 'manager', role: 'manager', name: 'Ирина Белова', email: 'i.belova@mont.example', phone: '+74955550111' },
  { login: 'gromov', role: 'manager', name: 'Павел Громов', email: 'p.gromov@mont.example', phone: '+74955550112' },
  { login: 'tikhonova', role: 'manager', name: 'Елена Тихонова', email: 'e.tikhonova@mont.example', phone: '+74955550113' },
  { login: 'admin', role: 'admin', name: 'Сергей Климов', email: 'support@mont.example', phone: '+74955550120' },
];
