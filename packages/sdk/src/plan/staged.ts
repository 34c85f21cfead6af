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

/** Parts of a pod that a new one would have otherwise, besides what the person wished of the game: they take effect with the next restart. */
export function podDifferences(wanted: Applied, running: Applied): readonly Pick<Difference, 'path' | 'title'>[] {
  const parts = [
    ['agentImage', 'agent', 'Agent beside the game'],
    ['placement', 'placement', 'Where it runs'],
    ['hostPorts', 'network', 'Ports on its node'],
    ['notice', 'disruption.announceSeconds', 'Warning of players when its node is drained'],
    ['platform', 'platform', 'What the platform adds to it'],
    // The same order is carried out otherwise: another edition of the adapter. Changes of the order are told field by field.
    ...(isSameOrder(wanted, running) ? ([['game', 'game', 'How the game is run']] as const) : []),
  ] as const;
  // A pod that an earlier edition made does not say all of it; then nobody can tell.
  return parts.flatMap(([part, path, title]) => (running[part] === undefined || running[part] === wanted[part] ? [] : [{ path, title }]));
}

/** True when two pods were ordered alike, whatever the platform made of it. */
export function isSameOrder(a: Applied, b: Applied): boolean {
  return (['version', 'cpu', 'memory', 'settings'] as const).every((field) => sameJson(a[field], b[field]));
}

function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
