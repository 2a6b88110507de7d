import type { Sql } from '#src/platform/db/sql.ts';

/** Something of a new partner that is already another's. */
export interface Duplicate {
  /** The field of the form it is about. */
  readonly field: 'inn' | 'code' | 'axDebtorCode';
  readonly sentence: string;
  readonly partnerId: number | null;
  readonly label: string;
}

/** Who already has this ИНН, code or login, debtor code (product rule §4): named, so that the manager can look. */
export async function duplicatesOf(sql: Sql, of: { inn: string; code: string; axDebtorCode: string }): Promise<Duplicate[]> {
  const rows = await sql<Omit<Duplicate, 'sentence'> & { what: 'inn' | 'code' | 'login' | 'debtor' }>(
    'partner_duplicates',
    `select 'inn' as field, 'inn' as what, id as "partnerId", name as label from partners where inn = $1
     union all select 'code', 'code', id, name from partners where code = lower($2)
     union all select 'code', 'login', partner_id, name || ' (' || login || ')' from users u where login = lower($2)
       and not exists (select 1 from partners p where p.code = u.login)
     union all select 'axDebtorCode', 'debtor', id, name from partners where ax_debtor_code = $3`,
    [of.inn, of.code, of.axDebtorCode],
  );
  return rows.map(({ what, ...row }) => ({ ...row, sentence: `${words[what]}: ${row.label}` }));
}

const words = {
  inn: 'Партнёр с таким ИНН уже есть',
  code: 'Этот код витрины уже у партнёра',
  login: 'Этот логин уже у пользователя',
  debtor: 'Этот код дебитора уже у партнёра',
} as const;
