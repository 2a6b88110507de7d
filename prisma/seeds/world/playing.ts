import type { Act } from './acts.ts';
import { perform } from './performing.ts';
import type { Stage } from './stage.ts';

/** So many partners act at once: most of the time of an act is waiting for the database. */
const AT_ONCE = 4;

/**
 * Plays the script. What concerns all partners, or makes one, parts it into scenes; within a scene the acts of a partner keep
 * their order, and several partners act at once. So only running numbers depend on who commits first.
 */
export async function play(stage: Stage, script: readonly Act[]): Promise<void> {
  let scene: Act[] = [];
  for (const act of script) {
    if (partnerOf(act) !== null) {
      scene.push(act);
      continue;
    }
    await playScene(stage, scene);
    await perform(stage, act);
    scene = [];
  }
  await playScene(stage, scene);
}

async function playScene(stage: Stage, scene: readonly Act[]): Promise<void> {
  const parts = new Map<string | null, Act[]>();
  for (const act of scene) parts.set(partnerOf(act), [...(parts.get(partnerOf(act)) ?? []), act]);
  const waiting = [...parts.values()].sort((a, b) => b.length - a.length);
  const lane = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) for (const act of part) await perform(stage, act);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Code of the one partner an act concerns; keys of subscriptions begin with it. */
function partnerOf(act: Act): string | null {
  if (act.kind === 'partner' || act.kind === 'tick' || act.kind === 'application') return null;
  if ('key' in act) return act.key.split(':')[0] ?? null;
  return act.kind === 'customer' ? act.customer.partner : act.partner;
}
