import { ownerReference } from '@gse/kube';
import { ANNOTATIONS, API_VERSION, disruptionSchema, GAME_OPERATION_KIND, LABELS } from '@gse/resources';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { ApiError, conflict } from '../errors.ts';
import { gameOperations, gameServers, type GameOperation } from '@gse/server-objects';
import { DOOR_ANNOTATION, type Place } from '../kinds.ts';
import { seen } from '../seen.ts';
import type { Caller } from '../session/callers.ts';

export const restartRequestSchema = z
  .object({
    cause: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: 'must be one line' })
      .optional()
      .meta({ description: 'Why, in a sentence; players see it.' }),
    announceSeconds: disruptionSchema.shape.announceSeconds,
    onlyWhenEmpty: disruptionSchema.shape.onlyWhenEmpty,
    postponeUntil: z.iso.datetime({ offset: true }).optional().meta({ description: 'Not before this time.' }),
  })
  .meta({ description: "How to restart. What is absent follows the server's own policy." });
export type RestartRequest = z.output<typeof restartRequestSchema>;

/** Orders a restart in the name of the caller. */
export async function orderRestart(
  context: ApiContext,
  caller: Caller,
  place: Place,
  request: RestartRequest,
  signal: AbortSignal,
): Promise<GameOperation> {
  const server = await caller.kube.get(gameServers, place, { signal });
  if (server.spec.state === 'Stopped') {
    throw conflict('ServerStopped', 'The server is not wished to run, so there is nothing to restart.', {
      fix: { kind: 'patch', title: 'Start the server', patch: { spec: { state: 'Running' } } },
    });
  }
  const { cause, announceSeconds, onlyWhenEmpty, postponeUntil } = request;
  const disruption = { ...(announceSeconds && { announceSeconds }), ...(onlyWhenEmpty && { onlyWhenEmpty }) };
  const operation = await caller.kube.create(
    gameOperations,
    {
      apiVersion: API_VERSION,
      kind: GAME_OPERATION_KIND.kind,
      metadata: {
        namespace: place.namespace,
        name: `${place.name}-restart-${suffix(context)}`,
        labels: { [LABELS.server]: place.name },
        annotations: { [ANNOTATIONS.actor]: caller.user, [DOOR_ANNOTATION]: caller.door },
        ownerReferences: [ownerReference(server)],
      },
      spec: {
        server: place.name,
        type: 'restart',
        actor: caller.user.slice(0, 253),
        ...(cause !== undefined && { cause }),
        ...(Object.keys(disruption).length > 0 && { disruption }),
        ...(postponeUntil !== undefined && { postponeUntil: inFuture(context, postponeUntil) }),
      },
    },
    { signal },
  );
  await seen(context.caches.operations, operation, context.clock);
  return operation;
}

/** The time in UTC, as Kubernetes keeps it. */
export function inFuture(context: Pick<ApiContext, 'clock'>, time: string): string {
  const at = Date.parse(time);
  const now = context.clock.now();
  if (at <= now) throw new ApiError(422, 'Invalid', 'until: is in the past', { path: 'until' });
  if (at > now + MAX_POSTPONE_MS) throw new ApiError(422, 'Invalid', 'until: is more than 30 days away', { path: 'until' });
  return new Date(at).toISOString();
}

const MAX_POSTPONE_MS = 30 * 24 * 3600_000;

function suffix({ randomBytes }: ApiContext): string {
  return Buffer.from(randomBytes(4)).toString('hex');
}
