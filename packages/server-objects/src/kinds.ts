import { resourceType, type KubeObject } from '@gse/kube';
import {
  GAME_OPERATION_KIND,
  GAME_SERVER_KIND,
  type GameOperationSpec,
  type GameOperationStatus,
  type GameServerSpec,
  type GameServerStatus,
} from '@gse/resources';

/** A game server as the API holds it. */
export interface GameServer extends KubeObject {
  spec: GameServerSpec;
  status?: GameServerStatus | undefined;
}

/** A journal entry as the API holds it. */
export interface GameOperation extends KubeObject {
  spec: GameOperationSpec;
  status?: GameOperationStatus | undefined;
}

export const gameServers = resourceType<GameServer>(GAME_SERVER_KIND);
export const gameOperations = resourceType<GameOperation>(GAME_OPERATION_KIND);
