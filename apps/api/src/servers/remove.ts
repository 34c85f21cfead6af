import { claimName } from '@gse/server-objects';
import { secrets } from '@gse/kube';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import type { GameServer } from '@gse/server-objects';
import { type Place } from '../kinds.ts';
import type { Caller } from '../session/callers.ts';
import { secretPlace } from './secrets.ts';

/** What to do with the world. */
export const removalQuerySchema = z.object({
  dryRun: z.enum(['true', 'false']).default('false').meta({ description: 'Only say what would happen.' }),
  keepWorld: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Whether the world volume stays. Absent: as `spec.storage.whenDeleted` says, which deletes it by default.' }),
});

/** What a deletion takes and what it leaves. */
export const removalSchema = z
  .object({
    goes: z.array(z.string()).meta({ description: 'What is removed, in words.' }),
    kept: z.array(z.string()).meta({ description: 'What stays, in words.' }),
    world: z
      .object({
        volume: z.string().meta({ description: 'Name of the PersistentVolumeClaim.' }),
        fate: z.enum(['deleted', 'kept']),
        what: z.string().meta({ description: 'What that means, in a sentence.' }),
      })
      .meta({ description: 'What becomes of the world. It can be kept by asking with `keepWorld=true`.' }),
  })
  .meta({ description: 'What goes and what is kept.' });

/**
 * Asks for the deletion of a server in the name of the caller; with `dryRun` only says what it would mean. The game is
 * saved and stopped before anything is removed.
 */
export async function removeServer(
  context: ApiContext,
  caller: Caller,
  place: Place,
  query: z.output<typeof removalQuerySchema>,
  signal: AbortSignal,
): Promise<z.output<typeof removalSchema>> {
  const order = await context.ordering.open(caller, place, signal);
  const { server } = order;
  const asWished = server.spec.storage?.whenDeleted;
  const whenDeleted = query.keepWorld === undefined ? asWished : query.keepWorld === 'true' ? 'Retain' : 'Delete';
  const isKept = whenDeleted === 'Retain';
  const meaning = await meaningOf(context, server, isKept, signal);
  if (query.dryRun === 'true') return meaning;
  await order.remove(whenDeleted === asWished ? undefined : whenDeleted, signal);
  context.recorder.record(
    caller,
    server,
    'DeletionRequested',
    `asked for the deletion of the server${isKept ? ', its world to be kept' : ' and its world'}`,
  );
  return meaning;
}

async function meaningOf(
  { reader }: ApiContext,
  server: GameServer,
  isWorldKept: boolean,
  signal: AbortSignal,
): Promise<z.output<typeof removalSchema>> {
  const place = { namespace: server.metadata.namespace ?? '', name: server.metadata.name };
  const where = secretPlace(place, server.spec);
  const owned = await isOwned(reader, where, server, signal);
  const credentials = `the credentials in the Secret ${where.name}`;
  const volume = claimName(place.name);
  const world = `its world volume ${volume}`;
  return {
    goes: [
      `the server ${place.name}, after its game has saved and stopped`,
      ...(isWorldKept ? [] : [world]),
      'its address',
      'its operations',
      ...(owned === true ? [credentials] : []),
    ],
    kept: [
      ...(isWorldKept ? [world] : []),
      'events of the last hour',
      ...(owned === false ? [`${credentials}, because a person made it`] : []),
    ],
    world: {
      volume,
      fate: isWorldKept ? 'kept' : 'deleted',
      what: isWorldKept
        ? `The world stays in the volume ${volume} and goes on taking its room. A server of the same game that is ordered as ${place.name} here finds it again.`
        : 'The world is deleted with everything in it. Nobody can bring it back from here.',
    },
  };
}

/** Whether the Secret goes with the server; undefined when there is none. */
async function isOwned(reader: ApiContext['reader'], where: Place, server: GameServer, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    const secret = await reader.get(secrets, where, { signal });
    return secret.metadata.ownerReferences?.some((owner) => owner.uid === server.metadata.uid) ?? false;
  } catch {
    return undefined;
  }
}
