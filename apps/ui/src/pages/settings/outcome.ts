import type { Game, Preview } from '../../api/types.ts';
import { figuresOf } from '../../form/check.ts';
import { ownValue, specWith, type Edits, type Spec } from '../../form/edits.ts';
import { settingGroups } from '../../form/outline.ts';
import { titleOf } from '../../form/titles.ts';

/** When a change takes effect. */
export type When = Preview['changes'][number]['applies'];

/** One edit, and what becomes of it. */
export interface Outcome {
  readonly path: string;
  readonly title: string;
  readonly when: When;
  readonly from: unknown;
  readonly to: unknown;
}

/** In the order people read them: what happens soonest first. */
export const WHENS: readonly When[] = ['live', 'restart', 'start', 'wipe'];

/**
 * What becomes of every edit: as the server has previewed it, and until then as the schema lets expect. What the game does
 * not notice applies at once.
 */
export function outcomesOf(game: Game, spec: Spec, edits: Edits, preview: Preview | undefined, isRunning: boolean): readonly Outcome[] {
  const wished = specWith(spec, edits);
  return Object.keys(edits).map((path) => {
    const seen = preview?.changes.filter((change) => concerns(path, change.path)) ?? [];
    const [first] = seen;
    const expected = preview === undefined ? expectedWhen(game, path, isRunning, isOfNode(spec) || isOfNode(wished)) : undefined;
    return {
      path,
      title: titleOf(game, path) ?? path,
      when: expected ?? latest(seen.map(({ applies }) => applies)) ?? 'live',
      from: first?.path === path ? first.from : (ownValue(spec, path) ?? defaultOf(game, spec, path)),
      to: first?.path === path ? first.to : (ownValue(wished, path) ?? defaultOf(game, wished, path)),
    };
  });
}

/** How many outcomes fall on each time, without those on which none does. */
export function countWhens(outcomes: readonly { readonly when: When }[]): readonly (readonly [When, number])[] {
  return WHENS.map((when) => [when, outcomes.filter((outcome) => outcome.when === when).length] as const).filter(([, count]) => count > 0);
}

/** Choosing another plan shows as other resources. */
function concerns(edited: string, changed: string): boolean {
  return edited === changed || (edited === 'size' && changed.startsWith('resources.'));
}

/** Ports of the node are the pod's own. */
function isOfNode(spec: Spec): boolean {
  return ownValue(spec, 'network.type') === 'HostPort';
}

function expectedWhen(game: Game, path: string, isRunning: boolean, isPodsOwn: boolean): When {
  const field = game.settings.fields.find(({ name }) => path === `settings.${name}`);
  const isOfGame = path === 'version' || path === 'size' || path.startsWith('resources.') || (isPodsOwn && path.startsWith('network.'));
  const applies = field?.applies ?? (isOfGame ? 'restart' : 'live');
  if (isRunning || applies === 'wipe' || (field === undefined && !isOfGame)) return applies;
  return 'start';
}

function latest(whens: readonly When[]): When | undefined {
  return WHENS.findLast((when) => whens.includes(when));
}

/** What counts where a wish says nothing. */
function defaultOf(game: Game, spec: Spec, path: string): unknown {
  const figures = figuresOf(game, spec);
  switch (path) {
    case 'size':
      return game.defaultPreset;
    case 'resources.cpu':
      return figures.cpu;
    case 'resources.memory':
      return figures.memory;
    case 'storage.size':
      return figures.storage;
    case 'network.type':
      return 'LoadBalancer';
    default:
      return settingGroups(game)
        .flatMap(({ settings }) => settings)
        .find((setting) => setting.path === path)?.schema.default;
  }
}
