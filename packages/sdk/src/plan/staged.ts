import type { AnyGame } from '../game/definition.ts';
import { settingMetas } from '../game/settings.ts';
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
    found.push({ path: `settings.${key}`, title: meta.title, applies: meta.applies === 'live' && !game.applyLive ? 'restart' : meta.applies, from, to });
  }
  const compare = (path: string, title: string, from: unknown, to: unknown): void => {
    if (from !== to) found.push({ path, title, applies: 'restart', from, to });
  };
  compare('version', 'Version', running.version, plan.version);
  compare('resources.cpu', 'CPU', running.cpu, plan.cpu);
  compare('resources.memory', 'Memory', running.memory, plan.memory);
  return found;
}

function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
