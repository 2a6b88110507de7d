// npm run axapta -- run [--portal URL --token TOKEN] [--dir AX_DIR] …: the stand-in of Axapta as a program of its own.
// npm run axapta -- block orion: tells the running one what to do.

import { askRunning } from './asking.ts';
import { runStandIn } from './running.ts';
import { isSentence, usages } from './verbs.ts';

const help = `npm run axapta -- run [--portal http://localhost:3000 --token AX_TOKEN] [--secret AX_SECRET] [--dir AX_DIR] [--csv utf-8|windows-1251]
    [--port 0] [--every MINUTES] [--post MINUTES] [--state FILE] [--now INSTANT] [--seed N]
  starts the stand-in; the same commands can be typed while it runs.
npm run axapta -- COMMAND tells the running one (the one the demo has started, too):
${usages()}`;

async function main([name = 'help', ...args]: readonly string[]): Promise<void> {
  if (name === 'help' || name === '--help') process.stdout.write(`${help}\n`);
  else if (name === 'run' || name.startsWith('--')) await runStandIn(name === 'run' ? args : [name, ...args]);
  else process.stdout.write(`${await askRunning([name, ...args])}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${isSentence(error) ? error.message : (error.stack ?? error.message)}\n`);
  process.exitCode = 1;
});
