import { objectKey } from '@gse/kube';
import { claimName, credentialsName, type GameServer } from '@gse/server-objects';
import type { Caches } from './caches.ts';
import { configName } from './workload/names.ts';

/**
 * Remembers with which order and which objects a server was found to have everything. Most of what wakes a controller (players
 * come and go, a status is written) concerns none of them; it must not cost a comparison of all of them.
 */
export class Settled {
  readonly #caches: Caches;
  readonly #known = new Map<string, string>();

  constructor(caches: Caches) {
    this.#caches = caches;
  }

  /** Looks at a server unless order and objects are as they were when nothing was found to do. `look` says whether all is well. */
  async unless<T>(server: GameServer, look: () => Promise<T>, isWell: (outcome: T) => boolean): Promise<T | undefined> {
    const key = objectKey(server.metadata);
    const before = this.#signature(server);
    if (this.#known.get(key) === before) return undefined;
    const outcome = await look();
    // What was written, by us or by others meanwhile, is looked at once more.
    if (isWell(outcome) && this.#signature(server) === before) this.#known.set(key, before);
    else this.#known.delete(key);
    return outcome;
  }

  forget(serverKey: string): void {
    this.#known.delete(serverKey);
  }

  #signature(server: GameServer): string {
    const { statefulSets, services, configMaps, secrets, networkPolicies, claims } = this.#caches;
    const { namespace, name, uid, generation, deletionTimestamp, labels } = server.metadata;
    const objects = [
      statefulSets.cache.get(namespace, name),
      services.cache.get(namespace, name),
      configMaps.cache.get(namespace, configName(server)),
      secrets.cache.get(namespace, credentialsName(name, server.spec)),
      networkPolicies.cache.get(namespace, name),
      claims.cache.get(namespace, claimName(name)),
    ];
    const versions = objects.map((object) => object?.metadata.resourceVersion ?? '');
    return [uid, generation, deletionTimestamp, server.status?.desiredReplicas, JSON.stringify(labels), ...versions].join(' ');
  }
}
