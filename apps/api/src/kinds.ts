import type { KubeObject } from '@gse/kube';
import { GROUP } from '@gse/resources';

/** On a GameOperation or an Event written by the API: the door the actor came through. */
export const DOOR_ANNOTATION = `${GROUP}/door`;

/** Where a namespaced object is. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** Where this object is. */
export function placeOf(object: KubeObject): Place {
  return { namespace: object.metadata.namespace ?? '', name: object.metadata.name };
}
