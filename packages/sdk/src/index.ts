// The contract between platform and game.
export { defineGame } from './game/definition.ts';
export type { AnyContext, AnyGame, Connections, GameDefinition } from './game/definition.ts';
export type { ClientOf, ConnectionErrorKind, ConnectionFailure, ConnectionSpec, ConnectionTarget, OpenConnection } from './game/connection.ts';
export { settingMetas } from './game/settings.ts';
export type { Applies, SettingMeta, SettingsSchema } from './game/settings.ts';
export type { Diagnosis } from './game/diagnosis.ts';
export { SECRETS_PATH } from './game/workload.ts';
export type { Budgets, HealthPolicy, LicenceSpec, PlanInput, PortSpec, Preset, SecretSpec, Workload } from './game/workload.ts';
export type { GameLog, LogMark, LogPatterns, MetricSample, Moderation, ModerationAct, ModerationResult, Player, PlayersResult, ProbeResult, TalkContext } from './game/talk.ts';
export type { GameSimulator, SimulatorContext, SimulatorControl, SimulatorFault } from './game/simulator.ts';

// Settings to the game's own files.
export { json, properties, text } from './files/patch.ts';
export type { FilePatch, ManagedValue } from './files/patch.ts';
