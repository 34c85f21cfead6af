import { parseQuantity } from '@gse/resources';
import type { Fix, GameServerSpec } from '@gse/resources';
import { EULA } from './licences.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { settings } from './settings/index.ts';

const GIB = 1024 ** 3;

/** Puts the licence on the list of accepted ones. A merge patch replaces lists, so the others come along. */
export function acceptEula({ spec }: { readonly spec: GameServerSpec }): Fix {
  const others = (spec.licences ?? []).filter(({ id }) => id !== EULA);
  return {
    kind: 'patch',
    title: 'I have read and accept the Minecraft EULA',
    patch: { spec: { licences: [...others, { id: EULA, accepted: true }] } },
  };
}

/** The next size of the game, or half as much memory again where the memory was chosen by hand or there is no next size. */
export function moreMemory({ spec }: { readonly spec: GameServerSpec }): Fix {
  const sizes = Object.entries(PRESETS);
  const at = sizes.findIndex(([name]) => name === (spec.size ?? DEFAULT_PRESET));
  const next = sizes[at + 1];
  if (spec.resources?.memory === undefined && at >= 0 && next !== undefined) {
    return { kind: 'patch', title: `Change to size ${next[1].title} (${next[1].memory} of memory)`, patch: { spec: { size: next[0] } } };
  }
  const memory = halfAsMuchAgain(spec.resources?.memory ?? sizes[at]?.[1].memory ?? PRESETS[DEFAULT_PRESET].memory);
  return { kind: 'patch', title: `Raise the memory to ${memory}`, patch: { spec: { resources: { memory } } } };
}

/** Half as much storage again. */
export function moreStorage({ spec }: { readonly spec: GameServerSpec }): Fix {
  const preset = Object.entries(PRESETS).find(([name]) => name === (spec.size ?? DEFAULT_PRESET))?.[1] ?? PRESETS[DEFAULT_PRESET];
  const size = halfAsMuchAgain(spec.storage?.size ?? preset.storage);
  return { kind: 'patch', title: `Grow the volume to ${size}`, patch: { spec: { storage: { size } } } };
}

/** Shorter distances, which is what a slow world is relieved by most; none when they are short already. */
export function shorterDistances({ spec }: { readonly spec: GameServerSpec }): Fix | undefined {
  const chosen = settings.safeParse(spec.settings ?? {});
  if (!chosen.success) return undefined;
  const viewDistance = Math.max(6, chosen.data.viewDistance - 2);
  const simulationDistance = Math.max(5, chosen.data.simulationDistance - 2);
  if (viewDistance >= chosen.data.viewDistance && simulationDistance >= chosen.data.simulationDistance) return undefined;
  const shorter = {
    ...(viewDistance < chosen.data.viewDistance && { viewDistance }),
    ...(simulationDistance < chosen.data.simulationDistance && { simulationDistance }),
  };
  const words = Object.entries(shorter).map(
    ([name, chunks]) => `${settings.shape[name as keyof typeof shorter].meta()?.title ?? name} ${chunks}`,
  );
  return { kind: 'patch', title: `Shorten distances: ${words.join(', ')}`, patch: { spec: { settings: shorter } } };
}

/** Lifts a pin to an old version, for a world that was already opened by a newer one. */
export function unpinVersion({ spec }: { readonly spec: GameServerSpec }): Fix | undefined {
  if (spec.version?.pin === undefined) return undefined;
  return { kind: 'patch', title: 'Follow the newest version again', patch: { spec: { version: { pin: null, channel: 'latest' } } } };
}

/** Orders a restart, which also writes the managed files anew. */
export const RESTART: Fix = { kind: 'operation', title: 'Restart the server', operation: 'restart' };

function halfAsMuchAgain(quantity: string | number): string {
  return `${Math.ceil((parseQuantity(String(quantity)) * 1.5) / GIB)}Gi`;
}
