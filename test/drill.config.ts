import { mergeConfig } from 'vitest/config';
import tests from './vitest.config.ts';

/** Long forms of tests, by hand: `npm run drill -- months`. */
const config = mergeConfig(tests, { test: { testTimeout: 3_600_000, hookTimeout: 60_000 } });
config.test.include = ['test/**/*.drill.ts'];
export default config;
