import { accounts } from '#src/accounts/accounts.routes.ts';
import { security } from '#src/accounts/security.routes.ts';
import type { Routes } from '#src/platform/http/routes.ts';
import type { Portal } from '#src/platform/scope.ts';

/** Everything a person can start, feature by feature. */
export function routers(_portal: Portal): readonly Routes[] {
  return [accounts, security];
}
