import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentStandIn } from '../../test/agent-stand-in.ts';
import { ConsoleClient } from '../../test/console-client.ts';
import { until } from '../../test/until.ts';
import { TOKENS, World } from '../../test/world.ts';

let world: World;
let agent: AgentStandIn;
let url: string;
let cookie: string;
const bearer = { authorization: `Bearer ${TOKENS.alice}` };

beforeAll(async () => {
  world = await World.start({
    bob: { namespaces: ['default'], allows: (verb, resource) => verb === 'get' && resource !== 'secrets' },
    limits: { viewersPerServer: 4 },
  });
  agent = await AgentStandIn.start();
  await world.server('world');
  await world.pod('world', agent);
  url = `${world.url}/api/v1/servers/default/world/console`;
  const signIn = await world.ask('POST', '/api/session', { token: null, body: { token: TOKENS.alice } });
  cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await agent[Symbol.asyncDispose]();
});

async function view(query = '', headers: Record<string, string> = bearer): Promise<ConsoleClient> {
  const client = await ConsoleClient.open(`${url}${query}`, headers);
  if (typeof client === 'number') throw new Error(`refused with ${client}`);
  return client;
}

test('a viewer sees what was, what comes, and answers to commands', async () => {
  agent.log('one', 'two', 'three');
  const client = await view('?replay=2');
  await until(() => client.texts.includes('three'));
  agent.log('fresh');
  await until(() => client.texts.includes('fresh'));
  expect(client.texts).toEqual(['two', 'three', 'fresh']);
  expect(await client.command('a', 'list')).toEqual({ type: 'result', id: 'a', output: 'ran list' });
  expect(await client.command('b', 'a\u0007b')).toMatchObject({ type: 'result', id: 'b', error: { code: 'BadRequest' } });
  await client.close();
});

test('a command sent before the console is open is not lost', async () => {
  const client = await view();
  expect(await client.command('early', 'list')).toMatchObject({ output: 'ran list' });
  await client.close();
});

test('a viewer who comes back goes on where it was', async () => {
  const last = agent.lines.at(-1)?.n ?? 0;
  agent.log('while away');
  const client = await view(`?after=${last}`);
  await until(() => client.texts.length > 0);
  expect(client.texts).toEqual(['while away']);
  await client.close();
});

test.each([
  ['a browser on a page of ours', () => ({ cookie, origin: world.url }), 'open'],
  ['a browser on a page of another site', () => ({ cookie, origin: 'https://evil.example' }), 403],
  ['a cookie without an origin', () => ({ cookie }), 403],
  ['a token with a foreign origin', () => ({ ...bearer, origin: 'https://evil.example' }), 403],
  ['nobody', () => ({}), 401],
  ['a wrong token', () => ({ authorization: 'Bearer guess' }), 401],
] as const)('%s gets what is due', async (_case, headers, expected) => {
  const client = await ConsoleClient.open(url, headers());
  expect(typeof client === 'number' ? client : 'open').toBe(expected);
  if (typeof client !== 'number') await client.close();
});

test('who may look may not run commands', async () => {
  const client = await view('', { authorization: `Bearer ${TOKENS.bob}` });
  const before = agent.asked.length;
  expect(await client.command('x', 'op bob')).toMatchObject({ error: { code: 'Forbidden' } });
  expect(agent.asked).toHaveLength(before);
  await client.close();
});

test('a server without a game and a server that is not there are refused before the socket opens', async () => {
  await world.server('quiet');
  expect(await ConsoleClient.open(url.replace('world', 'quiet'), bearer)).toBe(409);
  expect(await ConsoleClient.open(url.replace('world', 'none'), bearer)).toBe(404);
  expect((await world.ask('GET', '/api/v1/servers/default/world/console')).status).toBe(426);
});

test('there is a limit to viewers, and a seat that is left is free again', async () => {
  const clients = await Promise.all([view(), view(), view(), view()]);
  expect(await ConsoleClient.open(url, bearer)).toBe(503);
  await clients[0]?.close();
  await until(async () => {
    const next = await ConsoleClient.open(url, bearer);
    if (typeof next === 'number') return false;
    await next.close();
    return true;
  });
  for (const client of clients.slice(1)) await client.close();
  await until(() => agent.viewers === 0);
});

test('an attempt that never becomes a console keeps no seat', async () => {
  const { hostname, port } = new URL(url);
  for (let n = 0; n < 8; n++) {
    const socket = connect(Number(port), hostname);
    socket.write(
      `GET ${new URL(url).pathname} HTTP/1.1\r\nhost: x\r\nauthorization: ${bearer.authorization}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: none\r\n\r\n`,
    );
    socket.resume();
    await once(socket, 'close');
  }
  const client = await view();
  await client.close();
});

test('a viewer who does not read holds up nobody, loses lines and is told how many', async () => {
  const slow = await view('?replay=0');
  const quick = await view('?replay=0');
  await until(() => agent.viewers === 2);
  const first = agent.lines.length;
  slow.socket.pause();
  const long = 'x'.repeat(16_000);
  for (let n = 0; n < 3_000 && (n < 1_500 || agent.lost === 0); n += 20) {
    agent.log(...Array.from({ length: 20 }, (_, k) => `${n + k} ${long}`));
    const last = `${n + 19} `;
    await until(() => quick.texts.at(-1)?.startsWith(last) === true);
    quick.frames.length = 0;
    quick.frames.push({ type: 'lines', lines: agent.lines.slice(-1) });
  }
  expect(agent.lost).toBeGreaterThan(0);
  expect(await quick.command('still', 'list')).toMatchObject({ output: 'ran list' });
  slow.socket.resume();
  await until(async () => {
    agent.log('more');
    await new Promise((resolve) => setTimeout(resolve, 20));
    return slow.dropped > 0 && slow.texts.at(-1) === 'more';
  });
  await until(() => slow.texts.length + slow.dropped >= agent.lines.length - first);
  expect(slow.texts.length + slow.dropped).toBe(agent.lines.length - first);
  await slow.close();
  await quick.close();
}, 60_000);

test('frames that are none end the console', async () => {
  const client = await view();
  await until(() => agent.viewers > 0);
  client.socket.send('{"type":"shutdown"}');
  await until(() => client.closeCode !== undefined);
  expect(client.closeCode).toBe(1008);
});

test('when the agent goes, the viewer is told to come back', async () => {
  const client = await view();
  await until(() => agent.viewers > 0);
  agent.disconnectViewers();
  await until(() => client.closeCode !== undefined);
  expect(client.closeCode).toBe(1012);
});
