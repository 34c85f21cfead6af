import type { AnyGame } from '../game/definition.ts';
import { settingMetas } from '../game/settings.ts';
import { isSameQuantity } from './quantity.ts';
import type { Applied, ServerPlan } from './plan.ts';

/** A wish the running game does not have yet. */
export interface Difference {
  /** Field of the spec, such as `settings.maxPlayers`. */
  readonly path: string;
  readonly title: string;
  readonly applies: 'live' | 'restart' | 'wipe';
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * What the plan would change of a running server, field by field, and when each change takes effect. The same function
 * serves the preview before a change and the status after it.
 */
export function differences(game: AnyGame, plan: ServerPlan, running: Applied): readonly Difference[] {
  const found: Difference[] = [];
  const metas = settingMetas(game.settings);
  for (const [key, meta] of metas) {
    const from = running.settings[key];
    const to = plan.settings[key];
    if (sameJson(from, to)) continue;
    found.push({ path: `settings.${key}`, title: meta.title, applies: meta.applies, from, to });
  }
  if (running.version !== plan.version)
    found.push({ path: 'version', title: 'Version', applies: 'restart', from: running.version, to: plan.version });
  for (const [resource, title] of [
    ['cpu', 'CPU'],
    ['memory', 'Memory'],
  ] as const) {
    const [from, to] = [running[resource], plan[resource]];
    if (!isSameQuantity(from, to)) found.push({ path: `resources.${resource}`, title, applies: 'restart', from, to });
  }
  return found;
}

function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
