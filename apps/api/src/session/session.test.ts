import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { systemClock } from '@gse/kube';
import { expect, test } from 'vitest';
import { TOKENS, World } from '../../test/world.ts';
import { SESSION_PURPOSE } from './cookie.ts';
import { packSession } from './packed-session.ts';
import { createSealer } from './seal.ts';

function cookieOf(headers: Headers): string {
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function signedIn(world: World): Promise<string> {
  const answer = await world.ask('POST', '/api/session', { token: null, body: { token: TOKENS.alice } });
  expect(answer).toMatchObject({ status: 200, body: { user: 'alice' } });
  return cookieOf(answer.headers);
}

/** As a browser asks: `fetch` of this process would not send every header. */
async function asBrowser(
  world: World,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number; body: unknown }> {
  return await new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${world.url}${path}`,
      { method, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

test('a token becomes a sealed cookie that no script reads, and that is enough from then on', async () => {
  await using world = await World.start();
  const answer = await world.ask('POST', '/api/session', { token: null, body: { token: TOKENS.alice } });
  const setCookie = answer.headers.get('set-cookie') ?? '';
  expect(setCookie).toMatch(/^gse_session=[\w-]+; /);
  expect(setCookie).toMatch(/HttpOnly/);
  expect(setCookie).toMatch(/SameSite=Strict/);
  expect(Buffer.from(setCookie.slice('gse_session='.length).split(';')[0] ?? '', 'base64url').toString('latin1')).not.toContain(
    TOKENS.alice,
  );
  const cookie = cookieOf(answer.headers);
  expect(await world.ask('GET', '/api/session', { token: null, headers: { cookie } })).toMatchObject({
    status: 200,
    body: { user: 'alice', expiresAt: expect.any(String) },
  });
  expect((await world.ask('GET', '/api/v1/servers', { token: null, headers: { cookie } })).status).toBe(200);
});

test('behind TLS the cookie is secure and bound to the host', async () => {
  await using world = await World.start();
  const answer = await world.api.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'games.example.org', origin: 'https://games.example.org' },
    payload: { token: TOKENS.alice },
  });
  expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-gse_session=.*; Path=\/; HttpOnly; Secure; SameSite=Strict/);
});

test('nobody without a valid token comes in', async () => {
  await using world = await World.start();
  expect(await world.ask('GET', '/api/v1/servers', { token: null })).toMatchObject({
    status: 401,
    body: { error: { code: 'Unauthorized' } },
  });
  expect(await world.ask('GET', '/api/v1/servers', { token: 'guess' })).toMatchObject({ status: 401 });
  expect(await world.ask('GET', '/api/session', { token: null })).toMatchObject({ status: 401 });
  expect(await world.ask('POST', '/api/session', { token: null, body: { token: 'guess' } })).toMatchObject({ status: 401 });
  expect((await world.ask('GET', '/api/v1/servers', { token: null, headers: { authorization: 'Basic YTpi' } })).status).toBe(401);
});

test('a cookie that was changed, sealed by another key or has expired is none', async () => {
  await using world = await World.start({ sealKey: Buffer.alloc(32, 7) });
  const cookie = await signedIn(world);
  const sealed = cookie.split('=')[1] ?? '';
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at += 5) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(
      (await world.ask('GET', '/api/session', { token: null, headers: { cookie: `gse_session=${changed.toString('base64url')}` } })).status,
    ).toBe(401);
  }
  for (const [key, expiresAt] of [
    [Buffer.alloc(32, 8), Date.now() + 60_000],
    [Buffer.alloc(32, 7), Date.now() - 1],
  ] as const) {
    const foreign = createSealer(key, randomBytes).seal(SESSION_PURPOSE, packSession({ token: TOKENS.alice, expiresAt }));
    expect((await world.ask('GET', '/api/session', { token: null, headers: { cookie: `gse_session=${foreign}` } })).status).toBe(401);
  }
  for (const odd of ['', 'x', 'a'.repeat(5000), '%00', '….'])
    expect((await asBrowser(world, 'GET', '/api/session', { cookie: `gse_session=${encodeURIComponent(odd)}` })).status).toBe(401);
});

test('with a cookie only our own pages may change something', async () => {
  await using world = await World.start();
  await world.server('guarded');
  const cookie = await signedIn(world);
  const stop = async (headers: Record<string, string>) =>
    (await asBrowser(world, 'POST', '/api/v1/servers/default/guarded/stop', { cookie, ...headers })).status;
  expect(await stop({})).toBe(403);
  expect(await stop({ origin: 'https://evil.example' })).toBe(403);
  expect(await stop({ origin: 'null' })).toBe(403);
  expect(await stop({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await stop({ 'sec-fetch-site': 'same-site', origin: world.url })).toBe(403);
  expect(await stop({ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' })).toBe(403);
  expect(await stop({ origin: world.url })).toBe(200);
  expect(await stop({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await stop({ origin: 'https://games.example.org' })).toBe(200);
  expect((await asBrowser(world, 'GET', '/api/v1/servers', { cookie })).status).toBe(200);
});

test('another site can neither sign a browser in nor out', async () => {
  await using world = await World.start();
  const body = JSON.stringify({ token: TOKENS.alice });
  expect(await asBrowser(world, 'POST', '/api/session', { origin: 'https://evil.example' }, body)).toMatchObject({
    status: 403,
    body: { error: { code: 'CrossSite' } },
  });
  expect((await asBrowser(world, 'DELETE', '/api/session', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
});

test('a one-time code signs in once, leads to the first page and leaves no trace', async () => {
  await using world = await World.start();
  const code = world.signIn.issue(TOKENS.alice);
  expect((await world.ask('HEAD', `/sign-in/${code}`, { token: null })).status).toBe(405);
  const answer = await world.ask('GET', `/sign-in/${code}`, { token: null });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect((await world.ask('GET', '/api/session', { token: null, headers: { cookie: cookieOf(answer.headers) } })).body).toMatchObject({
    user: 'alice',
  });
  expect(await world.ask('GET', `/sign-in/${code}`, { token: null })).toMatchObject({
    status: 410,
    body: { error: { code: 'CodeSpent' } },
  });
  for (const line of world.logged) {
    expect(line).not.toContain(code);
    expect(line).not.toContain(TOKENS.alice);
  }
});

test('a one-time code ends after ten minutes', async () => {
  let now = Date.now();
  await using world = await World.start({
    clock: {
      now: () => now,
      elapsed: () => now,
      after: (ms, callback) => {
        const timer = setTimeout(callback, ms).unref();
        return () => clearTimeout(timer);
      },
    },
  });
  const code = world.signIn.issue(TOKENS.alice);
  now += 10 * 60_000;
  expect((await world.ask('GET', `/sign-in/${code}`, { token: null })).status).toBe(410);
});

test('guessing is slowed down, and does not keep out those who are in', async () => {
  let ahead = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  await using world = await World.start({ clock, limits: { failedSignInsPerMinute: 5 } });
  expect((await world.ask('GET', '/api/v1/games')).status).toBe(200);
  for (let n = 0; n < 5; n++) expect((await world.ask('GET', '/api/v1/games', { token: `guess-${n}` })).status).toBe(401);
  const refused = await world.ask('GET', '/api/v1/games', { token: 'guess-6' });
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'TooManyAttempts' } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await world.ask('GET', `/sign-in/${world.signIn.issue(TOKENS.alice)}`, { token: null })).status).toBe(429);
  // Long enough to be asked about again, while the address is still slowed down.
  ahead = 30_000;
  expect((await world.ask('GET', '/api/v1/games', { token: 'guess-7' })).status).toBe(429);
  expect((await world.ask('GET', '/api/v1/games')).status).toBe(200);
});

test('behind a proxy that is trusted its clients are counted, and nobody else can pass for another', async () => {
  const guess = async (world: World, from: string) =>
    (await world.ask('GET', '/api/v1/games', { token: `guess-${Math.random()}`, headers: { 'x-forwarded-for': from } })).status;
  await using behind = await World.start({ trustedProxies: ['127.0.0.1'], limits: { failedSignInsPerMinute: 2 } });
  for (const from of ['192.0.2.1', '192.0.2.1', '192.0.2.2']) expect(await guess(behind, from)).toBe(401);
  expect(await guess(behind, '192.0.2.1')).toBe(429);
  expect(await guess(behind, '192.0.2.3')).toBe(401);
  await using open = await World.start({ limits: { failedSignInsPerMinute: 2 } });
  for (const from of ['192.0.2.1', '192.0.2.2']) expect(await guess(open, from)).toBe(401);
  expect(await guess(open, '192.0.2.3')).toBe(429);
});

test('guesses that come all at once are counted, too, and people who come all at once are let in', async () => {
  let guesses = 0;
  await using world = await World.start({
    limits: { failedSignInsPerMinute: 10 },
    authenticate: async (token) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (token.startsWith('good')) return { user: token };
      guesses++;
      return undefined;
    },
  });
  const ask = async (token: string) => (await world.ask('GET', '/api/v1/games', { token })).status;
  const all = async (kind: string, count: number) => await Promise.all(Array.from({ length: count }, (_, n) => ask(`${kind}-${n}`)));
  expect(new Set(await all('good', 50))).toEqual(new Set([200]));
  const answers = await all('guess', 100);
  expect(guesses).toBe(10);
  expect(answers.filter((status) => status === 401)).toHaveLength(10);
  expect(answers.filter((status) => status === 429)).toHaveLength(90);
  // One guess is one, however often it is made at the same time.
  expect(await Promise.all([ask('good-1'), ask('guess-1')])).toEqual([200, 429]);
});

test('a session lets people in at an address where others guess, also on a replica that has not seen them', async () => {
  const sealKey = randomBytes(32);
  let isWithdrawn = false;
  let asked = 0;
  const authenticate = async (token: string) => {
    asked++;
    return token === TOKENS.alice && !isWithdrawn ? { user: 'alice' } : undefined;
  };
  const limits = { failedSignInsPerMinute: 2, requestsPerMinute: 20 };
  await using first = await World.start({ sealKey, authenticate });
  await using second = await World.start({ sealKey, authenticate, limits });
  const headers = { cookie: await signedIn(first) };
  for (let n = 0; n < 25; n++) await second.ask('GET', '/api/v1/games', { token: `guess-${n}` });
  expect((await second.ask('GET', '/api/v1/games')).status).toBe(429);
  expect((await second.ask('GET', '/api/v1/games', { token: null, headers })).status).toBe(200);
  // A session whose token is withdrawn is let in nowhere, and counts as a guess from then on.
  isWithdrawn = true;
  await using third = await World.start({ sealKey, authenticate, limits });
  asked = 0;
  for (const status of [401, 401, 429, 429])
    expect((await third.ask('GET', '/api/v1/games', { token: null, headers })).status).toBe(status);
  expect(asked).toBe(2);
});

test('nobody gets a fresh start by naming other addresses', async () => {
  await using world = await World.start({ trustedProxies: ['127.0.0.1'], limits: { failedSignInsPerMinute: 2 } });
  const guess = async (from: string) =>
    (await world.ask('GET', '/api/v1/games', { token: `guess-${Math.random()}`, headers: { 'x-forwarded-for': from } })).status;
  // Only what the proxy itself has seen counts: the last one, whatever stands before it.
  for (const said of ['192.0.2.1', '192.0.2.2, 192.0.2.3']) expect(await guess(`${said}, 198.51.100.7`)).toBe(401);
  expect(await guess('192.0.2.9, 198.51.100.7')).toBe(429);
  // Whoever has an address of IPv6 has billions of them.
  for (const from of ['2001:db8:1:2::3', '2001:db8:1:2:ffff::4']) expect(await guess(from)).toBe(401);
  expect(await guess('2001:db8:1:2::5')).toBe(429);
  expect(await guess('2001:db8:1:3::5')).toBe(401);
  for (const from of ['nonsense', 'x'.repeat(1000)]) expect(await guess(from)).toBe(401);
  expect(await guess('other-nonsense')).toBe(429);
});

test('signing out takes the cookie away', async () => {
  await using world = await World.start();
  const cookie = await signedIn(world);
  const out = await world.ask('DELETE', '/api/session', { token: null, headers: { cookie } });
  expect(out.status).toBe(204);
  expect(out.headers.get('set-cookie')).toMatch(/^gse_session=;.*Expires=Thu, 01 Jan 1970/);
});
