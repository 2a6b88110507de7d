import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import type { Day } from '#src/lib/days.ts';
import { Forbidden } from '#src/platform/errors.ts';
import { worksFrom } from './service/period.rules.ts';

/** A person of a partner who looks at subscriptions, and the days it is about. */
export interface Viewer {
  readonly partner: PartnerSummary;
  readonly today: Day;
  /** The first day not closed: today, or on the evening of a close the 1st. */
  readonly openDay: Day;
  /** Of a role that orders and manages; whether a hold forbids it now is `partner.hold`. */
  readonly manages: boolean;
}

/** Who looks, from what the session already brought. @throws Forbidden for people of no partner. */
export function viewerOf(req: Express.Request): Viewer {
  const { user, scope } = req;
  if (!user?.partner) throw new Forbidden();
  const manages = user.role === 'partner_owner' || user.role === 'partner_manager';
  const today = scope.portal.clock.today();
  return { partner: user.partner, today, openDay: worksFrom({ today, openFrom: user.partner.openFrom }), manages };
}
