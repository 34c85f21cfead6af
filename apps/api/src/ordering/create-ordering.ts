import { isNotFound, KubeError } from '@gse/kube';
import type { AnyGame } from '@gse/sdk';
import { gameServers, type GameServer } from '@gse/server-objects';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { placeOf, type Place } from '../kinds.ts';
import type { Caller } from '../session/callers.ts';
import { applicationKind, applicationName, pendingServer, type Application, type ApplicationKind } from './application.ts';
import { applicationDesk, applicationOrder } from './application-desk.ts';
import { gameServerDesk, gameServerOrder } from './game-server-desk.ts';
import type { OrderDesk, Ordering } from './ordering.ts';
import type { ServedKinds } from './served-kinds.ts';

/**
 * Chooses how servers are ordered: as applications of Cozystack where the cluster takes those of the game, as GameServers
 * elsewhere. A server that exists is changed the way it was made.
 *
 * @param servedKinds absent where there is no question: everything is a GameServer
 */
export function createOrdering(
  needs: Pick<ApiContext, 'caches' | 'clock' | 'log' | 'mappingOf'>,
  games: readonly AnyGame[],
  servedKinds: ServedKinds | undefined,
): Ordering {
  const plain = gameServerDesk(needs);

  /** How orders of a game are written where a cluster takes them. */
  function ownKindOf(game: AnyGame): ApplicationKind | undefined {
    const mapping = needs.mappingOf(game);
    return mapping && applicationKind(mapping);
  }

  async function kindOf(game: AnyGame): Promise<ApplicationKind | undefined> {
    const kind = ownKindOf(game);
    if (servedKinds === undefined || kind === undefined) return undefined;
    const served = await servedKinds().catch((cause: unknown) => {
      throw new ApiError(
        503,
        'KubernetesUnavailable',
        'Which orders this cluster takes is not known at the moment. Try again in a moment.',
        {
          cause,
          retryAfterSeconds: 2,
        },
      );
    });
    return served.has(kind.mapping.plural) ? kind : undefined;
  }

  /** The application of a server that is not there (yet). */
  async function orderOf(
    caller: Caller,
    { namespace, name }: Place,
    signal: AbortSignal,
  ): Promise<[Application, ApplicationKind] | undefined> {
    for (const game of servedKinds === undefined ? [] : games) {
      const prefix = needs.mappingOf(game)?.prefix;
      if (prefix === undefined) continue;
      const kind = name.startsWith(prefix) && name.length > prefix.length ? await kindOf(game) : undefined;
      if (kind === undefined) continue;
      try {
        return [await caller.kube.get(kind.type, { namespace, name: name.slice(prefix.length) }, { signal }), kind];
      } catch (error) {
        // Who may not read orders is told what is known of servers: that there is none.
        if (!isNotFound(error) && !isForbidden(error)) throw error;
      }
    }
    return undefined;
  }

  async function existing(caller: Caller, place: Place, signal: AbortSignal): Promise<GameServer | [Application, ApplicationKind]> {
    try {
      return await caller.kube.get(gameServers, place, { signal });
    } catch (error) {
      const ordered = isNotFound(error) ? await orderOf(caller, place, signal) : undefined;
      if (ordered === undefined) throw error;
      return ordered;
    }
  }

  async function deskFor(game: AnyGame): Promise<OrderDesk> {
    const kind = await kindOf(game);
    return kind === undefined ? plain : applicationDesk(needs, kind);
  }

  const gameOf = ({ spec }: GameServer): AnyGame | undefined => games.find(({ id }) => id === spec.game);

  return {
    deskFor,
    async look(caller, place, signal) {
      const found = await existing(caller, place, signal);
      return Array.isArray(found) ? pendingServer(...withMapping(found)) : found;
    },
    async open(caller, place, signal) {
      const found = await existing(caller, place, signal);
      if (Array.isArray(found)) return applicationOrder(needs, caller, found[1], found[0], undefined);
      const game = gameOf(found);
      const kind = game && (await kindOf(game));
      const name = kind && applicationName(found, kind.mapping);
      if (kind === undefined || name === undefined) return gameServerOrder(needs, caller, found);
      const application = await caller.kube.get(kind.type, { namespace: place.namespace, name }, { signal });
      return applicationOrder(needs, caller, kind, application, found);
    },
    async manifestOf(server) {
      const game = gameOf(server);
      const desk = game && (await deskFor(game));
      const mapping = game && needs.mappingOf(game);
      const isOurs =
        mapping !== undefined && (applicationName(server, mapping) !== undefined || server.metadata.resourceVersion === undefined);
      return (desk !== undefined && isOurs ? desk : plain).manifest(placeOf(server), server.spec);
    },
  };
}

function isForbidden(error: unknown): boolean {
  return error instanceof KubeError && error.status === 403;
}

function withMapping([application, { mapping }]: [Application, ApplicationKind]): [Application, ApplicationKind['mapping']] {
  return [application, mapping];
}
