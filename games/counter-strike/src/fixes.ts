import { parseQuantity } from '@gse/resources';
import type { Fix, GameServerSpec } from '@gse/resources';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { settings } from './settings/index.ts';

const GIB = 1024 ** 3;

interface FixInput {
  readonly spec: GameServerSpec;
}

/** Orders a restart, which also fetches the newest build and writes the managed files anew. */
export const RESTART: Fix = { kind: 'operation', title: 'Restart the server', operation: 'restart' };

/** Where tokens for servers are made. */
export const MAKE_TOKEN: Fix = {
  kind: 'link',
  title: 'Make a game server login token for app 730',
  href: 'https://steamcommunity.com/dev/managegameservers',
};

/** Follows what everybody plays. */
export const PUBLIC_BRANCH: Fix = {
  kind: 'patch',
  title: 'Follow the public branch',
  patch: { spec: { version: { pin: null, channel: 'public' } } },
};

/** A map that is always there. */
export const KNOWN_MAP: Fix = {
  kind: 'patch',
  title: 'Start with de_dust2',
  patch: { spec: { settings: { map: 'de_dust2', mapGroup: 'mg_active', workshopMap: '', workshopCollection: '' } } },
};

/** Compares all files with those of Steam at the next start. */
export const REPAIR: Fix = {
  kind: 'patch',
  title: 'Check all files at the next start',
  patch: { spec: { settings: { verifyFiles: true } } },
};

/** Starts without plugins; where they are off already, the files of the game are what is left to blame. */
export function withoutAddons({ spec }: FixInput): Fix {
  const chosen = settings.safeParse(spec.settings ?? {});
  if (chosen.success && !chosen.data.loadAddons) return REPAIR;
  return { kind: 'patch', title: 'Start without plugins', patch: { spec: { settings: { loadAddons: false } } } };
}

/** The next size of the game, or half as much memory again where the memory was chosen by hand or there is no next size. */
export function moreMemory({ spec }: FixInput): Fix {
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
export function moreStorage({ spec }: FixInput): Fix {
  const preset = Object.entries(PRESETS).find(([name]) => name === (spec.size ?? DEFAULT_PRESET))?.[1] ?? PRESETS[DEFAULT_PRESET];
  const size = halfAsMuchAgain(spec.storage?.size ?? preset.storage);
  return { kind: 'patch', title: `Grow the volume to ${size}`, patch: { spec: { storage: { size } } } };
}

function halfAsMuchAgain(quantity: string | number): string {
  return `${Math.ceil((parseQuantity(String(quantity)) * 1.5) / GIB)}Gi`;
}
