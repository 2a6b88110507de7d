import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import type { HoldBar } from '#src/credit/credit.types.ts';
import { formatDayLong, moscowDay } from '#src/lib/days.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import type { ShellCredit } from './shell.types.ts';

/** The limit in the side bar. */
export function creditOf(partner: PartnerSummary): ShellCredit {
  const used = partner.creditLimit > 0n ? Number((partner.exposure * 100n) / partner.creditLimit) : 100;
  return {
    available: formatRub(kopecks(partner.creditLimit - partner.exposure)),
    percent: Math.min(100, Math.max(0, used)),
  };
}

/** The bar over every page of a blocked partner; null when nothing blocks it. */
export function holdOf(partner: PartnerSummary): HoldBar | null {
  if (!partner.hold) return null;
  return {
    what: `Заказы и управление подписками заблокированы. ${partner.hold.text}`,
    since: `С ${formatDayLong(moscowDay(partner.hold.placedAt))}`,
    ...(partner.hold.amount === null ? {} : { sum: formatRub(partner.hold.amount) }),
    ...aboutOf(partner.hold),
    manager: { ...partner.manager, phone: formatPhone(partner.manager.phone) },
  };
}

/** «Счёт № МС-000087 по договору MCD-18/2026»: what the hold is about, where known. */
function aboutOf({ contract, invoice }: NonNullable<PartnerSummary['hold']>): { invoice?: string } {
  if (invoice) return { invoice: `Счёт № ${invoice}${contract ? ` по договору ${contract}` : ''}` };
  return contract ? { invoice: `Договор ${contract}` } : {};
}
