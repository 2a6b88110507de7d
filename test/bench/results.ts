import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';

/** One measured figure, with what it has to reach. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** The aim, and whether it was reached; left out where there is none. */
  readonly aim?: string;
  readonly isReached?: boolean;
}

/** A bench: builds its own data, measures, and cleans up. */
export interface Bench {
  run(options: { isShort: boolean }): Promise<Figure[]>;
}

const file = resolve(import.meta.dirname, 'results.md');

const head = `# Results of the benches

One row per run of \`npm run bench -- NAME\`; ratios are of the portal to the floor measured in the same run. «load» is the
machine's load average when the run ended: a machine busy with other work gives lower rates and longer times.

| when | bench | commit | machine | load | figures |
|---|---|---|---|---|---|
`;

/** Appends the run to \`results.md\`. */
export function record(name: string, figures: readonly Figure[]): void {
  const when = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const texts = figures.map(tell).join('<br>');
  const row = `| ${when} | ${name} | ${commit()} | ${machine()} | ${loadavg()[0]?.toFixed(1)} | ${texts} |\n`;
  appendFileSync(file, existsSync(file) ? row : head + row);
}

export function tell({ what, value, aim, isReached }: Figure): string {
  return `${what}: ${value}${aim === undefined ? '' : ` (aim ${aim}: ${isReached ? 'reached' : 'not reached'})`}`;
}

export const ratio = (value: number): string => value.toFixed(2);
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const perSecond = (value: number): string => `${value.toFixed(0)}/s`;

/** The commit the working tree stands on, with a + when it holds changes. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no', '--', '../../src') ? '+' : '');
  } catch {
    return 'unknown';
  }
}

function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim()}, Node ${process.versions.node}, PostgreSQL 18.4`;
}
