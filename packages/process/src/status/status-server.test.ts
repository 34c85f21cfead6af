import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startStatusServer, type StatusServer } from './status-server.ts';

let server: StatusServer;
beforeEach(async () => {
  server = await startStatusServer({ port: 0 });
});
afterEach(() => server.close());

const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

test('before the work says otherwise the process is alive and not ready', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(503);
  expect(await (await get('/metrics')).text()).toBe('');
});

test('answers come from the work; a process that stops is not ready any more', async () => {
  server.serve({
    health: () => ({ isOk: false, text: 'stuck\n' }),
    ready: () => ({ isOk: true, text: 'ready\n' }),
    metrics: () => 'a_total 1\n',
  });
  const health = await get('/healthz?verbose');
  expect([health.status, await health.text()]).toEqual([503, 'stuck\n']);
  expect((await get('/readyz')).status).toBe(200);
  const metrics = await get('/metrics');
  expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await metrics.text()).toBe('a_total 1\n');
  expect(await (await get('/metrics', { method: 'HEAD' })).text()).toBe('');
  server.stopping();
  expect((await get('/readyz')).status).toBe(503);
});

test('everything else is refused, and an answer that fails is an error of this answer only', async () => {
  expect((await get('/')).status).toBe(404);
  const post = await get('/metrics', { method: 'POST', body: 'x'.repeat(100_000) });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  server.serve({
    health: () => {
      throw new Error('no answer');
    },
    ready: () => ({ isOk: true, text: 'ok\n' }),
  });
  expect((await get('/healthz')).status).toBe(500);
  expect((await get('/readyz')).status).toBe(200);
});

test('long headers are cut off', async () => {
  expect((await get('/healthz', { headers: { x: 'y'.repeat(20_000) } })).status).toBe(431);
});

/** Opens a connection and sends what is given, if anything. */
async function open(to: StatusServer, { says = '', localAddress = '127.0.0.1' } = {}): Promise<{ socket: Socket; gone: Promise<unknown> }> {
  const socket = connect({ port: to.port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined).resume();
  // Whoever is still sending then is told with a reset.
  const gone = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  if (says !== '') socket.write(says);
  return { socket, gone };
}

test('whoever holds connections open loses the oldest, and probes get in at once', async () => {
  const idle = [];
  for (let count = 0; count < 100; count++) idle.push(await open(server));
  for (let count = 0; count < 20; count++) expect((await get('/healthz', { headers: { connection: 'close' } })).status).toBe(200);
  await Promise.all(idle.slice(0, 92).map(({ gone }) => gone));
  for (const { socket } of idle) socket.destroy();
});

// Elsewhere a machine has one address of its own only.
test.skipIf(process.platform !== 'linux')('who has most connections loses one when there are too many, not who has few', async () => {
  const small = await startStatusServer({ port: 0, limits: { perAddress: 5, total: 6 }, patienceMs: 60_000 });
  const probe = await open(small, { localAddress: '127.0.0.9' });
  const crowd = [];
  for (let count = 0; count < 10; count++) crowd.push(await open(small, { localAddress: `127.0.0.${2 + (count % 2)}` }));
  await Promise.all(crowd.slice(0, 5).map(({ gone }) => gone));
  probe.socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
  await probe.gone;
  expect(probe.socket.bytesRead).toBeGreaterThan(0);
  await small.close();
});

test.each([
  ['says nothing', ''],
  ['does not finish its request', 'GET /healthz HTTP/1.1\r\nhost: '],
  ['has its answer and says no more', 'GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n'],
])('a connection that %s is closed soon', async (_, says) => {
  const impatient = await startStatusServer({ port: 0, patienceMs: 200 });
  const { gone } = await open(impatient, { says });
  await gone;
  await impatient.close();
});

test('a request that comes a byte at a time is given up, too', async () => {
  const impatient = await startStatusServer({ port: 0, patienceMs: 200 });
  const { socket, gone } = await open(impatient, { says: 'GET /healthz HTTP/1.1\r\nx: ' });
  const dripping = setInterval(() => socket.write('y'), 20);
  await gone;
  clearInterval(dripping);
  await impatient.close();
});
