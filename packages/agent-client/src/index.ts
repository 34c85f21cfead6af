// Where agent, operator and node meet: ports, paths, file names, environment.
export {
  AGENT_ENV,
  AGENT_PATHS,
  AGENT_PORT,
  AGENT_PORT_NAME,
  AGENT_READY_PATH,
  AGENT_TOKEN_SECRET,
  DRAIN_FILES,
  SERVER_CONFIG_FILE,
} from './places.ts';
export { serverConfigSchema } from './server-config.ts';
export type { ServerConfig } from './server-config.ts';
export { settingsHash } from './settings-hash.ts';

// What travels over HTTP.
export { reportedListsSchema } from './report.ts';
export type { AgentReport, DrainState, GameProcess, ReportedList, ReportedLists, ReportedPlayer, ReportedPlayers } from './report.ts';
export { historyRangeSchema, historySeriesSchema } from './history.ts';
export type { HistoryRange, HistorySeries } from './history.ts';
export {
  announceRequestSchema,
  commandRequestSchema,
  liveSettingsRequestSchema,
  moderationRequestSchema,
  noticeRequestSchema,
  quiesceRequestSchema,
} from './requests.ts';
export type { LiveSettingsResponse, ModerationRequest, ModerationResponse, QuiesceResponse } from './requests.ts';
export { consoleClientFrameSchema, consoleServerFrameSchema } from './console.ts';
export type { ConsoleLine, ConsoleLines, ConsoleServerFrame } from './console.ts';

// The client.
export { createAgentClient } from './client.ts';
export type { AgentClient, AgentClientOptions, CallOptions, Clock } from './client.ts';
export type { AgentConsole, ConsoleOptions } from './console-client.ts';
export { AgentError } from './errors.ts';
export type { AgentErrorKind } from './errors.ts';
