import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { API_VERSION, type GameServerStatus } from '@gse/resources';
import { gameServers } from '@gse/server-objects';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dig, list } from '../../test/dig.ts';
import { EventStream } from '../../test/event-stream.ts';
import { until } from '../../test/until.ts';
import { TOKENS, World } from '../../test/world.ts';

const COUNT = 1000;
const NAMESPACE = 'many';
let world: World;

const status = (at: number): GameServerStatus => ({
  phase: 'Running',
  health: 'Healthy',
  simulated: true,
  players: { known: true, online: at % 20, max: 20, names: Array.from({ length: at % 20 }, (_, player) => `Player${player}`) },
  address: `203.0.113.${at % 250}:${30_000 + at}`,
  version: { state: 'UpToDate', running: '1.21.8', wanted: '1.21.8' },
  network: { state: 'Ready', endpoints: [{ name: 'game', address: `203.0.113.${at % 250}:${30_000 + at}`, protocol: 'TCP' }] },
  ...(at % 10 === 0 && {
    reason: {
      code: 'GameUnresponsive',
      message: 'The game does not answer over RCON.',
      evidence: Array.from({ length: 40 }, () => 'x'.repeat(500)),
    },
    next: { what: 'The server restarts (new plugins).', at: '2030-01-01T00:00:00.000Z', operation: `server-${at}-restart-1` },
    operation: `server-${at}-restart-1`,
  }),
});

beforeAll(async () => {
  world = await World.start();
  await world.namespace(NAMESPACE);
  const names = Array.from({ length: COUNT }, (_, at) => at);
  for (let from = 0; from < COUNT; from += 50)
    await Promise.all(
      names.slice(from, from + 50).map(async (at) => {
        const metadata = { name: `server-${String(at).padStart(4, '0')}`, namespace: NAMESPACE };
        await world.kube.create(gameServers, {
          apiVersion: API_VERSION,
          kind: 'GameServer',
          metadata,
          spec: { game: 'minecraft', state: 'Running', intent: 'None', settings: { motd: `Server number ${at}` } },
        });
        await world.kube.patchStatus(gameServers, metadata, { status: status(at) });
      }),
    );
  await until(async () => {
    const { body } = await world.ask('GET', `/api/v1/servers?namespace=${NAMESPACE}&limit=1000`);
    return list(body, 'items').filter((item) => dig(item, 'phase') === 'Running').length === COUNT;
  }, 60_000);
}, 120_000);
afterAll(async () => await world[Symbol.asyncDispose]());

async function raw(path: string, headers: Record<string, string>): Promise<{ body: Buffer; encoding: string | undefined; ms: number }> {
  const began = performance.now();
  return await new Promise((resolve, reject) => {
    request(`${world.url}${path}`, { headers: { authorization: `Bearer ${TOKENS.alice}`, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ body: Buffer.concat(chunks), encoding: response.headers['content-encoding'], ms: performance.now() - began }),
      );
    })
      .on('error', reject)
      .end();
  });
}

test('a thousand servers are one page, small enough to be fetched in one go', async () => {
  const path = `/api/v1/servers?namespace=${NAMESPACE}&limit=1000`;
  const plain = await raw(path, {});
  const { items } = JSON.parse(plain.body.toString()) as { items: unknown[] };
  expect(items).toHaveLength(COUNT);
  const packed = await raw(path, { 'accept-encoding': 'gzip, br' });
  expect(packed.encoding).toBe('gzip');
  expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  expect((await raw(path, { 'accept-encoding': 'gzip;q=0' })).encoding).toBeUndefined();
  const times: number[] = [];
  for (let round = 0; round < 10; round++) times.push((await raw(path, { 'accept-encoding': 'gzip' })).ms);
  console.info(
    `${COUNT} servers: ${plain.body.length} bytes, ${packed.body.length} gzipped (${Math.round(plain.body.length / COUNT)} and ${Math.round(packed.body.length / COUNT)} a server), ${Math.round(times.toSorted((a, b) => a - b)[5] ?? 0)} ms`,
  );
  // No evidence, no names, no settings: those are asked for by the page that shows them.
  expect(plain.body.length / COUNT).toBeLessThan(700);
  expect(packed.body.length / COUNT).toBeLessThan(80);
  expect((await world.ask('GET', `/api/v1/servers?limit=1001`)).status).toBe(400);
});

test('one change among a thousand servers is one small event', async () => {
  using stream = await EventStream.open(`${world.url}/api/v1/events`, { authorization: `Bearer ${TOKENS.alice}` });
  await until(() => stream.events.length > 0);
  const changes = 50;
  for (let at = 0; at < changes; at++)
    await world.kube.patchStatus(
      gameServers,
      { namespace: NAMESPACE, name: `server-${String(at).padStart(4, '0')}` },
      { status: { players: { known: true, online: 19 - (at % 3), max: 20 } } },
    );
  const seen = (): Set<unknown> => new Set(stream.named('server').map(({ data }) => dig(data, 'server.name')));
  await until(() => seen().size >= changes - 5);
  const sizes = stream.named('server').map(({ data }) => JSON.stringify(data).length);
  console.info(
    `events: ${sizes.length}, ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length)} bytes on average, ${Math.max(...sizes)} at most`,
  );
  expect(Math.max(...sizes)).toBeLessThan(1000);
  expect(sizes.length).toBeLessThanOrEqual(changes);
});
