import { isNotFound } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import { gameServers, type GameServer } from '@gse/server-objects';
import type { ApiContext } from '../context.ts';
import { DOOR_ANNOTATION, placeOf } from '../kinds.ts';
import { NETWORK_TYPES } from '../network/types.ts';
import { seen } from '../seen.ts';
import { manifestOf, manifestYaml } from '../servers/manifest.ts';
import { adoptSecret, patchSecrets, placeSecrets, secretPlace } from '../servers/secrets.ts';
import type { Caller } from '../session/callers.ts';
import type { OrderDesk, PlacedOrder } from './ordering.ts';

type Needs = Pick<ApiContext, 'caches' | 'clock' | 'log'>;

/** Orders are GameServers themselves, and credentials Secrets beside them. */
export function gameServerDesk({ caches, clock, log }: Needs): OrderDesk {
  return {
    permission: { resource: 'gameservers' },
    networkTypes: NETWORK_TYPES,
    serverName: (name) => name,
    check: () => {},

    async exists(caller, place, signal) {
      try {
        await caller.kube.get(gameServers, place, { signal });
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },

    async place(caller, { place, spec, secrets }, signal) {
      const manifest = manifestOf(place, spec);
      const annotations = { [ANNOTATIONS.actor]: caller.user, [DOOR_ANNOTATION]: caller.door };
      const secret = await placeSecrets(caller.kube, secretPlace(place, spec), secrets, signal);
      let created: GameServer;
      try {
        created = await caller.kube.create(gameServers, { ...manifest, metadata: { ...manifest.metadata, annotations } }, { signal });
      } catch (error) {
        await secret
          .undo()
          .catch((err: unknown) =>
            log.warn({ err, namespace: place.namespace, server: place.name }, 'Credentials of a failed order were not removed'),
          );
        throw error;
      }
      // The server is ordered; without this its credentials are left behind one day, which is no reason to call it failed.
      if (secret.created)
        await adoptSecret(caller.kube, secret.created, created, signal).catch((err: unknown) =>
          log.warn({ err, namespace: place.namespace, server: place.name }, 'Credentials will not go with their server'),
        );
      await seen(caches.servers, created, clock);
      return created;
    },

    manifest: manifestYaml,
  };
}

/** A server whose GameServer is the order. */
export function gameServerOrder({ caches, clock }: Needs, caller: Caller, server: GameServer): PlacedOrder {
  const place = placeOf(server);
  const { uid, resourceVersion } = server.metadata;
  return {
    server,
    networkTypes: NETWORK_TYPES,
    async write({ patch }, signal) {
      const changed = await caller.kube.patch(gameServers, place, { metadata: { resourceVersion }, spec: patch }, { signal });
      await seen(caches.servers, changed, clock);
      return changed;
    },
    async writeSecrets(values, signal) {
      await patchSecrets(caller.kube, secretPlace(place, server.spec), values, signal);
    },
    async remove(whenDeleted, signal) {
      // Said before it is asked for: a deletion that was cut off in between deletes nothing.
      if (whenDeleted !== undefined)
        await caller.kube.patch(gameServers, place, { metadata: { uid }, spec: { storage: { whenDeleted } } }, { signal });
      await caller.kube.delete(gameServers, place, { preconditions: { uid }, signal });
    },
  };
}
