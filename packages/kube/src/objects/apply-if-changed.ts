import { createHash } from 'node:crypto';
import type { ApplyConfiguration, ApplyOptions, KubeClient } from '../client/client.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { covers } from './covers.ts';

/** Applies objects, and sends nothing where the cluster has them already. */
export interface Applier {
  /**
   * Makes the object as it is wanted. `current` is what the cache has; when that is what was wanted the last time too,
   * it is returned and nothing is sent. Otherwise returns the server's answer: give it to the informer's `observe`.
   */
  apply<T extends KubeObject>(
    type: ResourceType<T>,
    wanted: ApplyConfiguration<T>,
    current: T | undefined,
    options?: ApplyOptions,
  ): Promise<T>;
}

/** What an applier needs. */
export interface ApplierOptions {
  client: KubeClient;
  /** The annotation that keeps a hash of what was applied, for instance `gse.cozystack.io/applied`. */
  annotation: string;
}

/**
 * Creates an applier for the client's field manager. An object is left alone when two things hold: the hash on it says
 * that the same configuration was applied before (so that a field that is no longer wanted is noticed), and everything
 * wanted is in it (so that what somebody changed by hand is put right).
 */
export function createApplier({ client, annotation }: ApplierOptions): Applier {
  return {
    async apply(type, wanted, current, options) {
      const hash = hashOf(wanted);
      if (current && current.metadata.annotations?.[annotation] === hash && covers(current, wanted)) return current;
      const { metadata } = wanted;
      const annotated = { ...wanted, metadata: { ...metadata, annotations: { ...metadata.annotations, [annotation]: hash } } };
      return await client.apply(type, annotated, options);
    },
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, 16);
}

/** JSON with sorted members, so that the order in which an object was built does not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
