import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { removeControl, stateFile, writeControl } from './control-file.ts';
import { openDoors } from './doors.ts';
import { emptyState, StandIn, type StandInState } from './stand-in.ts';
import { runVerb } from './verbs.ts';

/** Between two turns of the work, milliseconds of the machine. */
const TURN_MS = 3_000;

const options = {
  portal: { type: 'string' },
  token: { type: 'string' },
  secret: { type: 'string' },
  dir: { type: 'string' },
  csv: { type: 'string' },
  port: { type: 'string', default: '0' },
  every: { type: 'string', default: '15' },
  post: { type: 'string', default: '10' },
  pages: { type: 'string', default: '200' },
  state: { type: 'string' },
  now: { type: 'string' },
  seed: { type: 'string', default: '1' },
  quiet: { type: 'boolean', default: false },
  /** Does nothing until it was told of the world. */
  wait: { type: 'boolean', default: false },
} as const;

/** Runs the stand-in until it is told to end, or whoever started it goes. */
export async function runStandIn(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const file = values.state ?? stateFile();
  const say = (text: string) => void (values.quiet || process.stdout.write(`axapta: ${text}\n`));
  const token = values.token ?? process.env['AX_TOKEN'] ?? randomBytes(24).toString('base64url');
  let ahead = values.now ? Date.parse(values.now) - Date.now() : 0;
  const state = readState(file);
  const keep = keeper(file, state);
  const ax = new StandIn(state, {
    portal: values.portal ? { url: values.portal.replace(/\/+$/, ''), token, secret: values.secret ?? null } : null,
    dir: values.dir ?? null,
    csv: values.csv === 'utf-8' || values.csv === 'windows-1251' ? values.csv : null,
    everyMinutes: Number(values.every),
    postMinutes: Number(values.post),
    pageSize: Number(values.pages),
    seed: Number(values.seed),
    now: () => new Date(Date.now() + ahead),
    say,
  });
  const controlToken = process.env['AXAPTA_CONTROL'] ?? randomBytes(24).toString('base64url');
  const setClock = (at: Date) => {
    ahead = at.getTime() - Date.now();
  };
  const { port } = await openDoors({ ax, token, controlToken, setClock, keep }, Number(values.port));
  writeControl(file, { port, token: controlToken, pid: process.pid });
  let isBusy = false;
  const turn = async () => {
    if (isBusy || (values.wait && state.mark === null)) return;
    isBusy = true;
    await ax.turn().finally(() => {
      isBusy = false;
    });
    keep();
  };
  const ticking = setInterval(() => void turn(), TURN_MS);
  const end = () => {
    clearInterval(ticking);
    removeControl(file);
    keep();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
  listenTo(ax, keep, end);
  process.send?.({ port });
  say(`listens on http://127.0.0.1:${port}; it can be called with the token ${values.token ? 'given' : token}`);
  await turn();
}

/** Commands from the keyboard. A program that was started by another ends with it. */
function listenTo(ax: StandIn, keep: () => void, end: () => void): void {
  if (process.send) {
    process.once('disconnect', end);
    return;
  }
  createInterface({ input: process.stdin }).on('line', (line) => {
    try {
      if (line.trim() !== '') process.stdout.write(`${runVerb(ax, line.trim().split(/\s+/))}\n`);
      void ax.turn(true).then(keep);
    } catch (error) {
      process.stdout.write(`${(error as Error).message}\n`);
    }
  });
}

function readState(file: string): StandInState {
  return existsSync(file) ? { ...emptyState(), ...(JSON.parse(readFileSync(file, 'utf8')) as StandInState) } : emptyState();
}

/** Writes the books beside their old text and puts them in its place, when they are others. */
function keeper(file: string, state: StandInState): () => void {
  let last = '';
  return () => {
    const text = JSON.stringify(state);
    if (text === last) return;
    last = text;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, text, { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  };
}
