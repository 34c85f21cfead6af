import { alerts } from '@gse/package-source';
import type { SystemState } from './world-of-series.ts';
import { at, LIMIT_BYTES, ready, running, SERVER_LABELS, wellSystem, type ServerState } from './world-of-series.ts';

/** A world in which one alert has to fire. */
export interface Trouble {
  readonly alert: (typeof alerts)[number]['name'];
  readonly what: string;
  /** When it has to fire. */
  readonly firesAt: number;
  /** Labels that it has beside its own. */
  readonly labels: Readonly<Record<string, string>>;
  server?(minute: number): ServerState;
  system?(minute: number): SystemState;
}

/** A server with another status than one that runs well. */
function server(status: ServerState['status'], more: Partial<ServerState> = {}): ServerState {
  const well = running();
  return { ...well, ...more, status: { ...well.status, ...status } };
}

const notReady = { conditions: [ready('False')] };
const because = (code: string): ServerState['status'] => ({ reason: { code, message: '' } });
const disk = (freeBytes: number): ServerState => server({}, { agent: { report: {}, figures: { disk: { sizeBytes: 10e9, freeBytes } } } });
/** All is well but for these figures. */
const system = (minute: number, figures: SystemState): SystemState => ({ ...wellSystem(minute), ...figures });

const OPERATOR = 'job="gse-operator",pod="gse-operator-1"';
const API = 'job="gse-api",pod="gse-api-1"';

/** For every alert at least one. */
export const troubles: readonly Trouble[] = [
  {
    alert: 'GameServerNotJoinable',
    what: 'the game hangs',
    firesAt: 12,
    labels: SERVER_LABELS,
    server: () => server({ health: 'Unresponsive', ...notReady, ...because('NoAnswer') }),
  },
  {
    alert: 'GameServerNotJoinable',
    what: 'the address is gone',
    firesAt: 12,
    labels: SERVER_LABELS,
    server: () => server({ network: { state: 'Waiting' }, ...notReady, ...because('NoAddress') }),
  },
  {
    alert: 'GameServerStartOverdue',
    what: 'the image cannot be pulled',
    firesAt: 47,
    labels: SERVER_LABELS,
    server: () => server({ phase: 'Installing', health: 'Unknown', ...notReady, ...because('ImagePullBackOff') }),
  },
  {
    alert: 'GameServerStartOverdue',
    what: 'no node has room, and the start is under way all the while',
    firesAt: 47,
    labels: SERVER_LABELS,
    server: () =>
      server(
        { phase: 'Provisioning', health: 'Unknown', ...notReady },
        { operation: { spec: { type: 'start' }, status: { phase: 'Running', step: 'start' }, madeAt: 0 } },
      ),
  },
  {
    alert: 'GameServerStartOverBudget',
    what: 'the game starts and does not come up',
    firesAt: 7,
    labels: SERVER_LABELS,
    server: () => server({ phase: 'Starting', health: 'Starting', ...notReady, ...because('StartBudgetExceeded') }),
  },
  {
    alert: 'GameServerCrashLoop',
    what: 'it has crashed three times',
    firesAt: 3,
    labels: SERVER_LABELS,
    server: () => server({ phase: 'Crashed', ...notReady, crash: { at: at(0), count: 3, key: 'x' } }),
  },
  {
    alert: 'GameServerCrashLoop',
    what: 'the platform has given up',
    firesAt: 3,
    labels: SERVER_LABELS,
    server: () => server({ phase: 'Failed', ...notReady, crash: { at: at(0), count: 1, key: 'x', givenUp: 1 } }),
  },
  {
    alert: 'GameServerAgentSilent',
    what: 'the agent has stopped answering',
    firesAt: 8,
    labels: SERVER_LABELS,
    server: (minute) => server({ health: 'Unknown', ...notReady, ...because('AgentSilent') }, { agentSilentSeconds: minute * 60 }),
  },
  {
    alert: 'GameServerUpdateBlocked',
    what: 'a version waits for a restart that does not come',
    firesAt: 24 * 60 + 2,
    labels: SERVER_LABELS,
    server: () => server({ version: { state: 'Staged', wanted: '2', running: '1' } }),
  },
  {
    alert: 'GameServerOperationOverdue',
    what: 'a restart is past its deadline',
    firesAt: 35,
    labels: { ...SERVER_LABELS, type: 'restart' },
    server: () =>
      server(
        {},
        {
          operation: {
            spec: { type: 'restart' },
            status: { phase: 'Running', step: 'stop', disruptsAt: at(5), deadline: at(10) },
            madeAt: 0,
          },
        },
      ),
  },
  {
    alert: 'GameServerOperationOverdue',
    what: 'an operation waits for hours and says no time',
    firesAt: 6 * 60 + 8,
    labels: { ...SERVER_LABELS, type: 'restart' },
    server: () => server({}, { operation: { spec: { type: 'restart' }, status: { phase: 'Pending' }, madeAt: 0 } }),
  },
  {
    alert: 'GameServerMemoryNearLimit',
    what: 'the game uses almost everything',
    firesAt: 17,
    labels: SERVER_LABELS,
    server: () => server({}, { memoryBytes: LIMIT_BYTES * 0.97 }),
  },
  {
    alert: 'GameServerSaveFailing',
    what: 'the last save failed',
    firesAt: 4,
    labels: SERVER_LABELS,
    server: () => server({}, { agent: { report: {}, figures: { saves: { saved: 1, failed: 1, last: { at: 0, isSaved: false } } } } }),
  },
  {
    alert: 'GameServerSaveFailing',
    what: 'the game cannot be told to write again',
    firesAt: 4,
    labels: SERVER_LABELS,
    server: () => server({}, { agent: { report: {}, figures: { isStuckQuiesced: true } } }),
  },
  { alert: 'GameServerDiskFilling', what: 'a twentieth is left', firesAt: 17, labels: SERVER_LABELS, server: () => disk(0.5e9) },
  {
    alert: 'GameServerDiskFilling',
    what: 'it will be full within a day',
    firesAt: 120,
    labels: SERVER_LABELS,
    server: (minute) => disk(2.9e9 - minute * 4e6),
  },
  { alert: 'GameServerDiskFull', what: 'nothing is left', firesAt: 7, labels: SERVER_LABELS, server: () => disk(0.1e9) },
  {
    alert: 'GseOperatorDown',
    what: 'no replica answers',
    firesAt: 7,
    labels: { job: 'gse-operator' },
    system: (minute) => system(minute, { [`up{${OPERATOR}}`]: 0, 'up{job="gse-operator",pod="gse-operator-2"}': 0 }),
  },
  {
    alert: 'GseOperatorNoLeader',
    what: 'all replicas wait',
    firesAt: 5,
    labels: { job: 'gse-operator' },
    system: (minute) => system(minute, { [`leader_election_master_status{${OPERATOR},name="gse-operator"}`]: 0 }),
  },
  {
    alert: 'GseOperatorStuck',
    what: 'a reconcile does not end',
    firesAt: 12,
    labels: { job: 'gse-operator', name: 'lifecycle' },
    system: (minute) =>
      system(minute, { [`workqueue_longest_running_processor_seconds{${OPERATOR},name="lifecycle",controller="lifecycle"}`]: minute * 60 }),
  },
  {
    alert: 'GseOperatorQueueGrowing',
    what: 'more is added than done',
    firesAt: 30,
    labels: { job: 'gse-operator', name: 'lifecycle' },
    system: (minute) => system(minute, { [`workqueue_depth{${OPERATOR},name="lifecycle",controller="lifecycle"}`]: 40 + minute * 5 }),
  },
  {
    alert: 'GseOperatorErrors',
    what: 'every second reconcile fails',
    firesAt: 20,
    labels: { job: 'gse-operator', controller: 'lifecycle' },
    system: (minute) =>
      system(minute, {
        [`controller_runtime_reconcile_total{${OPERATOR},controller="lifecycle",result="error"}`]: minute * 60,
        [`controller_runtime_reconcile_errors_total{${OPERATOR},controller="lifecycle"}`]: minute * 60,
      }),
  },
  {
    alert: 'GseClusterApiErrors',
    what: 'the API server is not reached',
    firesAt: 14,
    labels: { job: 'gse-operator' },
    system: (minute) => system(minute, { [`rest_client_requests_total{${OPERATOR},method="GET",code="<error>",host="a"}`]: minute * 60 }),
  },
  {
    alert: 'GseApiDown',
    what: 'no replica answers',
    firesAt: 7,
    labels: { job: 'gse-api' },
    system: (minute) => system(minute, { [`up{${API}}`]: 0 }),
  },
  {
    alert: 'GseApiErrors',
    what: 'one in ten requests fails',
    firesAt: 14,
    labels: { job: 'gse-api' },
    system: (minute) =>
      system(minute, { [`gse_api_requests_total{${API},method="GET",route="/api/v1/servers",status="500"}`]: minute * 11 }),
  },
];
