import { business } from './products/business.ts';
import { collaboration } from './products/collaboration.ts';
import { infrastructure } from './products/infrastructure.ts';
import { kaspersky } from './products/kaspersky.ts';
import { microsoft } from './products/microsoft.ts';
import { office } from './products/office.ts';
import { security } from './products/security.ts';
import type { ProductSeed } from './types.ts';

/** The whole catalog. Prices and numbers in the register are demo values. */
export const products: readonly ProductSeed[] = [
  ...kaspersky,
  ...microsoft,
  ...office,
  ...collaboration,
  ...security,
  ...infrastructure,
  ...business,
];
