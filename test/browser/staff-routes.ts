import type { DeclaredRoute } from '#src/platform/http/routes.ts';

/** Is it for nobody but MONT's people? A second factor is theirs too, though asked of whoever has logged on. */
export const isOfStaff = ({ access, path }: DeclaredRoute): boolean =>
  path === '/Account/SecondFactor' || (access.kind === 'roles' && access.roles.every((role) => role === 'manager' || role === 'admin'));
