import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HistorySeries } from '@gse/agent-client';
import { AgentStandIn } from '../../test/agent-stand-in.ts';
import { dig, list } from '../../test/dig.ts';
import { World } from '../../test/world.ts';

let world: World;
let agent: AgentStandIn;
const url = (name: string, query = ''): string => `/api/v1/servers/default/${name}/history${query}`;
const from = Math.floor(Date.now() / 15_000) * 15 - 45;
const series: HistorySeries = {
  from,
  stepSeconds: 15,
  health: ['Healthy', null, 'Unresponsive', 'Healthy'],
  players: [0, null, null, 3],
  playersMax: [20, null, null, 20],
  metrics: [
    { name: 'ticks_per_second', help: 'Ticks; 20 is full speed', values: [20, null, null, 19.5] },
    { name: 'tick_duration_average_seconds', help: 'Average', values: [0.01, null, null, 0.02] },
  ],
};

beforeAll(async () => {
  world = await World.start();
  agent = await AgentStandIn.start();
  agent.history = series;
  await world.server('world', { status: { simulated: true } });
  await world.pod('world', agent, { limits: { cpu: '1500m', memory: '3Gi' } });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await agent[Symbol.asyncDispose]();
});

test('a cluster that measures nothing says so, and the curve of the game is there all the same', async () => {
  const { status, body, headers } = await world.ask('GET', url('world'));
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('private, max-age=10');
  expect(body).toMatchObject({
    range: 'hour',
    since: new Date(from * 1000).toISOString(),
    refreshSeconds: 15,
    simulated: true,
    game: { from, stepSeconds: 15, health: series.health, players: [0, null, null, 3], playersMax: [20, null, null, 20] },
    usage: { cpuMilli: [], memoryBytes: [], unknownBecause: 'The resource metrics of this cluster do not answer at the moment.' },
    limits: { cpuMilli: 1500, memoryBytes: 3 * 1024 ** 3, storageBytes: expect.any(Number) },
  });
  expect(dig(body, 'game.unknownBecause')).toBeUndefined();
  expect(list(body, 'game.figures')).toEqual([
    {
      name: 'ticks_per_second',
      title: 'Ticks per second',
      unit: 'per second',
      description: 'Ticks; 20 is full speed',
      values: [20, null, null, 19.5],
    },
    {
      name: 'tick_duration_average_seconds',
      title: 'Tick duration average',
      unit: 'seconds',
      description: 'Average',
      values: [0.01, null, null, 0.02],
    },
  ]);
});

test('the day is asked of the agent as such', async () => {
  expect((await world.ask('GET', url('world', '?range=day'))).body).toMatchObject({ range: 'day', refreshSeconds: 300 });
  expect(await world.ask('GET', url('world', '?range=year'))).toMatchObject({ status: 400 });
});

test('a stopped server has no curve and says why', async () => {
  await world.server('asleep', { spec: { state: 'Stopped' } });
  const { body } = await world.ask('GET', url('asleep'));
  expect(body).toMatchObject({
    game: {
      health: [],
      unknownBecause: 'The server is stopped, so there is no game to talk to. What was seen before is shown again when it runs.',
    },
    usage: { unknownBecause: 'The game does not run, so it uses nothing.' },
    limits: { cpuMilli: expect.any(Number), memoryBytes: expect.any(Number), storageBytes: expect.any(Number) },
  });
  expect(dig(body, 'since')).toBeUndefined();
});

test('an agent that is older, new or out of reach is no error', async () => {
  agent.history = undefined;
  expect(dig((await world.ask('GET', url('world'))).body, 'game.unknownBecause')).toMatch(/older than its history/);
  agent.history = { ...series, health: [], players: [], playersMax: [], metrics: [] };
  expect(dig((await world.ask('GET', url('world'))).body, 'game.unknownBecause')).toMatch(/Nobody has looked/);
  agent.refuse = { status: 500, code: 'Internal', message: 'it broke' };
  expect(dig((await world.ask('GET', url('world'))).body, 'game.unknownBecause')).toBe(
    'What was seen of this game is not known: it broke.',
  );
  agent.refuse = undefined;
  agent.history = series;
});

test('a server nobody may see has no history', async () => {
  expect((await world.ask('GET', url('none'))).status).toBe(404);
});
