import { startEmbedded } from '#src/platform/db/embedded.ts';

const t = performance.now();
const e = await startEmbedded({ dataDir: process.argv[2]!, warn: console.log });
console.log('up', Math.round(performance.now() - t), e.url, process.pid);
if (process.argv[3] === 'hold') {
  process.on('SIGTERM', async () => {
    const t = performance.now();
    await e.stop();
    console.log('stopped', Math.round(performance.now() - t));
    process.exit(0);
  });
  setInterval(() => {}, 1e6);
} else {
  const t = performance.now();
  await e.stop();
  console.log('stopped', Math.round(performance.now() - t));
}
