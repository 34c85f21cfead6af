import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOKENS, World } from '../../test/world.ts';

let world: World;
let cookie: string;
beforeAll(async () => {
  world = await World.start();
  const answer = await world.ask('POST', '/api/session', { token: null, body: { token: TOKENS.alice } });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => await world[Symbol.asyncDispose]());

test('who is not signed in sees the form and nothing else', async () => {
  await world.server('unseen');
  const { body, headers } = await world.ask('GET', '/', { token: null });
  expect(body).toContain('<form method="post" action="/sign-in">');
  expect(body).not.toContain('unseen');
  expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
});

test('servers are listed with state, players, address, reason and fix, and simulation is said', async () => {
  await world.server('shown', {
    status: {
      phase: 'Crashed',
      simulated: true,
      address: '192.0.2.1:25565',
      players: { known: false },
      reason: { code: 'X', message: 'It crashed.', fix: { kind: 'operation', title: 'Try again', operation: 'restart' } },
      next: { what: 'starts again in 10 seconds' },
    },
  });
  const { body } = await world.ask('GET', '/', { token: null, headers: { cookie } });
  for (const words of [
    'shown',
    'Crashed',
    '192.0.2.1:25565',
    'not known',
    'It crashed.',
    'Try again',
    'starts again in 10 seconds',
    'Simulated',
    '/api/openapi.json',
  ])
    expect(body).toContain(words);
});

test('what others wrote is text and never markup', async () => {
  const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&';
  await world.server('marked', {
    spec: { settings: { motd: evil } },
    status: {
      phase: 'Failed',
      address: evil,
      next: { what: evil },
      reason: { code: 'X', message: evil, fix: { kind: 'link', title: evil, href: 'javascript:alert(3)' } },
    },
  });
  const { body } = await world.ask('GET', '/', { token: null, headers: { cookie } });
  expect(body).not.toMatch(/<script>|<img|onerror=alert\(2\)>"|javascript:/);
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;&quot;&#39;&amp;');
  expect(String(body).match(/<script/g)).toHaveLength(1);
});

test('nothing on the page is inline, so that the policy holds', async () => {
  const { body, headers } = await world.ask('GET', '/', { token: null, headers: { cookie } });
  expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(body).not.toMatch(/<style|\sstyle=|\son[a-z]+="|<script(?![^>]*src=)/);
  for (const [path, type] of [
    ['/page/live.js', 'text/javascript; charset=utf-8'],
    ['/page/style.css', 'text/css; charset=utf-8'],
  ] as const) {
    expect(body).toContain(path);
    expect((await world.ask('GET', path, { token: null })).headers.get('content-type')).toBe(type);
  }
});
