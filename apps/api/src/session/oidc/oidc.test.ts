import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '@gse/kube';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser, type Page } from '../../../test/browser.ts';
import { ConsoleClient } from '../../../test/console-client.ts';
import { dig } from '../../../test/dig.ts';
import type { IssuerOptions } from './issuer.ts';
import { AgentStandIn } from '../../../test/agent-stand-in.ts';
import { EventStream } from '../../../test/event-stream.ts';
import { SignInService, type Trick } from '../../../test/sign-in-service.ts';
import { until } from '../../../test/until.ts';
import { TOKENS, World } from '../../../test/world.ts';

const PUBLIC_URL = 'https://games.example.org';
let folder: string;
let service: SignInService;
let world: World;
let ahead: number;
let knowsNobody: boolean;
let haste: number;

/** Ours, a while ahead of the real one. */
const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + ahead,
  after: (ms, callback) => systemClock.after(ms / haste, callback),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gse-pages-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>pages</title>');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(change: Parameters<typeof World.start>[0] = {}, oidc: Partial<IssuerOptions> = {}): Promise<World> {
  return await World.start({
    clock,
    pages: folder,
    authenticate: async (token) => {
      if (token === TOKENS.alice) return { user: 'alice' };
      const user = knowsNobody ? undefined : service.userOf(token);
      return user === undefined ? undefined : { user };
    },
    actsAs: (token) => (service.userOf(token) === undefined ? token : TOKENS.alice),
    oidc: {
      issuer: service.issuer,
      clientId: service.clientId,
      clientSecret: service.clientSecret,
      scope: 'openid profile email',
      kubernetesToken: 'id',
      publicUrl: PUBLIC_URL,
      ...oidc,
    },
    ...change,
  });
}

beforeEach(async () => {
  ahead = 0;
  knowsNobody = false;
  haste = 1;
  service = await SignInService.start();
  service.redirectUris.push(`${PUBLIC_URL}/sign-in/callback`);
  world = await start();
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

const newBrowser = (at = world): Browser => new Browser(at.url, { accept: 'text/html' });

/** Goes to the service and comes back, up to the address it was sent back to. */
async function comeBack(browser: Browser, returnTo?: string): Promise<string> {
  const page = await browser.go('GET', `/sign-in/start${returnTo === undefined ? '' : `?return-to=${encodeURIComponent(returnTo)}`}`);
  expect(page.status).toBe(303);
  const back = await service.visit(page.location ?? '');
  expect(back.origin).toBe(PUBLIC_URL);
  return `${back.pathname}${back.search}`;
}

async function signIn(browser: Browser, returnTo?: string): Promise<Page> {
  return await browser.go('GET', await comeBack(browser, returnTo));
}

const whoIs = async (browser: Browser): Promise<unknown> => dig((await browser.go('GET', '/api/session')).body, 'user');

test('a person signs in at the service of the platform and comes back to the page they wanted', async () => {
  const browser = newBrowser();
  const page = await signIn(browser, '/servers/tenant-a/world/console?x=1');
  expect(page).toMatchObject({ status: 303, location: '/servers/tenant-a/world/console?x=1' });
  expect(await whoIs(browser)).toBe('oidc:alice');
  expect((await browser.go('GET', '/api/v1/servers')).status).toBe(200);
  expect(await browser.go('GET', '/api/sign-in')).toMatchObject({
    body: { service: { host: new URL(service.issuer).host, start: '/sign-in/start' } },
  });
});

test('the session is one sealed cookie that no script reads, and nothing else stays behind', async () => {
  const browser = newBrowser();
  const page = await signIn(browser);
  const [session = ''] = page.setCookies.filter((line) => line.startsWith('gse_session='));
  expect(session).toMatch(/HttpOnly/);
  expect(session).toMatch(/SameSite=Strict/);
  expect(session).toMatch(/Path=\//);
  expect(session.length).toBeLessThan(4_096);
  expect([...browser.cookies.keys()]).toEqual(['gse_session']);
  expect(Buffer.from(browser.cookies.get('gse_session') ?? '', 'base64url').toString('latin1')).not.toMatch(/eyJ|alice/);
});

test('a person in very many groups gets a session in several cookies, and a smaller one takes the rest away', async () => {
  // Names of which no two have much in common.
  service.person = { name: 'alice', groups: Array.from({ length: 260 }, (_, n) => `tenant-${((n + 7) ** 9).toString(36)}-admin`) };
  const browser = newBrowser();
  await signIn(browser);
  expect([...browser.cookies.keys()]).toEqual(['gse_session', 'gse_session.1']);
  expect(await whoIs(browser)).toBe('oidc:alice');
  service.person = { name: 'alice', groups: ['tenant-a-admin'] };
  await signIn(browser);
  expect([...browser.cookies.keys()]).toEqual(['gse_session']);
  expect(await whoIs(browser)).toBe('oidc:alice');
});

test('a token beyond what browsers keep is refused in words', async () => {
  service.person = { name: 'alice', groups: Array.from({ length: 500 }, (_, n) => `tenant-${((n + 7) ** 9).toString(36)}-admin`) };
  expect(await signIn(new Browser(world.url))).toMatchObject({ status: 431, body: { error: { code: 'TokenTooLarge' } } });
});

describe('what does not prove who somebody is signs nobody in:', () => {
  async function refused(browser: Browser, page: Page, why: string): Promise<void> {
    expect(page).toMatchObject({ status: 303, location: `/?sign-in=${why}` });
    expect(page.setCookies.some((line) => /gse_session=[^;]/.test(line))).toBe(false);
    expect((await browser.go('GET', '/api/session')).status).toBe(401);
    expect(world.logged.some((line) => line.startsWith('A sign-in failed'))).toBe(true);
  }

  test.each<[Trick, string]>([
    ['nonce of somebody else', 'rejected'],
    ['expired', 'rejected'],
    ['of another issuer', 'rejected'],
    ['for another client', 'rejected'],
    ['signed by nobody', 'rejected'],
    ['signed by a stranger', 'rejected'],
    ['claims changed after signing', 'rejected'],
  ])('a token %s', async (trick, why) => {
    service.trick = trick;
    const browser = newBrowser();
    await refused(browser, await signIn(browser), why);
  });

  test('a state that this browser was not sent away with', async () => {
    const browser = newBrowser();
    const back = new URL(await comeBack(browser), PUBLIC_URL);
    back.searchParams.set('state', 'made-up');
    await refused(browser, await browser.go('GET', `${back.pathname}${back.search}`), 'expired');
  });

  test('what another browser came back with', async () => {
    const [hers, his] = [newBrowser(), newBrowser()];
    await comeBack(his);
    await refused(his, await his.go('GET', await comeBack(hers)), 'expired');
  });

  test('a code that was used before, also in the browser it was made for', async () => {
    const browser = newBrowser();
    const back = await comeBack(browser);
    const kept = new Map(browser.cookies);
    expect(await browser.go('GET', back)).toMatchObject({ location: '/' });
    const again = newBrowser();
    await refused(again, await again.go('GET', back), 'expired');
    // Even one that kept the cookies of the first time: the service takes a code once.
    for (const [name, value] of kept) again.cookies.set(name, value);
    await refused(again, await again.go('GET', back), 'expired');
  });

  test('a code begun with another proof', async () => {
    const browser = newBrowser();
    const back = new URL(await comeBack(browser), PUBLIC_URL);
    const other = new URL(await comeBack(newBrowser()), PUBLIC_URL);
    back.searchParams.set('code', other.searchParams.get('code') ?? '');
    await refused(browser, await browser.go('GET', `${back.pathname}${back.search}`), 'expired');
  });

  test('a person who declines', async () => {
    service.person = undefined;
    const browser = newBrowser();
    await refused(browser, await signIn(browser), 'denied');
  });

  test('a sign-in that took longer than a quarter of an hour', async () => {
    const browser = newBrowser();
    const back = await comeBack(browser);
    ahead = 16 * 60_000;
    await refused(browser, await browser.go('GET', back), 'expired');
  });

  test('somebody whose tokens the cluster does not take', async () => {
    knowsNobody = true;
    const browser = newBrowser();
    await refused(browser, await signIn(browser), 'unknown');
  });

  test('a cookie of the sign-in in place of one of the session', async () => {
    const browser = newBrowser();
    await comeBack(browser);
    const [flow = ''] = browser.cookies.values();
    browser.cookies.set('gse_session', flow);
    expect((await browser.go('GET', '/api/session')).status).toBe(401);
  });
});

test('only pages of ours are come back to', async () => {
  for (const foreign of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/%09/evil.example',
    '/\t/evil.example',
    '/servers/../..//evil.example',
    'javascript:alert(1)',
    '/api/session',
    '/sign-in/start',
    `/${'a'.repeat(1_500)}`,
    '',
  ]) {
    const browser = newBrowser();
    const { location = '' } = await signIn(browser, foreign);
    const url = new URL(location, world.url);
    expect([url.origin, foreign]).toEqual([world.url, foreign]);
    expect(location.startsWith('//')).toBe(false);
  }
  expect((await signIn(newBrowser(), '/api/session')).location).toBe('/');
});

test('the service is told the address of our pages, whatever host a request claims', async () => {
  const answer = await newBrowser().go('GET', '/sign-in/start', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' });
  const sent = new URL(answer.location ?? '');
  expect(sent.searchParams.get('redirect_uri')).toBe(`${PUBLIC_URL}/sign-in/callback`);
  expect(sent.searchParams.get('code_challenge_method')).toBe('S256');
});

test('keys that were exchanged are found, without a restart', async () => {
  await signIn(newBrowser());
  await service.rotateKeys();
  const browser = newBrowser();
  expect((await signIn(browser)).location).toBe('/');
  expect(await whoIs(browser)).toBe('oidc:alice');
  await signIn(newBrowser());
  expect(service.asked.filter((line) => line === 'GET /keys').length).toBeLessThan(4);
});

test('the client proves itself the way the service asks for', async () => {
  service.clientAuthentication = 'client_secret_basic';
  expect((await signIn(newBrowser())).location).toBe('/');
});

test('the access token goes to Kubernetes where that is the one it takes', async () => {
  const used: string[] = [];
  await using other = await start(
    {
      authenticate: async (token) => {
        used.push(token);
        return { user: 'alice' };
      },
    },
    { kubernetesToken: 'access' },
  );
  await signIn(newBrowser(other));
  const claims = JSON.parse(Buffer.from(used[0]?.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
  expect(claims).toMatchObject({ aud: 'kubernetes', typ: 'Bearer' });
});

test('a service that is reached elsewhere from here keeps its name for browsers', async () => {
  service.knownAs = 'https://keycloak.invalid/realms/cozy';
  await using other = await start({}, { issuer: service.knownAs, internalUrl: service.address });
  const browser = newBrowser(other);
  const page = await browser.go('GET', '/sign-in/start');
  expect(page.location?.startsWith('https://keycloak.invalid/realms/cozy/authorize?')).toBe(true);
  const back = await service.visit(page.location ?? '');
  expect((await browser.go('GET', `${back.pathname}${back.search}`)).location).toBe('/');
  expect(await whoIs(browser)).toBe('oidc:alice');
});

test('a clock that goes a little wrong there keeps nobody out', async () => {
  service.skewSeconds = 20;
  const browser = newBrowser();
  expect((await signIn(browser)).location).toBe('/');
  expect(await whoIs(browser)).toBe('oidc:alice');
});

test('while the service is down people see that, those who are in stay in, and it is found again', async () => {
  const inside = newBrowser();
  await signIn(inside);
  service.isDown = true;
  await using fresh = await start();
  expect(await newBrowser(fresh).go('GET', '/sign-in/start')).toMatchObject({ status: 303, location: '/?sign-in=unavailable' });
  expect(await new Browser(fresh.url).go('GET', '/sign-in/start')).toMatchObject({
    status: 503,
    body: { error: { code: 'SignInUnavailable' } },
  });
  // The token has lived long enough for the next one, which is not to be had.
  ahead = 250_000;
  expect(await whoIs(inside)).toBe('oidc:alice');
  // It has ended, but the session has not: once the service answers, it goes on.
  ahead = 310_000;
  expect((await inside.go('GET', '/api/session')).status).toBe(503);
  service.isDown = false;
  service.skewSeconds = 310;
  expect(await whoIs(inside)).toBe('oidc:alice');
  await until(async () => (await newBrowser(fresh).go('GET', '/sign-in/start')).location?.startsWith(service.issuer) === true);
});

test('a session goes on with the next token, asked for once however many requests there are at once', async () => {
  service.rotates = true;
  const browser = newBrowser();
  await signIn(browser);
  const before = browser.cookies.get('gse_session');
  ahead = 250_000;
  service.skewSeconds = 250;
  const asked = service.asked.length;
  const pages = await Promise.all(Array.from({ length: 8 }, () => browser.go('GET', '/api/session')));
  expect(pages.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(service.asked.slice(asked)).toEqual(['POST /token']);
  expect(browser.cookies.get('gse_session')).not.toBe(before);
  ahead = 400_000;
  service.skewSeconds = 400;
  expect(await whoIs(browser)).toBe('oidc:alice');
});

test('of two replicas that renew the same session at once, the one that comes late goes on with the token there is', async () => {
  service.rotates = true;
  await using other = await start({ sealKey: Buffer.alloc(32, 3) });
  await using another = await start({ sealKey: Buffer.alloc(32, 3) });
  const browser = newBrowser(other);
  await signIn(browser);
  const late = new Browser(another.url);
  for (const [name, value] of browser.cookies) late.cookies.set(name, value);
  ahead = 250_000;
  service.skewSeconds = 250;
  expect(await whoIs(browser)).toBe('oidc:alice');
  const page = await late.go('GET', '/api/session');
  expect(page).toMatchObject({ status: 200, body: { user: 'oidc:alice' } });
  // The browser's newer cookie is left alone.
  expect(page.setCookies).toEqual([]);
  for (const [name, value] of browser.cookies) late.cookies.set(name, value);
  expect(await whoIs(late)).toBe('oidc:alice');
});

test('a sign-in that was withdrawn at the service ends with its token', async () => {
  const browser = newBrowser();
  await signIn(browser);
  service.rotates = true;
  ahead = 250_000;
  service.skewSeconds = 250;
  await whoIs(browser);
  // Somebody else uses the refresh token of this session.
  const stolen = new Browser(world.url);
  for (const [name, value] of browser.cookies) stolen.cookies.set(name, value);
  ahead = 600_000;
  service.skewSeconds = 600;
  expect((await stolen.go('GET', '/api/session')).status).toBe(200);
  ahead = 1_000_000;
  service.skewSeconds = 1_000;
  expect((await browser.go('GET', '/api/session')).status).toBe(401);
});

test('signing out takes the session away, here and there, and no token stands in an address', async () => {
  const browser = newBrowser();
  await signIn(browser);
  const page = await browser.go('DELETE', '/api/session');
  expect(page.status).toBe(200);
  const goTo = new URL(String(dig(page.body, 'goTo')));
  expect(goTo.href.startsWith(`${service.issuer}/logout`)).toBe(true);
  expect(Object.fromEntries(goTo.searchParams)).toEqual({ client_id: 'gse', post_logout_redirect_uri: `${PUBLIC_URL}/` });
  expect(service.revoked).toHaveLength(1);
  expect([...browser.cookies.keys()]).toEqual([]);
});

test('signing out works while the service is down', async () => {
  const browser = newBrowser();
  await signIn(browser);
  await using fresh = await start({ sealKey: Buffer.alloc(32, 5) });
  const there = newBrowser(fresh);
  await signIn(there);
  service.isDown = true;
  expect((await there.go('DELETE', '/api/session')).status).toBe(200);
  expect(there.cookies.size).toBe(0);
});

test('tabs sign in side by side, and cookies of sign-ins that nobody finishes do not pile up', async () => {
  const browser = newBrowser();
  const first = await comeBack(browser, '/servers/a');
  const second = await comeBack(browser, '/servers/b');
  expect((await browser.go('GET', first)).location).toBe('/servers/a');
  expect((await browser.go('GET', second)).location).toBe('/servers/b');
  for (let n = 0; n < 20; n++) await browser.go('GET', '/sign-in/start');
  expect(browser.cookies.size).toBeLessThan(8);
});

test('many failures from one address are slowed down', async () => {
  await using slow = await start({ limits: { failedSignInsPerMinute: 3 } });
  const browser = newBrowser(slow);
  for (let n = 0; n < 3; n++) expect((await browser.go('GET', '/sign-in/callback?state=x&code=y')).location).toBe('/?sign-in=expired');
  expect((await browser.go('GET', '/sign-in/callback?state=x&code=y')).location).toBe('/?sign-in=slow');
  expect((await new Browser(slow.url).go('GET', '/sign-in/callback?state=x&code=y')).status).toBe(429);
});

test('codes that are guessed all at once are counted, too', async () => {
  await using slow = await start({ limits: { failedSignInsPerMinute: 3 } });
  const browser = newBrowser(slow);
  const { location = '' } = await browser.go('GET', '/sign-in/start');
  const state = new URL(location).searchParams.get('state') ?? '';
  const { cookieHeader } = browser;
  const asked = (): number => service.asked.filter((line) => line.startsWith('POST')).length;
  const before = asked();
  const guess = async (n: number): Promise<string | undefined> => {
    const guesser = newBrowser(slow);
    return (await guesser.go('GET', `/sign-in/callback?state=${state}&code=guess-${n}`, { cookie: cookieHeader })).location;
  };
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => guess(n)));
  expect(asked() - before).toBe(3);
  expect(answers.filter((location) => location === '/?sign-in=slow')).toHaveLength(17);
});

test('streams end in time for the next token, which opening them again brings', async () => {
  haste = 30;
  await using agent = await AgentStandIn.start();
  await world.server('world');
  await world.pod('world', agent);
  const browser = newBrowser();
  await signIn(browser);
  using stream = await EventStream.open(`${world.url}/api/v1/events`, { cookie: browser.cookieHeader });
  const console = await ConsoleClient.open(`${world.url}/api/v1/servers/default/world/console`, {
    cookie: browser.cookieHeader,
    origin: world.url,
  });
  if (typeof console === 'number') throw new Error(`refused with ${console}`);
  ahead = 310_000;
  service.skewSeconds = 310;
  await until(async () => stream.events.some(({ event, data }) => event === 'end' && dig(data, 'code') === 'Renew'), 60_000);
  await until(() => console.closeCode === 1012, 60_000);
  // A socket cannot bring a new cookie, so it is refused; asking the same without one brings it.
  const tried = await ConsoleClient.open(`${world.url}/api/v1/servers/default/world/console`, {
    cookie: browser.cookieHeader,
    origin: world.url,
  });
  expect(tried).toBe(401);
  expect((await browser.go('GET', '/api/v1/servers/default/world/console')).status).toBe(426);
  const again = await ConsoleClient.open(`${world.url}/api/v1/servers/default/world/console`, {
    cookie: browser.cookieHeader,
    origin: world.url,
  });
  expect(again).not.toBe(401);
  if (typeof again !== 'number') await again.close();
}, 120_000);

test('no credential ever stands in the log', async () => {
  const browser = newBrowser();
  await signIn(browser);
  service.trick = 'signed by a stranger';
  const back = await comeBack(newBrowser());
  await browser.go('GET', back);
  ahead = 250_000;
  await whoIs(browser);
  const code = new URL(back, PUBLIC_URL).searchParams.get('code') ?? '';
  for (const line of world.logged) {
    expect(line).not.toContain(code);
    expect(line).not.toMatch(/eyJ/);
    expect(line).not.toContain(service.clientSecret);
  }
});
