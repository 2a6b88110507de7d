import type { Tx } from '#src/platform/scope.ts';
import type { LetterContent } from './letters.types.ts';

/** Letters that tell of a person: of these causes, whoever got them, and those of `shared` causes that went to the person. */
export interface LettersOf {
  readonly causes: readonly string[];
  readonly shared: readonly string[];
  readonly address: string;
}

const GONE = 'Текст удалён: срок хранения персональных данных истёк.';
const ERASED: LetterContent = { subject: 'Текст удалён', blocks: [{ p: GONE }] };

/**
 * Takes what stored letters tell of a person out of them and of their repeats, and the person out of the recipients. That they were sent,
 * when and of what kind stays. Letters that wait to be sent are left for another day.
 */
export async function eraseLetters(tx: Tx, { causes, shared, address }: LettersOf): Promise<void> {
  await tx.sql(
    'letters_erase',
    `with recursive told as (
       select id from letters where cause = any($1::text[]) or cause = any($2::text[]) and lower(recipient_address) = lower($3)
       union select r.id from told t cross join generate_series(1, 20) n join letters r on r.cause = format('resend:%s:%s', t.id, n))
     update letters set content = $4::jsonb, subject = 'Текст удалён', text = case when text is not null then $5 end,
       html = case when html is not null then $5 end, erased_at = $6::timestamptz,
       recipient_name = case when lower(recipient_address) = lower($3) then '' else recipient_name end,
       recipient_address = case when lower(recipient_address) = lower($3) then 'erased-' || id else recipient_address end
     where id in (select id from told) and status not in ('queued', 'sending') and erased_at is null`,
    [causes, shared, address, JSON.stringify(ERASED), GONE, tx.now],
  );
}
