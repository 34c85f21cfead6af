// What a server consists of in Kubernetes, for everybody who reads or writes it.
export { gameOperations, gameServers } from './kinds.ts';
export type { GameOperation, GameServer } from './kinds.ts';
export { claimName, credentialsName, DATA_VOLUME, GAME_CONTAINER, MANAGED_BY, podName, serverOfClaim } from './names.ts';
export { agentUrl } from './agent-url.ts';
