import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { once } from 'node:events';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customResourceDefinitions, type Phase } from '@gse/resources';
import { dig } from '../../test/dig.ts';
import { TOKENS, World } from '../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => await world[Symbol.asyncDispose]());

test('the OpenAPI document is valid, and every route stands in it with answers that say what they are', async () => {
  const { body: document } = await world.ask('GET', '/api/openapi.json', { token: null });
  expect(await new Validator().validate(document as Record<string, unknown>)).toMatchObject({ valid: true });
  expect(dig(document, 'openapi')).toBe('3.1.0');
  const paths = dig(document, 'paths') as Record<
    string,
    Record<
      string,
      {
        operationId?: string;
        summary?: string;
        tags?: string[];
        responses: Record<string, { description?: string; content?: Record<string, { schema?: object }> }>;
      }
    >
  >;
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = `${method} ${path}`;
      expect(operation.operationId, name).toBeTruthy();
      expect(ids.has(operation.operationId ?? ''), `${name} has an id of its own`).toBe(false);
      ids.add(operation.operationId ?? '');
      expect(operation.summary, name).toBeTruthy();
      expect(operation.tags, name).toHaveLength(1);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description, `${name} ${status}`).not.toBe('Default Response');
        for (const media of Object.values(response.content ?? {}))
          expect(Object.keys(media.schema ?? {}), `${name} ${status}`).not.toHaveLength(0);
      }
    }
  }
  const documented = Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    .sort();
  expect(documented).toEqual(world.routes.filter((route) => !route.startsWith('HEAD ')).sort());
});

test('the document names its shapes, also those of the streams, and lists no shape that nothing leads to', async () => {
  const { body: document } = await world.ask('GET', '/api/openapi.json', { token: null });
  const schemas = dig(document, 'components.schemas') as Record<string, object>;
  expect(dig(schemas, 'ServerSummary.properties.phase')).toEqual({ $ref: '#/components/schemas/Phase' });
  expect(dig(schemas, 'ServerSummary.properties.address.description')).toBe('What a player types to join.');
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(['Server', 'OrderInput', 'ServerEvent', 'ConsoleServerFrame', 'ErrorAnswer']),
  );
  const text = JSON.stringify(document);
  const streams = ['ServerEvent', 'OperationEvent', 'ConsoleServerFrame', 'ConsoleClientFrame'];
  for (const name of Object.keys(schemas)) if (!streams.includes(name)) expect(text, name).toContain(`"#/components/schemas/${name}"`);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(Object.keys(schemas)).toContain(name);
  expect(text).not.toContain('__SCHEMA');
});

test('the document can be had without starting anything', async () => {
  const { body: served } = await world.ask('GET', '/api/openapi.json', { token: null });
  const script = fileURLToPath(new URL('../../scripts/openapi.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 });
  expect(JSON.parse(stdout)).toEqual(served);
});

test.each([
  ['an unknown path', 'GET', '/api/v1/nothing', undefined, 404, 'NoSuchRoute'],
  ['an unknown path elsewhere', 'GET', '/wp-login.php', undefined, 404, 'NoSuchRoute'],
  ['a wrong method', 'PUT', '/api/v1/servers', {}, 405, 'MethodNotAllowed'],
  ['a wrong method of one server', 'PUT', '/api/v1/servers/default/x', {}, 405, 'MethodNotAllowed'],
  ['broken JSON', 'POST', '/api/v1/servers', '{"name":', 400, 'BadRequest'],
  ['a name in the path that is none', 'GET', '/api/v1/servers/Default/x', undefined, 400, 'BadRequest'],
  ['an odd path', 'GET', '/api/v1/servers/default/%ff', undefined, 400, 'BadRequest'],
  ['an unknown query parameter', 'GET', '/api/v1/servers?namspace=default', undefined, 400, 'BadRequest'],
  ['a body that is too large', 'POST', '/api/v1/servers', { name: 'x'.repeat(300 * 1024) }, 413, 'BodyTooLarge'],
  ['the prototype in a body', 'POST', '/api/v1/servers', '{"name":"x","__proto__":{"a":1},"spec":{"game":"minecraft"}}', 400, 'BadRequest'],
])('%s is answered in the one shape', async (_case, method, path, body, status, code) => {
  const answer = await world.ask(method, path, body === undefined ? {} : { body });
  expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  expect(Object.keys(answer.body as object)).toEqual(['error']);
  expect(JSON.stringify(answer.body)).not.toMatch(/\.ts:|node_modules|at Object/);
  if (status === 405) expect(answer.headers.get('allow')).toMatch(/GET/);
});

test('other media types are refused', async () => {
  const answer = await world.ask('POST', '/api/v1/servers', { body: '<order/>', headers: { 'content-type': 'application/xml' } });
  expect(answer).toMatchObject({ status: 415, body: { error: { code: 'UnsupportedMediaType' } } });
});

test('answers are not to be sniffed, framed, cached or leaked by referrer', async () => {
  const { headers } = await world.ask('GET', '/api/v1/games');
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('what fails unexpectedly is explained in the log and not to the caller', async () => {
  await using broken = await World.start({
    authenticate: async () => {
      throw new Error('database password is hunter2');
    },
  });
  const answer = await broken.ask('GET', '/api/v1/games');
  expect(answer).toMatchObject({ status: 500, body: { error: { code: 'Internal' } } });
  expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  const id = answer.headers.get('x-request-id') ?? 'none';
  expect(broken.logged.some((line) => line.includes(id) && line.includes('hunter2'))).toBe(true);
});

test('who asks too much is told when to go on; others are not slowed down', async () => {
  await using strict = await World.start({ limits: { requestsPerMinute: 20 } });
  // The first one counts against the address: nobody knows yet whose it is.
  expect((await strict.ask('GET', '/api/v1/games')).status).toBe(200);
  for (let n = 0; n < 20; n++) expect((await strict.ask('GET', '/api/v1/games')).status).toBe(200);
  const refused = await strict.ask('GET', '/api/v1/games');
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await strict.ask('GET', '/api/v1/games', { token: 'bob-token-0123456789' })).status).toBe(200);
  expect((await strict.ask('GET', '/healthz', { token: null })).status).toBe(200);
});

test('requests with tokens that are no good, or with none, count against the address before anybody is asked about them', async () => {
  let asked = 0;
  await using strict = await World.start({
    limits: { requestsPerMinute: 10, failedSignInsPerMinute: 1000 },
    authenticate: async (token) => {
      asked++;
      return token === TOKENS.alice ? { user: 'alice' } : undefined;
    },
  });
  expect((await strict.ask('GET', '/api/v1/games')).status).toBe(200);
  for (let n = 0; n < 5; n++) expect((await strict.ask('GET', '/api/v1/games', { token: `guess-${n}` })).status).toBe(401);
  for (let n = 0; n < 2; n++) expect((await strict.ask('GET', '/api/v1/games', { token: null })).status).toBe(401);
  expect((await strict.ask('GET', '/no-such-page', { token: null })).status).toBe(404);
  expect((await strict.ask('GET', '/api/openapi.json', { token: null })).status).toBe(200);
  for (const [path, token] of [
    ['/api/v1/games', 'guess-6'],
    ['/api/v1/games', null],
    ['/no-such-page', null],
  ] as const)
    expect(await strict.ask('GET', path, { token })).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
  expect(asked).toBe(6);
  // Whoever is known to be in has an allowance of their own, and probes need none.
  expect((await strict.ask('GET', '/api/v1/games')).status).toBe(200);
  expect((await strict.ask('GET', '/readyz', { token: null })).status).toBe(200);
});

test('all accounts of one namespace share one allowance, whatever their tokens; people have one each', async () => {
  await using strict = await World.start({
    limits: { requestsPerMinute: 6 },
    authenticate: async (token) => ({ user: token.replace(/-\d+$/, '') }),
    trustedProxies: ['127.0.0.1'],
  });
  let from = 0;
  // Each from an address of its own, so that only the allowance of the caller is asked about.
  const ask = async (user: string, n: number): Promise<number> =>
    (await strict.ask('GET', '/api/v1/games', { token: `${user}-${n}`, headers: { 'x-forwarded-for': `192.0.2.${++from}` } })).status;
  const [first, second] = ['system:serviceaccount:team-b:one', 'system:serviceaccount:team-b:two'];
  for (const user of [first, second, 'carol', 'system:serviceaccount:team-c:one'])
    for (const n of [1, 2]) expect(await ask(user, n)).toBe(200);
  for (const n of [1, 2, 1]) expect([await ask(first, n), await ask(second, n)]).toEqual([200, 200]);
  expect([await ask(first, 1), await ask(second, 2)]).toEqual([429, 429]);
  expect([await ask('carol', 1), await ask('system:serviceaccount:team-c:one', 1)]).toEqual([200, 200]);
});

test('a body that is sent drop by drop is not waited for', async () => {
  await using impatient = await World.start({ limits: { bodyDeadlineMs: 200 } });
  const { hostname, port } = new URL(impatient.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write('POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{');
  await once(socket, 'close');
});

test('requests are logged by route, with who asked, and without what was sent', async () => {
  await world.ask('GET', '/api/v1/games/minecraft?x=secret-in-query');
  const line = world.logged.findLast((entry) => entry.includes('/api/v1/games/:id')) ?? '';
  expect(line).toMatch(/"method":"GET".*"status":200.*"ms":\d+.*"actor":"alice".*"requestId":"\w+"/);
  expect(line).not.toContain('secret-in-query');
});

test('health, readiness and figures need no token and tell no secrets', async () => {
  await world.server('counted');
  expect((await world.ask('GET', '/healthz', { token: null })).body).toEqual({ status: 'ok' });
  expect((await world.ask('GET', '/readyz', { token: null })).body).toEqual({ status: 'ok' });
  const { body, headers } = await world.ask('GET', '/metrics', { token: null });
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
  expect(body).toContain('gse_servers{game="minecraft",phase="Pending"} 1');
  expect(body).toMatch(/gse_api_requests_total\{method="GET",route="\/api\/v1\/games\/:id",status="\d+"\}/);
  expect(body).not.toMatch(/alice|counted|token-/);
});

test('what a newer operator writes is shown, not hidden behind an error', async () => {
  const newer = JSON.parse(JSON.stringify(customResourceDefinitions()).replaceAll('"Deleting"', '"Deleting","Hibernated"')) as object[];
  await using mixed = await World.start({ crds: newer });
  mixed.expectsMisfits = true;
  await mixed.server('asleep', { status: { phase: 'Hibernated' as Phase } });
  expect(await mixed.ask('GET', '/api/v1/servers')).toMatchObject({
    status: 200,
    body: { items: [{ name: 'asleep', phase: 'Hibernated' }] },
  });
  expect(mixed.logged.some((line) => line.startsWith('An answer does not fit its schema'))).toBe(true);
});
