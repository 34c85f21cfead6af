import { resourceType, type KubeObject } from '@gse/kube';
import {
  GAME_OPERATION_KIND,
  GAME_SERVER_KIND,
  GROUP,
  type GameOperationSpec,
  type GameOperationStatus,
  type GameServerSpec,
  type GameServerStatus,
} from '@gse/resources';

/** A game server as Kubernetes holds it. */
export interface GameServer extends KubeObject {
  spec: GameServerSpec;
  status?: GameServerStatus | undefined;
}

/** A journal entry as Kubernetes holds it. */
export interface GameOperation extends KubeObject {
  spec: GameOperationSpec;
  status?: GameOperationStatus | undefined;
}

export const gameServers = resourceType<GameServer>(GAME_SERVER_KIND);
export const gameOperations = resourceType<GameOperation>(GAME_OPERATION_KIND);

/** Value of the managed-by label on everything the operator makes. */
export const MANAGED_BY = 'gse';

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
