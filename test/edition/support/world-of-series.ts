import type { AgentReport } from '@gse/agent-client';
import type { Pod } from '@gse/kube';
import { API_VERSION, type GameOperationSpec, type GameOperationStatus, type GameServerSpec, type GameServerStatus } from '@gse/resources';
import type { GameOperation, GameServer } from '@gse/server-objects';
import { prometheusText, type AgentFigures } from '../../../apps/agent/src/http/metrics.ts';
import { renderServerMetrics } from '../../../apps/operator/src/metrics/server-metrics.ts';
import type { Scrape } from './timeline.ts';

/** What there is of one server in a minute, as operator and agent know it. */
export interface ServerState {
  readonly spec?: Partial<GameServerSpec>;
  readonly status: GameServerStatus;
  readonly operation?: { readonly spec: Pick<GameOperationSpec, 'type'>; readonly status: GameOperationStatus; readonly madeAt: number };
  /** The agent and its report; undefined where no pod runs. */
  readonly agent?: { readonly report: Partial<AgentReport>; readonly figures?: Partial<AgentFigures> };
  readonly agentSilentSeconds?: number;
  /** Memory in use by the game, of 2 GiB. */
  readonly memoryBytes?: number;
}

/** Figures of operator and API, by name and labels; counters too, as they stand in this minute. */
export type SystemState = Readonly<Record<string, number>>;

const NAMESPACE = 'tenant-a';
const SERVER = 'my-world';
const GAME = 'example';
const LIMIT_MIB = 2048;
export const LIMIT_BYTES = LIMIT_MIB * 2 ** 20;

/** Labels by which alerts tell of the server. */
export const SERVER_LABELS = { namespace: NAMESPACE, server: SERVER, game: GAME };

/** A minute of a timeline, which begins in 1970, as the API writes it. */
export function at(minute: number): string {
  return new Date(minute * 60_000).toISOString();
}

/** What a server that runs well says. */
export function running(): ServerState {
  return {
    status: {
      phase: 'Running',
      health: 'Healthy',
      players: { known: true, online: 3, max: 20 },
      network: { state: 'Ready', endpoints: [] },
      version: { state: 'UpToDate', wanted: '1', running: '1' },
      conditions: [ready('True')],
    },
    agent: { report: {} },
    agentSilentSeconds: 20,
    memoryBytes: LIMIT_BYTES * 0.6,
  };
}

export function ready(status: 'True' | 'False'): NonNullable<GameServerStatus['conditions']>[number] {
  return { type: 'Ready', status, reason: status === 'True' ? 'PlayersCanJoin' : 'NotReady', message: '', lastTransitionTime: at(0) };
}

/** What operator and API say when all is well, after so many minutes of work. */
export function wellSystem(minute: number): SystemState {
  const operator = 'job="gse-operator",pod="gse-operator-1"';
  const api = 'job="gse-api",pod="gse-api-1"';
  return {
    [`up{${operator}}`]: 1,
    [`up{job="gse-operator",pod="gse-operator-2"}`]: 1,
    [`up{${api}}`]: 1,
    [`leader_election_master_status{${operator},name="gse-operator"}`]: 1,
    [`leader_election_master_status{job="gse-operator",pod="gse-operator-2",name="gse-operator"}`]: 0,
    [`workqueue_depth{${operator},name="lifecycle",controller="lifecycle"}`]: 1,
    [`workqueue_longest_running_processor_seconds{${operator},name="lifecycle",controller="lifecycle"}`]: 0.2,
    [`controller_runtime_reconcile_total{${operator},controller="lifecycle",result="success"}`]: minute * 60,
    [`controller_runtime_reconcile_total{${operator},controller="lifecycle",result="error"}`]: minute,
    [`controller_runtime_reconcile_errors_total{${operator},controller="lifecycle"}`]: minute,
    [`rest_client_requests_total{${operator},method="GET",code="200",host="a"}`]: minute * 100,
    [`rest_client_requests_total{${operator},method="GET",code="503",host="a"}`]: minute,
    [`gse_api_requests_total{${api},method="GET",route="/api/v1/servers",status="200"}`]: minute * 100,
    [`gse_api_requests_total{${api},method="GET",route="/api/v1/servers",status="500"}`]: minute,
  };
}

/** What is scraped in a minute of a cluster with one server. The figures of servers are those of the real programs. */
export function scrapes(server: ServerState | undefined, system: SystemState, operatorPod = 'gse-operator-1'): readonly Scrape[] {
  const made: Scrape[] = [
    {
      text: Object.entries(system)
        .map(([name, value]) => `${name} ${value}`)
        .join('\n'),
      labels: {},
    },
  ];
  if (server === undefined) return made;
  const object = serverObject(server);
  made.push({
    text: renderServerMetrics({
      servers: [object],
      podOf: () => (server.agent === undefined ? undefined : pod),
      openOperations: () => (server.operation ? [operationObject(server.operation)] : []),
      agentSilentSeconds: () => server.agentSilentSeconds,
    }),
    labels: { job: 'gse-operator', namespace: 'cozy-gse', pod: operatorPod },
  });
  if (server.agent !== undefined)
    made.push({
      text: prometheusText(SERVER_LABELS, { ...report, ...server.agent.report }, { ...figures, ...server.agent.figures }, []),
      labels: { job: 'gse-agent', pod: `${SERVER}-0`, container: 'agent' },
    });
  if (server.memoryBytes !== undefined)
    made.push({
      text: `container_memory_working_set_bytes{container="game"} ${server.memoryBytes}`,
      labels: { job: 'kubelet', namespace: NAMESPACE, pod: `${SERVER}-0` },
    });
  return made;
}

function serverObject({ spec, status }: ServerState): GameServer {
  return {
    apiVersion: API_VERSION,
    kind: 'GameServer',
    metadata: { name: SERVER, namespace: NAMESPACE },
    spec: { game: GAME, state: 'Running', intent: 'None', ...spec },
    status,
  };
}

function operationObject({ spec, status, madeAt }: NonNullable<ServerState['operation']>): GameOperation {
  return {
    apiVersion: API_VERSION,
    kind: 'GameOperation',
    metadata: { name: 'one', namespace: NAMESPACE, creationTimestamp: at(madeAt) },
    spec: { server: SERVER, ...spec },
    status,
  };
}

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `${SERVER}-0`, namespace: NAMESPACE },
  spec: { containers: [{ name: 'game', image: 'x', resources: { limits: { memory: `${LIMIT_MIB}Mi` } } }] },
};

const report: AgentReport = {
  revision: '1',
  at: at(0),
  game: { process: 'up', health: 'Healthy' },
  players: { known: true, online: 3, max: 20 },
  drain: { state: 'none' },
  settings: {},
  settingsHash: '',
  version: '1',
  simulated: false,
};

const figures: AgentFigures = {
  consoleViewers: 0,
  logLines: 100,
  saves: { saved: 1, failed: 0, last: { at: 0, isSaved: true } },
  isStuckQuiesced: false,
  disk: { sizeBytes: 10e9, freeBytes: 6e9 },
};
