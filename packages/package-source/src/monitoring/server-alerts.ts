import { BY_SERVER, SAME_SERVER, SERVER_WORDS, type Alert } from './alert.ts';

/** A server that is wished to run. What a person stopped, the provider suspended or somebody deletes is not. */
const IS_WANTED = `and ${SAME_SERVER} max ${BY_SERVER} (gse_server_wanted) == 1`;
/** No act of the platform is under way at it, with its notice to players. */
const IS_LEFT_ALONE = `unless ${SAME_SERVER} max ${BY_SERVER} (gse_server_operation{phase="Running"})`;

/** What goes wrong with one server, as the operator tells it. */
const stateAlerts: readonly Alert[] = [
  {
    name: 'GameServerNotJoinable',
    severity: 'critical',
    holds: '10m',
    expr: [
      `max ${BY_SERVER} (gse_server_phase{phase="Running"})`,
      `and ${SAME_SERVER} max ${BY_SERVER} (gse_server_ready) == 0`,
      IS_WANTED,
      // The game may run on; GameServerAgentSilent tells of it.
      `unless ${SAME_SERVER} max ${BY_SERVER} (gse_server_reason{code=~"AgentSilent|AgentUnreachable"})`,
      IS_LEFT_ALONE,
    ].join('\n'),
    about: SERVER_WORDS,
    summary: `Nobody can join ${SERVER_WORDS}, although its game runs.`,
  },
  {
    name: 'GameServerStartOverdue',
    severity: 'warning',
    holds: '45m',
    expr: [
      `max ${BY_SERVER} (gse_server_phase{phase=~"Pending|Provisioning|Installing|Starting"})`,
      IS_WANTED,
      // These wait for whoever ordered the server.
      `unless ${SAME_SERVER} max ${BY_SERVER} (gse_server_reason{code=~"LicenceNotAccepted|SettingsInvalid|UnknownGame"})`,
    ].join('\n'),
    about: SERVER_WORDS,
    summary: `${SERVER_WORDS} has been on its way up for 45 minutes.`,
  },
  {
    name: 'GameServerStartOverBudget',
    severity: 'warning',
    holds: '5m',
    expr: `max ${BY_SERVER} (gse_server_reason{code="StartBudgetExceeded"})\n${IS_WANTED}`,
    about: SERVER_WORDS,
    summary: `The game of ${SERVER_WORDS} takes longer to start than it ever should.`,
  },
  {
    name: 'GameServerCrashLoop',
    severity: 'critical',
    holds: '1m',
    expr: `(max ${BY_SERVER} (gse_server_crashes) >= 3 or max ${BY_SERVER} (gse_server_given_up) == 1)\n${IS_WANTED}`,
    about: SERVER_WORDS,
    summary: `${SERVER_WORDS} crashes again and again.`,
  },
  {
    name: 'GameServerAgentSilent',
    severity: 'warning',
    holds: '3m',
    expr: `max ${BY_SERVER} (gse_server_agent_silent_seconds) > 120\n${IS_WANTED}`,
    about: SERVER_WORDS,
    summary: `The agent beside the game of ${SERVER_WORDS} does not answer, so nothing is known of its players.`,
  },
  {
    name: 'GameServerUpdateBlocked',
    severity: 'warning',
    holds: '24h',
    expr: `max ${BY_SERVER} (gse_server_version_staged) == 1\n${IS_WANTED}`,
    about: SERVER_WORDS,
    summary: `${SERVER_WORDS} has been waiting for a restart into another version for a day.`,
  },
  {
    name: 'GameServerOperationOverdue',
    severity: 'warning',
    holds: '5m',
    expr: [
      'time() - max by (namespace, server, game, type) (gse_server_operation_due_timestamp_seconds) > 900',
      'or',
      '(',
      '  time() - max by (namespace, server, game, type) (gse_server_operation_since_timestamp_seconds) > 21600',
      '  unless on (namespace, server, game, type) gse_server_operation_due_timestamp_seconds',
      ')',
    ].join('\n'),
    about: `${SERVER_WORDS}/{{ $labels.type }}`,
    summary: `The {{ $labels.type }} of ${SERVER_WORDS} should have been over long ago.`,
  },
  {
    name: 'GameServerMemoryNearLimit',
    severity: 'warning',
    holds: '15m',
    expr: [
      `max ${BY_SERVER} (`,
      '  max by (namespace, pod) (container_memory_working_set_bytes{container="game"})',
      '  * on (namespace, pod) group_left (server, game) max by (namespace, pod, server, game) (gse_server_info)',
      `) / max ${BY_SERVER} (gse_server_memory_limit_bytes) > 0.95`,
    ].join('\n'),
    about: SERVER_WORDS,
    summary: `The game of ${SERVER_WORDS} has almost no memory left, and is ended by the kernel when it has none.`,
  },
];

const FREE_SHARE = `min ${BY_SERVER} (gse_world_disk_free_bytes / gse_world_disk_size_bytes)`;

/** What goes wrong with one server, as its agent tells it; also where a tenant has monitoring of its own. */
const agentAlerts: readonly Alert[] = [
  {
    name: 'GameServerSaveFailing',
    severity: 'critical',
    holds: '2m',
    expr: `max ${BY_SERVER} (gse_last_save_failed) == 1 or max ${BY_SERVER} (gse_saving_is_off) == 1`,
    about: SERVER_WORDS,
    summary: `The world of ${SERVER_WORDS} could not be saved.`,
  },
  {
    name: 'GameServerDiskFilling',
    severity: 'warning',
    holds: '15m',
    expr: [
      `${FREE_SHARE} < 0.1`,
      'or',
      `(min ${BY_SERVER} (predict_linear(gse_world_disk_free_bytes[6h], 86400)) < 0 and ${FREE_SHARE} < 0.3)`,
    ].join('\n'),
    about: SERVER_WORDS,
    summary: `The volume of ${SERVER_WORDS} is almost full, or will be within a day.`,
  },
  {
    name: 'GameServerDiskFull',
    severity: 'critical',
    holds: '5m',
    expr: `${FREE_SHARE} < 0.03`,
    about: SERVER_WORDS,
    summary: `The volume of ${SERVER_WORDS} is full, and what players build is not saved.`,
  },
];

/** Everything that goes wrong with one server. */
export const serverAlerts: readonly Alert[] = [...stateAlerts, ...agentAlerts];
