import { BY_SERVER } from './alert.ts';
import type { Dashboard, Panel } from './grafana.ts';
import { JOBS } from './jobs.ts';
import { curves, stat, table } from './panels.ts';

const CHOSEN = 'namespace=~"$namespace", game=~"$game"';
/** One series for each server, whoever told of it. */
const each = (name: string, match = ''): string => `max ${BY_SERVER} (gse_server_${name}{${CHOSEN}${match}})`;
const OF_SERVER = '{{namespace}}/{{server}}';

const overview: readonly Panel[] = [
  stat('Servers', `count(${each('wanted')})`),
  stat('Wished to run', `sum(${each('wanted')})`),
  stat('Players can join', `sum(${each('ready')})`),
  stat('Players online', `sum(${each('players_online')})`, { description: 'Of servers whose players are known; unknown is not zero.' }),
  stat('Crashed lately', `count(${each('crashes')} > 0) or vector(0)`),
  stat('Wait for a restart', `count(${each('staged_changes')} > 0) or vector(0)`),
  curves(
    'Servers by phase',
    { expr: `sum by (phase) (max by (namespace, server, phase) (gse_server_phase{${CHOSEN}}))`, legend: '{{phase}}' },
    { isStacked: true },
  ),
  curves('Players by game', { expr: `sum by (game) (${each('players_online')})`, legend: '{{game}}' }, { isStacked: true }),
  table('Not plainly running, and why', `max by (namespace, server, game, code) (gse_server_reason{${CHOSEN}})`, {
    description: 'The reason of every server that is not plainly running. GameServerNotJoinable tells of those that should be.',
  }),
  table('Under way', `max by (namespace, server, game, type, phase, step) (gse_server_operation{${CHOSEN}})`, {
    description: 'Operations with their notice to players, and those that wait.',
  }),
];

const trouble: readonly Panel[] = [
  curves('Crashes since the last stable period', { expr: `topk(10, ${each('crashes')} > 0)`, legend: OF_SERVER }),
  curves('Agents that are not heard', { expr: `topk(10, ${each('agent_silent_seconds')} > 60)`, legend: OF_SERVER }, { unit: 's' }),
  curves(
    'Fullest volumes',
    {
      expr: `topk(10, 1 - min ${BY_SERVER} (gse_world_disk_free_bytes{${CHOSEN}} / gse_world_disk_size_bytes{${CHOSEN}}))`,
      legend: OF_SERVER,
    },
    { unit: 'percentunit', most: 1, description: 'Tenants with monitoring of their own are not among them.' },
  ),
  curves(
    'Memory next to its limit',
    {
      expr: `topk(10, max ${BY_SERVER} (max by (namespace, pod) (container_memory_working_set_bytes{container="game", namespace=~"$namespace"}) * on (namespace, pod) group_left (server, game) max by (namespace, pod, server, game) (gse_server_info{${CHOSEN}})) / ${each('memory_limit_bytes')})`,
      legend: OF_SERVER,
    },
    { unit: 'percentunit', most: 1 },
  ),
];

const OPERATOR = `job="${JOBS.operator}"`;
const operator: readonly Panel[] = [
  stat('Operators', `sum(up{${OPERATOR}})`),
  stat('Leaders', `sum(leader_election_master_status{${OPERATOR}})`, { description: 'One, whatever the number of operators.' }),
  curves('Waiting in queues', { expr: `sum by (name) (workqueue_depth{${OPERATOR}})`, legend: '{{name}}' }, { width: 16 }),
  curves('Reconciles', {
    expr: `sum by (controller, result) (rate(controller_runtime_reconcile_total{${OPERATOR}}[$__rate_interval]))`,
    legend: '{{controller}} {{result}}',
  }),
  curves(
    'Time of 99 of 100 reconciles',
    {
      expr: `histogram_quantile(0.99, sum by (controller, le) (rate(controller_runtime_reconcile_time_seconds_bucket{${OPERATOR}}[$__rate_interval])))`,
      legend: '{{controller}}',
    },
    { unit: 's' },
  ),
  curves('Requests to the API of the cluster', {
    expr: `sum by (method, code) (rate(rest_client_requests_total{${OPERATOR}}[$__rate_interval]))`,
    legend: '{{method}} {{code}}',
  }),
  curves('Memory of the operator', { expr: `process_resident_memory_bytes{${OPERATOR}}`, legend: '{{pod}}' }, { unit: 'bytes' }),
];

const API = `job="${JOBS.api}"`;
const api: readonly Panel[] = [
  curves('Requests by status', {
    expr: `sum by (status) (rate(gse_api_requests_total{${API}}[$__rate_interval]))`,
    legend: '{{status}}',
  }),
  curves(
    'Time of 95 of 100 requests',
    {
      expr: `histogram_quantile(0.95, sum by (le) (rate(gse_api_request_duration_seconds_bucket{${API}}[$__rate_interval])))`,
      legend: '95 of 100',
    },
    { unit: 's' },
  ),
  curves('Memory of the API', { expr: `process_resident_memory_bytes{${API}}`, legend: '{{pod}}' }, { unit: 'bytes' }),
  curves('Event loop of the API', { expr: `nodejs_eventloop_lag_p99_seconds{${API}}`, legend: '{{pod}}' }, { unit: 's' }),
];

/** For whoever runs the platform: every server, operator and API. */
export const providerDashboard: Dashboard = {
  uid: 'gse-provider',
  title: 'Game servers: provider',
  description: 'Every game server of the cluster, and the operator and API that look after them.',
  tags: ['provider'],
  choices: [
    { name: 'namespace', title: 'Namespace', of: 'gse_server_info' },
    { name: 'game', title: 'Game', of: 'gse_server_info{namespace=~"$namespace"}' },
  ],
  rows: [
    { title: 'Servers', panels: overview },
    { title: 'What may go wrong', panels: trouble },
    { title: 'Operator', panels: operator },
    { title: 'API', panels: api },
  ],
};
