// The contract between platform and game.
export { defineGame } from './game/definition.ts';
export type { AnyContext, AnyGame, Connections, GameDefinition } from './game/definition.ts';
export type {
  ClientOf,
  ConnectionErrorKind,
  ConnectionFailure,
  ConnectionSpec,
  ConnectionTarget,
  OpenConnection,
} from './game/connection.ts';
export { exportedMetricName } from './game/metric.ts';
export type { MetricSpec } from './game/metric.ts';
export { patternWords, settingMetas } from './game/settings.ts';
export type { Applies, SettingMeta, SettingsSchema } from './game/settings.ts';
export type { Diagnosis } from './game/diagnosis.ts';
export type { NeedSpec } from './game/needs.ts';
export { matchesPath } from './game/world.ts';
export type { BackupSpec, KnownEvent, VolumePath, WipeSpec } from './game/world.ts';
export { SECRETS_PATH } from './game/workload.ts';
export type { Budgets, HealthPolicy, LicenceSpec, PlanInput, PortSpec, Preset, SecretSpec, Workload } from './game/workload.ts';
export type {
  GameLog,
  ListedPlayer,
  LogMark,
  LogPatterns,
  MetricSample,
  Moderation,
  ModerationAct,
  ModerationResult,
  Player,
  PlayerListName,
  PlayerListResult,
  PlayerLists,
  PlayersResult,
  ProbeResult,
  TalkContext,
} from './game/talk.ts';
export type { GameSimulator, SimulatedUsage, SimulatorContext, SimulatorControl, SimulatorFault } from './game/simulator.ts';

// Settings to the game's own files.
export { edited, json, properties, sourceCfg, text } from './files/patch.ts';
export type { FileEditor, FilePatch, ManagedScalar, ManagedValue } from './files/patch.ts';
export { applyFilePatch, MAX_MANAGED_FILE } from './files/apply.ts';
export { parseProperties } from './files/properties.ts';
export { parseSourceCfg } from './files/source-cfg.ts';
export type { CfgPlace } from './files/source-cfg.ts';
export type { CfgDialect } from './files/source-cfg-text.ts';
export { FileEditError, GameDefinitionError } from './errors.ts';
// Wishes made concrete.
export { checkSettings, planServer } from './plan/plan.ts';
export type { Applied, PlanResult, Problem, ServerPlan } from './plan/plan.ts';
export { differences } from './plan/staged.ts';
export { outsidePort } from './plan/network.ts';
export type { Difference } from './plan/staged.ts';
export { DEFAULT_ANNOUNCE_SECONDS, evictionNoticeSeconds, gracePeriodSeconds } from './plan/budget.ts';
// The lifecycle.
export { decide, stepTitles } from './lifecycle/decide.ts';
export { diagnose } from './lifecycle/diagnose.ts';
export type { Finding } from './lifecycle/diagnose.ts';
export { isFinished, isPastReturn } from './lifecycle/engine.ts';
export { OWN_TYPES, ownName } from './lifecycle/own.ts';
export type {
  DecideInput,
  Decision,
  Effect,
  End,
  Evidence,
  JournalChange,
  Observed,
  ObservedAgent,
  ObservedPod,
  OpenOperation,
} from './lifecycle/input.ts';
