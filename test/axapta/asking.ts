import { readControl, stateFile } from './control-file.ts';
import { BadCommand } from './verbs.ts';

/** Tells the running stand-in a command and answers with its words. @throws BadCommand with a sentence */
export async function askRunning(line: readonly string[], dataDir?: string): Promise<string> {
  const control = readControl(stateFile(dataDir));
  if (!control) throw new BadCommand('No stand-in runs here: start the demo (npm start) or «npm run axapta -- run …» in this folder.');
  const asked = { method: 'POST', headers: { authorization: `Bearer ${control.token}` }, body: JSON.stringify({ line }) };
  const answer = await fetch(`http://127.0.0.1:${control.port}/control`, asked).catch(() => {
    throw new BadCommand('The stand-in that ran here is gone. Start the demo again.');
  });
  const body = (await answer.json()) as { text?: string; detail?: string };
  if (answer.status !== 200) throw new BadCommand(body.detail ?? `it answered ${answer.status}`);
  return body.text ?? '';
}
