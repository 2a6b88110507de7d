import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { TermsInput } from './editing.forms.ts';
import { refusePast, refuseTaken } from './editing.service.ts';

/** A new version of the terms of use, for orders from its day on. @throws Invalid `{ version }`, `{ validFrom }` */
export function addTerms(scope: Scope, { token, ...input }: TermsInput): Promise<void> {
  return command(scope, { action: 'terms.add', token }, async (tx) => {
    await refuseTaken(tx, 'terms', 'version', input.version, 'Такая версия уже есть');
    refusePast(tx, input.validFrom);
    const same = await tx.db.terms.findFirst({ where: { validFrom: new Date(input.validFrom) }, select: { version: true } });
    if (same) throw new Invalid({ validFrom: 'С этого дня уже действует другая версия' });
    await tx.db.terms.create({ data: { ...input, validFrom: new Date(input.validFrom) }, select: { version: true } });
    await tx.audit({ action: 'terms.added', subject: `условия ${input.version}`, after: { validFrom: input.validFrom } });
  });
}
