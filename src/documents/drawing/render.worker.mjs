// A thread does not take over the loader of its parent: this file, which needs none, brings it before the TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./render.worker.ts');
