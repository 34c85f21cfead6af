import { hasFinalizer, isConflict, isNotFound, objectKey, persistentVolumeClaims, type KubeClient } from '@gse/kube';
import { SERVER_FINALIZER } from '@gse/resources';
import { claimName, podName, type GameServer } from '@gse/server-objects';
import type { Caches } from './caches.ts';

/** Orders that were taken back at once are remembered for their volumes, in this number at most. */
const MOST_REMEMBERED = 10_000;

/**
 * Servers that have nothing to lose yet. One is held fast, so that its deletion waits until the world is saved, as soon as it has a
 * pod or a volume, and not before: an order costs one write less, and an order that is taken back at once is simply gone.
 */
export class Unkept {
  readonly #client: KubeClient;
  readonly #caches: Pick<Caches, 'claims' | 'pods'>;
  readonly #orderedAt = new Map<string, number>();

  constructor(client: KubeClient, caches: Pick<Caches, 'claims' | 'pods'>) {
    this.#client = client;
    this.#caches = caches;
  }

  /** True when it is time to hold a server fast. */
  look(server: GameServer): boolean {
    const { metadata, spec } = server;
    const { namespace, name } = metadata;
    const key = objectKey(metadata);
    const isKept = hasFinalizer(server, SERVER_FINALIZER);
    if (isKept) this.#orderedAt.delete(key);
    if (isKept || metadata.deletionTimestamp !== undefined) return false;
    const { pods, claims } = this.#caches;
    if (pods.cache.get(namespace, podName(name)) !== undefined || claims.cache.get(namespace, claimName(name)) !== undefined) return true;
    if (spec.storage?.whenDeleted !== 'Retain') this.#remember(key, seconds(metadata.creationTimestamp));
    return false;
  }

  #remember(key: string, orderedAt: number): void {
    const oldest = this.#orderedAt.size < MOST_REMEMBERED ? undefined : this.#orderedAt.keys().next().value;
    if (oldest !== undefined) this.#orderedAt.delete(oldest);
    this.#orderedAt.set(key, orderedAt);
  }

  /** Removes the volume of a server that went in the moment in which it was made: no world was ever in it. */
  async clear(serverKey: string, signal: AbortSignal): Promise<void> {
    const orderedAt = this.#orderedAt.get(serverKey);
    if (orderedAt === undefined) return;
    const [namespace, name = ''] = serverKey.split('/');
    const claim = this.#caches.claims.cache.get(namespace, claimName(name));
    // One that is older was kept by an earlier server of the name.
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined || seconds(claim.metadata.creationTimestamp) < orderedAt)
      return;
    const { uid, resourceVersion } = claim.metadata;
    try {
      await this.#client.delete(persistentVolumeClaims, claim.metadata, { preconditions: { uid, resourceVersion }, signal });
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }
}

function seconds(time: string | undefined): number {
  return Math.floor(Date.parse(time ?? '') / 1000);
}
