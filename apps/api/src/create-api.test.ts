import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { AgentStandIn } from '../test/agent-stand-in.ts';
import { ConsoleClient } from '../test/console-client.ts';
import { EventStream } from '../test/event-stream.ts';
import { until } from '../test/until.ts';
import { TOKENS, World } from '../test/world.ts';

const bearer = { authorization: `Bearer ${TOKENS.alice}` };

test('another server may feed it requests and upgrades, and it closes all the same', async () => {
  await using agent = await AgentStandIn.start();
  await using world = await World.start();
  await world.server('fed');
  await world.pod('fed', agent);
  const front = createServer((request, response) => world.api.app.routing(request, response));
  front.on('upgrade', (request, socket, head) => world.api.app.server.emit('upgrade', request, socket, head));
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;

  expect((await fetch(`${url}/api/v1/servers/default/fed`, { headers: bearer })).status).toBe(200);
  using stream = await EventStream.open(`${url}/api/v1/events`, bearer);
  const client = await ConsoleClient.open(`${url}/api/v1/servers/default/fed/console`, bearer);
  if (typeof client === 'number') throw new Error(`refused with ${client}`);
  expect(await client.command('a', 'list')).toMatchObject({ output: 'ran list' });

  await world.api.close();
  await until(() => stream.isClosed && client.closeCode !== undefined);
  expect(stream.named('end')).toHaveLength(1);
  expect(client.closeCode).toBe(1012);
  front.close();
  front.closeAllConnections();
});

test('it is not ready before it has read everything', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await using world = await World.start({ readerWaitsFor: held, waitUntilReady: false });
  expect(await world.ask('GET', '/readyz', { token: null })).toMatchObject({ status: 503, body: { error: { code: 'NotReady' } } });
  expect((await world.ask('GET', '/healthz', { token: null })).status).toBe(200);
  release();
  await until(async () => (await world.ask('GET', '/readyz', { token: null })).status === 200);
});

test('when Kubernetes is gone, reads from caches go on and the rest says so', async () => {
  await using world = await World.start();
  await world.server('kept');
  await world.ask('GET', '/api/v1/servers');
  world.cutOffKubernetes();
  expect(await world.ask('GET', '/api/v1/servers/default/kept')).toMatchObject({
    status: 503,
    body: { error: { code: 'KubernetesUnavailable' } },
  });
  expect((await world.ask('GET', '/healthz', { token: null })).status).toBe(200);
  expect((await world.ask('GET', '/readyz', { token: null })).status).toBe(200);
}, 60_000);
