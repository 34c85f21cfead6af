import type { Game } from '../api/types.ts';
import { formWords } from '../words/form.ts';
import { formatQuantity, parseQuantity } from './amount.ts';
import { commonWords, isPlain, refusalOf } from './common-words.ts';
import { ownValue, type Spec } from './edits.ts';
import { networkProblems } from './network/network-problems.ts';
import { settingGroups } from './outline.ts';
import { compile } from './schema.ts';
import { validate, type Problem } from './validate.ts';

const text = formWords.problem;

/** What a wish comes to: the size it names, and single figures that outrank it. */
export interface Figures {
  readonly cpu: string;
  readonly memory: string;
  readonly storage: string;
}

/** The size a wish names, or the one of the game. */
export function presetOf(game: Pick<Game, 'presets' | 'defaultPreset'>, spec: Spec): Game['presets'][number] | undefined {
  const id = ownValue(spec, 'size') ?? game.defaultPreset;
  return game.presets.find((preset) => preset.id === id);
}

/** The resources a wish comes to. */
export function figuresOf(game: Pick<Game, 'presets' | 'defaultPreset'>, spec: Spec): Figures {
  const preset = presetOf(game, spec);
  return {
    cpu: String(ownValue(spec, 'resources.cpu') ?? preset?.cpu ?? ''),
    memory: String(ownValue(spec, 'resources.memory') ?? preset?.memory ?? ''),
    storage: String(ownValue(spec, 'storage.size') ?? preset?.storage ?? ''),
  };
}

/** The version a wish comes to, and what it follows, if anything. */
export function versionOf({ versions }: Pick<Game, 'versions'>, spec: Spec): { readonly version: string; readonly channel?: string } {
  const pin = ownValue(spec, 'version.pin');
  if (typeof pin === 'string') return { version: pin };
  const channel = ownValue(spec, 'version.channel');
  if (typeof channel !== 'string') return { version: versions.recommended };
  return { version: versions.channels[channel] ?? channel, channel };
}

/**
 * Everything that is wrong with a wish as far as a page can tell. Only the game itself knows the rest; the server says it.
 * @param kept the wish of the server as it is, which its world has grown with; absent for an order
 */
export function problemsOf(game: Game, spec: Spec, kept?: Spec): readonly Problem[] {
  return [
    ...settingProblems(game, spec),
    ...amountProblems(game, spec, kept),
    ...versionProblems(game, spec),
    ...networkProblems(game, spec),
    ...warningProblems(game, spec),
  ];
}

function settingProblems(game: Game, spec: Spec): readonly Problem[] {
  return settingGroups(game).flatMap(({ settings }) =>
    settings.flatMap(({ path, schema, mustBe }) => {
      const value = ownValue(spec, path);
      const problems = value === undefined ? [] : validate(schema, value, path);
      return mustBe === undefined || !isPlain(mustBe) ? problems : problems.map((problem) => ({ ...problem, message: refusalOf(mustBe) }));
    }),
  );
}

function amountProblems(game: Game, spec: Spec, kept: Spec | undefined): readonly Problem[] {
  const problems: Problem[] = [];
  for (const path of ['resources.cpu', 'resources.memory', 'storage.size']) {
    const value = ownValue(spec, path);
    if (value !== undefined && !(parseQuantity(value) > 0)) problems.push({ path, message: commonWords(game, path) ?? text.amount });
  }
  const size = ownValue(spec, 'storage.size');
  if (kept !== undefined && size !== undefined && !isSameAmount(size, ownValue(kept, 'storage.size'))) {
    const has = figuresOf(game, kept).storage;
    if (parseQuantity(size) < parseQuantity(has))
      problems.push({ path: 'storage.size', message: text.shrink(formatQuantity(has, 'gigabytes')) });
  }
  return problems;
}

function isSameAmount(a: unknown, b: unknown): boolean {
  return b !== undefined && parseQuantity(a) === parseQuantity(b);
}

function versionProblems(game: Game, spec: Spec): readonly Problem[] {
  const { versions } = game;
  const pin = ownValue(spec, 'version.pin');
  if (pin === undefined) return [];
  if (typeof pin !== 'string' || pin === '') return [{ path: 'version.pin', message: text.needed }];
  return compile(versions.accepts)?.test(pin) === false
    ? [{ path: 'version.pin', message: commonWords(game, 'version.pin') ?? text.version(versions.recommended) }]
    : [];
}

function warningProblems(game: Game, spec: Spec): readonly Problem[] {
  const path = 'disruption.announceSeconds';
  const seconds = ownValue(spec, path);
  const isRight =
    seconds === undefined ||
    (Array.isArray(seconds) && seconds.length <= 10 && seconds.every((at) => Number.isInteger(at) && at >= 1 && at <= 3600));
  return isRight ? [] : [{ path, message: commonWords(game, path) ?? text.seconds }];
}
