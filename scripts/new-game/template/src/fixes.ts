import { parseQuantity, type Fix, type GameServerSpec } from '@gse/resources';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';

const GIB = 1024 ** 3;

/** The next size; half as much memory again where there is none, or where it was chosen by hand. */
export function moreMemory({ spec }: { readonly spec: GameServerSpec }): Fix {
  const sizes = Object.entries(PRESETS);
  const next = sizes[sizes.findIndex(([name]) => name === (spec.size ?? DEFAULT_PRESET)) + 1];
  if (spec.resources?.memory === undefined && next !== undefined)
    return { kind: 'patch', title: `Change to size ${next[1].title}`, patch: { spec: { size: next[0] } } };
  const memory = halfAsMuchAgain(spec.resources?.memory ?? presetOf(spec).memory);
  return { kind: 'patch', title: `Raise the memory to ${memory}`, patch: { spec: { resources: { memory } } } };
}

/** Half as much storage again. */
export function moreStorage({ spec }: { readonly spec: GameServerSpec }): Fix {
  const size = halfAsMuchAgain(spec.storage?.size ?? presetOf(spec).storage);
  return { kind: 'patch', title: `Grow the volume to ${size}`, patch: { spec: { storage: { size } } } };
}

function presetOf({ size = DEFAULT_PRESET }: GameServerSpec): (typeof PRESETS)[keyof typeof PRESETS] {
  return Object.hasOwn(PRESETS, size) ? PRESETS[size as keyof typeof PRESETS] : PRESETS[DEFAULT_PRESET];
}

function halfAsMuchAgain(quantity: string | number): string {
  return `${Math.ceil((parseQuantity(String(quantity)) * 1.5) / GIB)}Gi`;
}
