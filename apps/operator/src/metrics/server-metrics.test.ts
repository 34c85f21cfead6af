import { API_VERSION, type GameOperationStatus, type GameServerStatus } from '@gse/resources';
import type { GameOperation, GameServer } from '@gse/server-objects';
import type { Pod } from '@gse/kube';
import { expect, test } from 'vitest';
import { renderServerMetrics, type ServerSources } from './server-metrics.ts';

const SAME = 'namespace="games",server="a",game="example"';

function server(status?: GameServerStatus, spec: Partial<GameServer['spec']> = {}): GameServer {
  return {
    apiVersion: API_VERSION,
    kind: 'GameServer',
    metadata: { name: 'a', namespace: 'games' },
    spec: { game: 'example', state: 'Running', intent: 'None', ...spec },
    status,
  };
}

function operation(name: string, status: GameOperationStatus, createdAt: string): GameOperation {
  return {
    apiVersion: API_VERSION,
    kind: 'GameOperation',
    metadata: { name, namespace: 'games', creationTimestamp: createdAt },
    spec: { server: 'a', type: name === 'first' ? 'stop' : 'restart' },
    status,
  };
}

const nothing: ServerSources = { servers: [], podOf: () => undefined, openOperations: () => [], agentSilentSeconds: () => undefined };
const render = (one: GameServer, more: Partial<ServerSources> = {}): string => renderServerMetrics({ ...nothing, servers: [one], ...more });
/** The series of a text, without those that every server has. */
const series = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('of a server that nobody has looked at, only the wish is known', () => {
  expect(series(render(server()))).toEqual([
    `gse_server_info{${SAME},pod="a-0",version="",simulated=""} 1`,
    `gse_server_wanted{${SAME}} 1`,
  ]);
});

test('players that are not known have no series, an empty server has zero', () => {
  expect(render(server({ phase: 'Running', players: { known: false } }))).not.toMatch(/^gse_server_players/m);
  expect(render(server({ phase: 'Running', players: { known: true, online: 0, max: 20 } }))).toContain(
    `gse_server_players_online{${SAME}} 0\n`,
  );
});

test('of a state only the present one has a series', () => {
  const text = render(
    server({ phase: 'Crashed', health: 'Unknown', reason: { code: 'OutOfMemory', message: '' }, network: { state: 'Ready' } }),
  );
  expect(series(text).filter((line) => /gse_server_(?:phase|health|reason|network)/.test(line))).toEqual([
    `gse_server_phase{${SAME},phase="Crashed"} 1`,
    `gse_server_health{${SAME},health="Unknown"} 1`,
    `gse_server_reason{${SAME},code="OutOfMemory"} 1`,
    `gse_server_network{${SAME},state="Ready"} 1`,
  ]);
});

test.each([
  ['stopped by a person', server(undefined, { state: 'Stopped' })],
  ['suspended by the provider', server(undefined, { intent: 'Suspended' })],
  ['being deleted', { ...server(), metadata: { ...server().metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }],
])('a server that is %s is not wished to run', (_, one) => {
  expect(render(one)).toContain(`gse_server_wanted{${SAME}} 0\n`);
});

test('readiness that is not known has no series', () => {
  const conditions = (status: 'True' | 'False' | 'Unknown'): GameServerStatus => ({
    conditions: [{ type: 'Ready', status, reason: 'X', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }],
  });
  expect(render(server(conditions('True')))).toContain(`gse_server_ready{${SAME}} 1\n`);
  expect(render(server(conditions('False')))).toContain(`gse_server_ready{${SAME}} 0\n`);
  expect(render(server(conditions('Unknown')))).not.toMatch(/^gse_server_ready/m);
});

test('crashes are zero once a server has been looked at, and a number after one', () => {
  expect(render(server({ phase: 'Running' }))).toContain(`gse_server_crashes{${SAME}} 0\n`);
  const crash = { at: '2026-01-01T00:00:00Z', count: 4, key: 'x', givenUp: 2 };
  const text = render(server({ phase: 'Failed', crash }));
  expect(text).toContain(`gse_server_crashes{${SAME}} 4\n`);
  expect(text).toContain(`gse_server_given_up{${SAME}} 1\n`);
});

test('one operation is told of: that under way, with the latest moment it has announced', () => {
  const openOperations = () => [
    operation('first', { phase: 'Pending' }, '1970-01-01T00:00:10Z'),
    operation(
      'second',
      {
        phase: 'Running',
        step: 'countdown',
        startedAt: '1970-01-01T00:01:00Z',
        disruptsAt: '1970-01-01T00:05:00Z',
        deadline: '1970-01-01T00:02:00Z',
      },
      '1970-01-01T00:00:20Z',
    ),
  ];
  expect(series(render(server(), { openOperations })).filter((line) => line.startsWith('gse_server_operation'))).toEqual([
    `gse_server_operation{${SAME},type="restart",phase="Running",step="countdown"} 1`,
    `gse_server_operation_since_timestamp_seconds{${SAME},type="restart"} 60`,
    `gse_server_operation_due_timestamp_seconds{${SAME},type="restart"} 300`,
  ]);
});

test('an operation that has said no time has none', () => {
  const text = render(server(), { openOperations: () => [operation('first', {}, '1970-01-01T00:00:10Z')] });
  expect(text).toContain(`gse_server_operation_since_timestamp_seconds{${SAME},type="stop"} 10\n`);
  expect(text).not.toMatch(/^gse_server_operation_due/m);
});

test('an agent is missed only while its game runs', () => {
  const agentSilentSeconds = () => 90;
  expect(render(server({ phase: 'Running' }), { agentSilentSeconds })).toContain(`gse_server_agent_silent_seconds{${SAME}} 90\n`);
  expect(render(server({ phase: 'Installing' }), { agentSilentSeconds })).not.toMatch(/^gse_server_agent_silent/m);
});

test('memory is the limit of the game’s container, where it can be read', () => {
  const pod = (memory: string): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a-0' },
    spec: {
      containers: [
        { name: 'proxy', image: 'x', resources: { limits: { memory: '1Mi' } } },
        { name: 'game', image: 'x', resources: { limits: { memory } } },
      ],
    },
  });
  expect(render(server(), { podOf: () => pod('2Gi') })).toContain(`gse_server_memory_limit_bytes{${SAME}} ${2 ** 31}\n`);
  expect(render(server(), { podOf: () => pod('2E') })).not.toMatch(/^gse_server_memory/m);
});

test('what a game calls its version is cut, so that it stays a label', () => {
  expect(render(server({ version: { state: 'UpToDate', running: 'v'.repeat(500) } }))).toContain(`version="${'v'.repeat(60)}"`);
});

test('words of others cannot break out of a label', () => {
  expect(render(server({ version: { state: 'UpToDate', running: '1"} 2\n\\' } }))).toContain('version="1\\"} 2\\n\\\\"');
});
