import { parseQuantity, type Fix, type GameServerSpec } from '@gse/resources';
import { neededMemory } from './memory.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { settings } from './settings/index.ts';

const GIB = 1024 ** 3;

interface FixInput {
  readonly spec: GameServerSpec;
  readonly match?: RegExpMatchArray | undefined;
}

/** Orders a restart, which also updates the game and writes the managed files anew. */
export const RESTART: Fix = { kind: 'operation', title: 'Restart the server', operation: 'restart' };

/** The next size in which the world fits, or half as much memory again where it was chosen by hand or there is no such size. */
export function moreMemory({ spec }: FixInput): Fix {
  const sizes = Object.entries(PRESETS);
  const at = sizes.findIndex(([name]) => name === (spec.size ?? DEFAULT_PRESET));
  const chosen = settings.safeParse(spec.settings ?? {});
  const needed = chosen.success ? neededMemory(chosen.data) : 0;
  const next = sizes.slice(at + 1).find(([, { memory }]) => parseQuantity(memory) >= needed);
  if (spec.resources?.memory === undefined && at >= 0 && next !== undefined)
    return { kind: 'patch', title: `Change to size ${next[1].title} (${next[1].memory} of memory)`, patch: { spec: { size: next[0] } } };
  const now = parseQuantity(String(spec.resources?.memory ?? presetOf(spec).memory));
  const memory = `${Math.ceil(Math.max(now * 1.5, needed) / GIB)}Gi`;
  return { kind: 'patch', title: `Raise the memory to ${memory}`, patch: { spec: { resources: { memory } } } };
}

/** Half as much storage again. */
export function moreStorage({ spec }: FixInput): Fix {
  const size = `${Math.ceil((parseQuantity(String(spec.storage?.size ?? presetOf(spec).storage)) * 1.5) / GIB)}Gi`;
  return { kind: 'patch', title: `Grow the volume to ${size}`, patch: { spec: { storage: { size } } } };
}

/** A restart takes the newest build. It helps only where the player's game is the newer one. */
export function updateWhenBehind({ match }: Pick<FixInput, 'match'>): Fix | undefined {
  const { theirs, ours } = match?.groups ?? {};
  return theirs !== undefined && Number(theirs) < Number(ours) ? undefined : { ...RESTART, title: 'Restart, which updates the server' };
}

/** Looks a plugin up where most of them are published. */
export function findPlugin({ match }: Pick<FixInput, 'match'>): Fix | undefined {
  const plugin = match?.groups?.['plugin'];
  if (plugin === undefined) return undefined;
  return {
    kind: 'link',
    title: `Find a newer ${plugin}`,
    href: `https://umod.org/plugins/search?query=${encodeURIComponent(plugin)}&categories=rust`,
  };
}

function presetOf({ size = DEFAULT_PRESET }: GameServerSpec): (typeof PRESETS)[keyof typeof PRESETS] {
  return Object.hasOwn(PRESETS, size) ? PRESETS[size as keyof typeof PRESETS] : PRESETS[DEFAULT_PRESET];
}
