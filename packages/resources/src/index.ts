// Names that everything shares.
export { ANNOTATIONS, API_VERSION, GROUP, LABELS, SERVER_FINALIZER, VERSION } from './group.ts';
// The resources: schemas and their types.
export { disruptionSchema, gameServerSpecSchema, gameServerStatusSchema, healthSchema, phaseSchema } from './game-server.ts';
export type { CrashFingerprint, Disruption, Endpoint, GameServerSpec, GameServerSpecInput, GameServerStatus, Health, Phase, Players } from './game-server.ts';
export { gameOperationSpecSchema, gameOperationStatusSchema, operationTypeSchema } from './game-operation.ts';
export type { GameOperationSpec, GameOperationStatus, OperationType } from './game-operation.ts';
export { conditionSchema, fixSchema, quantitySchema, reasonSchema } from './shared.ts';
export type { Condition, Fix, Reason } from './shared.ts';
