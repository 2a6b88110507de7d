import { makeInn10 } from '#src/lib/sample-requisites.ts';
import type { Act } from './acts.ts';
import { moscow } from './time.ts';

/** Companies that would like to be partners and wait for an answer. */
export function applications(): Act[] {
  return [
    {
      ...{ kind: 'application', at: moscow('2026-11-18', '16:05'), by: null },
      application: {
        ...{ companyName: 'ООО «Северные Системы»', inn: makeInn10(801, '29'), mpnId: null, login: 'sevsys' },
        ...{ firstName: 'Егор', lastName: 'Пантелеев', email: 'panteleev@sevsys.example', phone: '+78182555801' },
      },
    },
    {
      ...{ kind: 'application', at: moscow('2026-11-20', '11:50'), by: null },
      application: {
        ...{ companyName: 'ООО «Облачная Механика»', inn: makeInn10(802, '52'), mpnId: '5230177', login: null },
        ...{ firstName: 'Вера', lastName: 'Самойлова', email: 'vera@oblmech.example', phone: '+78315555802' },
      },
    },
  ];
}
