// npm run dev: the portal for those who work on it. A changed source, style or script of the pages starts it again, a changed view is
// read with the next page.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const watch = ['watch', '--clear-screen=false', '--include', 'public/css/**', '--include', 'public/js/**', 'src/server.ts'];

const portal = spawn(process.execPath, [tsx, ...watch], { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'development' } });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => portal.kill(signal));
portal.on('exit', (code) => process.exit(code ?? 1));
