import { DEMO_PASSWORD, demoLogOns } from '#prisma/seeds/data/cast.ts';

/** Who of the demo world may be tried, and the password of all of them. */
export interface DemoLogOns {
  readonly password: string;
  readonly logOns: readonly { readonly login: string; readonly who: string }[];
}

/** What the log-on page offers: nothing on a real portal. */
export const demoLogOnsOf = (isDemo: boolean): DemoLogOns | null => (isDemo ? { password: DEMO_PASSWORD, logOns: demoLogOns } : null);
