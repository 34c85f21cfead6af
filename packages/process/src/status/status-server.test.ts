import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
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

test('long headers and many connections are cut off', async () => {
  expect((await get('/healthz', { headers: { x: 'y'.repeat(20_000) } })).status).toBe(431);
  const sockets = Array.from({ length: 80 }, () => connect(server.port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const dropped = sockets.slice(-10).map((socket) => text(socket).catch(() => ''));
  expect(await Promise.all(dropped)).toEqual(Array.from({ length: 10 }, () => ''));
  for (const socket of sockets) socket.destroy();
});
