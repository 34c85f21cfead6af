// Configuration: declared once as data, read from flags and environment, explained by --help and in the reference.
export { declareSettings, flagOf, type Setting, type Settings, type SettingsValues } from './settings/declare.ts';
export { commonSettings, logSettings, stopSettings } from './settings/common.ts';
export { decimal, oneOf, port, text, webAddress, wholeNumber, yesOrNo } from './settings/schemas.ts';
export { readSettings, wantsHelp, type SettingsSources } from './settings/read.ts';
export { settingsHelp } from './settings/help.ts';
export { settingsTable } from './settings/reference.ts';
export { SettingsError } from './errors.ts';

// The process itself, from its arguments to its exit code.
export { EXIT_CONFIGURATION, runProcess, type ProcessContext, type ProcessOptions } from './run-process.ts';
export { createLog, type LogOptions, type ProcessLog } from './log/create-log.ts';
export { limitConnections, type ConnectionLimits } from './status/connections.ts';
export type { StatusSources } from './status/status-server.ts';
export type { Span, SpanAttributes, SpanKind, Tracing } from './tracing/tracing.ts';
