// Names that everything shares.
export { ANNOTATIONS, API_VERSION, GAME_OPERATION_KIND, GAME_SERVER_KIND, GROUP, LABELS, SERVER_FINALIZER, VERSION } from './group.ts';
// The resources: schemas and their types.
export { disruptionSchema, gameServerSpecSchema, gameServerStatusSchema, healthSchema, phaseSchema } from './game-server.ts';
export type {
  CrashFingerprint,
  Disruption,
  Endpoint,
  GameServerSpec,
  GameServerSpecInput,
  GameServerStatus,
  Health,
  Phase,
  Players,
} from './game-server.ts';
export { gameOperationSpecSchema, gameOperationStatusSchema, operationTypeSchema } from './game-operation.ts';
export type { GameOperationSpec, GameOperationStatus, OperationType } from './game-operation.ts';
export { conditionSchema, fixSchema, quantitySchema, reasonSchema } from './shared.ts';
export type { Condition, Fix, Reason } from './shared.ts';
// Units as Kubernetes and people write them.
export { MAX_WAIT, parseDurationMs } from './duration.ts';
export { parseQuantity } from './quantity.ts';
// Schemas for Kubernetes.
export { customResourceDefinitions } from './crds.ts';
export { StructuralSchemaError, toStructural } from './structural.ts';
export type { JsonSchema } from './structural.ts';
