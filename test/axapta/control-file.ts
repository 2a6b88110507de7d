import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a running stand-in listens for commands, and what opens it: told to other programs of this machine by a file. */
export interface Control {
  readonly port: number;
  readonly token: string;
  readonly pid: number;
}

/** Beside its books, which the demo keeps in the portal's DATA_DIR. */
export const stateFile = (dataDir = process.env['DATA_DIR'] ?? '.data'): string => join(dataDir, 'axapta.json');
const controlFile = (state: string): string => state.replace(/\.json$/, '.control.json');

export function writeControl(state: string, control: Control): void {
  mkdirSync(dirname(state), { recursive: true });
  writeFileSync(controlFile(state), JSON.stringify(control), { mode: 0o600 });
}

/** null when none runs. */
export function readControl(state: string): Control | null {
  try {
    return JSON.parse(readFileSync(controlFile(state), 'utf8')) as Control;
  } catch {
    return null;
  }
}

export function removeControl(state: string): void {
  rmSync(controlFile(state), { force: true });
}
