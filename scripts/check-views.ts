/**
 * Checks the types of the whole project, templates included: `npm run check:views`.
 * With `--map` it only writes the map of views that the types of `render` come from.
 */
import { resolve } from 'node:path';
import { checkViews, writeViewMap } from './views/check.ts';

const root = resolve(import.meta.dirname, '..');
writeViewMap(root);
if (!process.argv.includes('--map')) {
  const faults = checkViews(root, { viewsOnly: process.argv.includes('--views-only') });
  for (const { file, line, message } of faults) console.error(`${file}:${line}: ${message}`);
  if (faults.length > 0) process.exitCode = 1;
}
