import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KubeEvent } from '@gse/kube';
import { ANNOTATIONS, GROUP } from '@gse/resources';
import { DOOR_ANNOTATION } from '../kinds.ts';

const SEAL_ANNOTATION = `${GROUP}/seal`;

/**
 * Tells events that this API has written from those that look like them. Whoever may write events in a namespace can write
 * every field of one, component, actor and field manager included; so what the API writes carries proof that it did.
 */
export interface EventSeal {
  /** The event with the proof. */
  seal(event: KubeEvent): KubeEvent;
  /** Whether this API has written the event as it stands: under this name, about this object, with these words. */
  isOurs(event: KubeEvent): boolean;
}

/** @param key the one that seals sessions, too; events sealed with another are nobody's */
export function createEventSeal(key: Uint8Array): EventSeal {
  const own = Buffer.from(hkdfSync('sha256', key, '', 'gse event v1', 32));
  const proofOf = (event: KubeEvent): Buffer =>
    createHmac('sha256', own)
      .update(JSON.stringify(saidBy(event)))
      .digest();
  return {
    seal(event) {
      const annotations = { ...event.metadata.annotations, [SEAL_ANNOTATION]: proofOf(event).toString('base64url') };
      return { ...event, metadata: { ...event.metadata, annotations } };
    },
    isOurs(event) {
      const claimed = Buffer.from(event.metadata.annotations?.[SEAL_ANNOTATION]?.slice(0, 100) ?? '', 'base64url');
      if (claimed.byteLength === 0) return false;
      const proof = proofOf(event);
      return claimed.byteLength === proof.byteLength && timingSafeEqual(claimed, proof);
    },
  };
}

/** Everything of an event that is shown. Its name makes it one of a kind: a copy elsewhere proves nothing. */
function saidBy({ metadata, involvedObject, type, reason, message, count, lastTimestamp }: KubeEvent): readonly unknown[] {
  const { namespace, name, annotations } = metadata;
  return [
    [namespace, name, annotations?.[ANNOTATIONS.actor], annotations?.[DOOR_ANNOTATION]],
    [involvedObject.kind, involvedObject.namespace, involvedObject.name, involvedObject.uid],
    [type, reason, message, count, lastTimestamp],
  ];
}
