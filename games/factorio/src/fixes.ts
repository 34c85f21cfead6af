import { parseQuantity, type Fix, type GameServerSpec } from '@gse/resources';
import { defaultPreset, presets } from './presets.ts';
import { versions } from './versions.ts';

const GIB = 1024 ** 3;

/** What a fix may look at. */
interface FixInput {
  readonly spec: GameServerSpec;
  readonly match?: RegExpMatchArray | undefined;
}

/** Orders a restart, which also writes the managed files anew. */
export const RESTART: Fix = { kind: 'operation', title: 'Restart the server', operation: 'restart' };

/** Runs the version a save was last played with, as the log line names it. */
export function versionOfSave({ match }: FixInput): Fix | undefined {
  const pin = match?.groups?.['map'];
  return pin !== undefined && versions.accepts.test(pin)
    ? { kind: 'patch', title: `Run version ${pin}`, patch: { spec: { version: { pin } } } }
    : undefined;
}

/** The next size, or half as much memory again where it was chosen by hand or there is no next size. */
export function moreMemory({ spec }: FixInput): Fix {
  const sizes = Object.entries(presets);
  const at = sizes.findIndex(([name]) => name === (spec.size ?? defaultPreset));
  const next = sizes[at + 1];
  if (spec.resources?.memory === undefined && at >= 0 && next !== undefined) {
    return { kind: 'patch', title: `Change to size ${next[1].title} (${next[1].memory} of memory)`, patch: { spec: { size: next[0] } } };
  }
  const memory = halfAsMuchAgain(spec.resources?.memory ?? presetOf(spec).memory);
  return { kind: 'patch', title: `Raise the memory to ${memory}`, patch: { spec: { resources: { memory } } } };
}

/** Half as much storage again. */
export function moreStorage({ spec }: FixInput): Fix {
  const size = halfAsMuchAgain(spec.storage?.size ?? presetOf(spec).storage);
  return { kind: 'patch', title: `Grow the volume to ${size}`, patch: { spec: { storage: { size } } } };
}

function presetOf({ size = defaultPreset }: GameServerSpec): (typeof presets)[keyof typeof presets] {
  return Object.hasOwn(presets, size) ? presets[size as keyof typeof presets] : presets[defaultPreset];
}

function halfAsMuchAgain(quantity: string | number): string {
  return `${Math.ceil((parseQuantity(String(quantity)) * 1.5) / GIB)}Gi`;
}
