import { claimName } from '@gse/server-objects';
import { secrets } from '@gse/kube';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { gameServers, type GameServer } from '@gse/server-objects';
import { type Place } from '../kinds.ts';
import type { Caller } from '../session/callers.ts';
import { secretPlace } from './secrets.ts';

/** What a deletion takes and what it leaves. */
export const removalSchema = z
  .object({
    goes: z.array(z.string()).meta({ description: 'What is removed, in words.' }),
    kept: z.array(z.string()).meta({ description: 'What stays, in words.' }),
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
  dryRun: boolean,
  signal: AbortSignal,
): Promise<z.output<typeof removalSchema>> {
  const server = await caller.kube.get(gameServers, place, { signal });
  const meaning = await meaningOf(context, server, signal);
  if (dryRun) return meaning;
  await caller.kube.delete(gameServers, place, { preconditions: { uid: server.metadata.uid }, signal });
  context.recorder.record(caller, server, 'DeletionRequested', 'asked for the deletion of the server');
  return meaning;
}

async function meaningOf({ reader }: ApiContext, server: GameServer, signal: AbortSignal): Promise<z.output<typeof removalSchema>> {
  const place = { namespace: server.metadata.namespace ?? '', name: server.metadata.name };
  const where = secretPlace(place, server.spec);
  const owned = await isOwned(reader, where, server, signal);
  const credentials = `the credentials in the Secret ${where.name}`;
  return {
    goes: [
      `the server ${place.name}, after its game has saved and stopped`,
      `its world volume ${claimName(place.name)}`,
      'its address',
      'its operations',
      ...(owned === true ? [credentials] : []),
    ],
    kept: ['events of the last hour', ...(owned === false ? [`${credentials}, because a person made it`] : [])],
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
