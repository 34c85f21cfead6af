import { differences, type Applied, type Difference } from '@gse/sdk';
import { ANNOTATIONS } from '@gse/resources';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import type { GameServer } from '@gse/server-objects';
import { placeOf } from '../kinds.ts';
import type { Caller } from '../session/callers.ts';
import { networkChanges } from '../network/changes.ts';
import { changedPaths, checkChange } from './change.ts';

/** One difference that a change would make. */
export const previewChangeSchema = z.object({
  path: z.string().meta({ description: 'Field of the spec, such as settings.maxPlayers.' }),
  title: z.string(),
  applies: z.enum(['live', 'restart', 'start', 'wipe']).meta({
    description: 'live: at once. restart: with the next restart. start: when the server is started. wipe: in a new world only.',
  }),
  from: z.unknown().optional().meta({ description: 'Value of the running game; absent where it has none.' }),
  to: z.unknown().optional(),
});

/** What a change would mean, before it is made. */
export const previewSchema = z
  .object({
    running: z.boolean().meta({ description: 'Whether there is a running game the change would be noticed by.' }),
    changes: z.array(previewChangeSchema).meta({ description: 'Differences between the running game and the wish as it would be.' }),
    other: z.array(z.string()).meta({ description: 'Changed fields the game does not notice, such as state or disruption.' }),
    missingLicences: z.array(z.string()).meta({ description: 'Licences that have to be accepted before the next start.' }),
  })
  .meta({ description: 'What a change would mean.' });

const appliedSchema = z.object({
  generation: z.number(),
  version: z.string(),
  cpu: z.string(),
  memory: z.string(),
  settings: z.record(z.string(), z.unknown()),
});
const AGENT_PATIENCE_MS = 3_000;
/** Fields that the differences tell in their own words. */
const TOLD: readonly RegExp[] = [/^settings\./, /^version\b/, /^resources\b/, /^size$/];

/**
 * What applies live, with a restart or in a new world, if this change were made. Nothing is written.
 * @throws ApiError 422 as the change itself would
 */
export async function previewChange(
  context: ApiContext,
  caller: Caller,
  server: GameServer,
  wished: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<z.output<typeof previewSchema>> {
  const { game, plan, patch, spec } = checkChange(context, caller, server, wished);
  const running = await runningWith(context, server, signal);
  const before = running ?? wishedUntilNow(context, caller, server);
  const found = before === undefined ? [] : differences(game, plan, before);
  const network = networkChanges(game, server.spec, spec, context.isOneMachine);
  return {
    running: running !== undefined,
    changes: [...found, ...network].map((difference) => ({
      path: difference.path,
      title: difference.title,
      applies: when(difference, running !== undefined),
      from: difference.from,
      to: difference.to,
    })),
    other: changedPaths(patch).filter(
      (path) =>
        !TOLD.some((told) => told.test(path)) && !network.some((change) => path === change.path || path.startsWith(`${change.path}.`)),
    ),
    missingLicences: plan.missingLicences.map(({ id }) => id),
  };
}

function when({ applies }: Difference, isRunning: boolean): 'live' | 'restart' | 'start' | 'wipe' {
  return isRunning || applies === 'wipe' ? applies : 'start';
}

/** What the pod was started with, and what the game was told since; undefined when there is none. */
async function runningWith(context: ApiContext, server: GameServer, signal: AbortSignal): Promise<Applied | undefined> {
  const pod = context.agents.podOf(placeOf(server));
  const applied = appliedSchema.safeParse(parseJson(pod?.metadata.annotations?.[ANNOTATIONS.applied]));
  if (!applied.success) return undefined;
  try {
    const agent = await context.agents.open(server, signal);
    return { ...applied.data, settings: (await agent.report({ signal, timeoutMs: AGENT_PATIENCE_MS })).settings };
  } catch {
    return applied.data; // the pod knows best, then
  }
}

/** The wish as it is, for a server that does not run. */
function wishedUntilNow(context: ApiContext, caller: Caller, server: GameServer): Applied | undefined {
  try {
    const { plan } = checkChange(context, caller, server, {});
    return {
      generation: server.metadata.generation ?? 0,
      version: plan.version,
      cpu: plan.cpu,
      memory: plan.memory,
      settings: plan.settings,
    };
  } catch {
    return undefined; // it could not be met so far
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
