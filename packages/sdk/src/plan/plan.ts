import { parseQuantity, type GameServerSpec } from '@gse/resources';
import type { AnyGame } from '../game/definition.ts';
import { networkProblems } from './network.ts';
import { isQuantity } from './quantity.ts';
import type { LicenceSpec, Preset, Workload } from '../game/workload.ts';

/** A wish that cannot be met as it stands, with the path of the field. */
export interface Problem {
  /** Path in the GameServer, such as `spec.settings.maxPlayers`. */
  readonly path: string;
  readonly message: string;
}

/** What a running server was or would be started with; kept on its pod. */
export interface Applied {
  readonly generation: number;
  readonly version: string;
  readonly cpu: string;
  readonly memory: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Image of the agent beside the game. */
  readonly agentImage?: string | undefined;
  /** Stands for where the pod may run. */
  readonly placement?: string | undefined;
  /** Stands for the ports it has on its node. */
  readonly hostPorts?: string | undefined;
  /** Seconds of warning for players whose pod is taken away from outside. */
  readonly notice?: number | undefined;
  /** Stands for image, command and environment of the game. */
  readonly game?: string | undefined;
  /** Stands for everything else that the platform adds to the pod. */
  readonly platform?: string | undefined;
}

/** A wish made concrete: every default filled in, every reference resolved. */
export interface ServerPlan {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly version: string;
  readonly cpu: string;
  readonly memory: string;
  readonly storage: string;
  readonly memoryBytes: number;
  readonly workload: Workload;
  /** Licences the person has yet to accept; nothing starts before. */
  readonly missingLicences: readonly LicenceSpec[];
}

/** Plan or problems; never both, never an exception. */
export type PlanResult = { readonly ok: true; readonly plan: ServerPlan } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Resolves a spec against its game: settings with defaults, version, resources, licences, workload. */
export function planServer(game: AnyGame, spec: GameServerSpec): PlanResult {
  const problems: Problem[] = [];
  const settings = resolveSettings(game, spec.settings ?? {}, problems);
  const version = resolveVersion(game, spec, problems);
  const preset = resolvePreset(game, spec, problems);
  for (const [path, quantity] of [
    ['resources.cpu', spec.resources?.cpu],
    ['resources.memory', spec.resources?.memory],
    ['storage.size', spec.storage?.size],
  ] as const) {
    if (quantity !== undefined && !isQuantity(String(quantity)))
      problems.push({ path: `spec.${path}`, message: `${quantity} is not an amount above zero, such as 2, 1500m or 4Gi` });
  }
  problems.push(...networkProblems(game, spec.network));
  if (settings === undefined || version === undefined || preset === undefined || problems.length > 0) return { ok: false, problems };

  const cpu = String(spec.resources?.cpu ?? preset.cpu);
  const memory = String(spec.resources?.memory ?? preset.memory);
  const memoryBytes = parseQuantity(memory);
  for (const complaint of game.fits?.({ spec, settings, version, memoryBytes }) ?? []) {
    problems.push({ path: `spec.settings.${complaint.path}`, message: complaint.message });
  }
  if (problems.length > 0) return { ok: false, problems };
  const accepted = new Set((spec.licences ?? []).filter((licence) => licence.accepted).map((licence) => licence.id));
  return {
    ok: true,
    plan: {
      settings,
      version,
      cpu,
      memory,
      memoryBytes,
      storage: String(spec.storage?.size ?? preset.storage),
      workload: game.workload({ spec, settings, version, memoryBytes }),
      missingLicences: game.licences.filter((licence) => !accepted.has(licence.id)),
    },
  };
}

/** Checks settings alone, as a form does while somebody types. */
export function checkSettings(
  game: AnyGame,
  settings: Readonly<Record<string, unknown>>,
): { settings?: Record<string, unknown>; problems: Problem[] } {
  const problems: Problem[] = [];
  const resolved = resolveSettings(game, settings, problems);
  return resolved === undefined ? { problems } : { settings: resolved, problems };
}

function resolveSettings(
  game: AnyGame,
  given: Readonly<Record<string, unknown>>,
  problems: Problem[],
): Record<string, unknown> | undefined {
  const before = problems.length;
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(game.settings.shape, key)) {
      problems.push({
        path: `spec.settings.${key}`,
        message: `${game.title} has no such setting; known are ${Object.keys(game.settings.shape).join(', ')}`,
      });
    }
  }
  const parsed = game.settings.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.push({ path: ['spec.settings', ...issue.path.map(String)].join('.'), message: issue.message });
    }
    return undefined;
  }
  for (const complaint of game.check?.(parsed.data) ?? []) {
    problems.push({ path: `spec.settings.${complaint.path}`, message: complaint.message });
  }
  return problems.length === before ? parsed.data : undefined;
}

function resolveVersion(game: AnyGame, spec: GameServerSpec, problems: Problem[]): string | undefined {
  const { pin, channel } = spec.version ?? {};
  if (pin !== undefined) {
    if (game.versions.accepts.test(pin)) return pin;
    problems.push({
      path: 'spec.version.pin',
      message: `${pin} is not a version this edition can run for ${game.title}; recommended is ${game.versions.recommended}`,
    });
    return undefined;
  }
  if (channel === undefined) return game.versions.recommended;
  const version = Object.hasOwn(game.versions.channels, channel) ? game.versions.channels[channel] : undefined;
  if (version === undefined) {
    problems.push({
      path: 'spec.version.channel',
      message: `${game.title} has no channel ${channel}; known are ${Object.keys(game.versions.channels).join(', ')}`,
    });
  }
  return version;
}

function resolvePreset(game: AnyGame, spec: GameServerSpec, problems: Problem[]): Preset | undefined {
  const size = spec.size ?? game.defaultPreset;
  const preset = Object.hasOwn(game.presets, size) ? game.presets[size] : undefined;
  if (preset === undefined) {
    problems.push({ path: 'spec.size', message: `${game.title} has no size ${size}; known are ${Object.keys(game.presets).join(', ')}` });
  }
  return preset;
}
