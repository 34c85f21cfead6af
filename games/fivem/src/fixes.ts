import { parseQuantity } from '@gse/resources';
import type { Fix, GameServerSpec } from '@gse/resources';
import { TERMS } from './licences.ts';
import { DEFAULT_PRESET, PRESETS } from './presets.ts';
import { resourcesOf, settings } from './settings/index.ts';
import { BASE } from './settings/resources.ts';

const GIB = 1024 ** 3;

interface Input {
  readonly spec: GameServerSpec;
  readonly match?: RegExpMatchArray | undefined;
}

/** Orders a restart, which also writes the managed files anew. */
export const RESTART: Fix = { kind: 'operation', title: 'Restart the server', operation: 'restart' };

/** Where licence keys are made. */
export const PORTAL: Fix = {
  kind: 'link',
  title: 'Get or look up the licence key',
  href: 'https://portal.cfx.re/servers/registration-keys',
};

/** Without agreement the key is not used, so that comes first; then the key itself, which only a person can give. */
export function acceptTerms({ spec }: Input): Fix {
  if (spec.licences?.some(({ id, accepted }) => id === TERMS && accepted)) return PORTAL;
  const others = (spec.licences ?? []).filter(({ id }) => id !== TERMS);
  return {
    kind: 'patch',
    title: 'I have read and accept the terms of Cfx.re',
    patch: { spec: { licences: [...others, { id: TERMS, accepted: true }] } },
  };
}

/** The next size, or half as much memory again where it was chosen by hand or there is no next size. */
export function moreMemory({ spec }: Input): Fix {
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
export function moreStorage({ spec }: Input): Fix {
  const preset = Object.entries(PRESETS).find(([name]) => name === (spec.size ?? DEFAULT_PRESET))?.[1] ?? PRESETS[DEFAULT_PRESET];
  const size = halfAsMuchAgain(spec.storage?.size ?? preset.storage);
  return { kind: 'patch', title: `Grow the volume to ${size}`, patch: { spec: { storage: { size } } } };
}

/** Follows the newest artifact that this adapter knows. */
export function newestArtifact({ spec }: Input): Fix {
  const { pin, channel } = spec.version ?? {};
  if (pin === undefined && (channel === undefined || channel === 'latest'))
    return {
      kind: 'link',
      title: 'Which artifacts are supported',
      href: 'https://runtime.fivem.net/artifacts/fivem/build_proot_linux/master/',
    };
  return { kind: 'patch', title: 'Follow the newest artifact', patch: { spec: { version: { pin: null, channel: 'latest' } } } };
}

/** Takes a resource that cannot be started off the list of those to start; a link where it is started elsewhere. */
export function dropResource({ spec, match }: Input): Fix {
  const name = match?.groups?.['resource'];
  const chosen = chosenResources(spec);
  const others = chosen?.filter((resource) => resource !== name);
  if (name === undefined || others === undefined || others.length === chosen?.length) return HOW_TO_INSTALL;
  return { kind: 'patch', title: `Do not start ${name}`, patch: { spec: { settings: { resources: others } } } };
}

/** Starts what another resource builds on before everything else, if it is one of the base resources; else a link. */
export function addDependency({ spec, match }: Input): Fix {
  const name = match?.groups?.['dependency'] ?? '';
  const chosen = chosenResources(spec);
  if (chosen === undefined || chosen.includes(name) || !Object.values(BASE).some((base) => base.some((resource) => resource === name)))
    return HOW_TO_INSTALL;
  return { kind: 'patch', title: `Start ${name} first`, patch: { spec: { settings: { resources: [name, ...chosen] } } } };
}

/** What is started now; undefined where the settings cannot be read. */
function chosenResources({ settings: { game, resources } = {} }: GameServerSpec): readonly string[] | undefined {
  const chosen = settings.pick({ game: true, resources: true }).safeParse({ game, resources });
  return chosen.success ? resourcesOf(chosen.data) : undefined;
}

/** How resources are put on a server. */
export const HOW_TO_INSTALL: Fix = {
  kind: 'link',
  title: 'How resources are installed',
  href: 'https://docs.fivem.net/docs/scripting-manual/introduction/introduction-to-resources/',
};

function halfAsMuchAgain(quantity: string | number): string {
  return `${Math.ceil((parseQuantity(String(quantity)) * 1.5) / GIB)}Gi`;
}
