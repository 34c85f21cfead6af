import { gameById, games } from '@gse/catalog';
import { secrets, systemClock, type Fetch } from '@gse/kube';
import { customResourceDefinitions } from '@gse/resources';
import { gameServers } from '@gse/server-objects';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dig, list } from '../../test/dig.ts';
import { applicationCrds, PlatformStandIn } from '../../test/platform-stand-in.ts';
import { until } from '../../test/until.ts';
import { TOKENS, World } from '../../test/world.ts';
import { discoverKinds, type ServedKinds } from './served-kinds.ts';

const minecraft = gameById('minecraft');
const rust = gameById('rust');
const LICENCES = [{ id: 'minecraft-eula', accepted: true }];

function discoveryOf(fetch: Fetch): ServedKinds {
  return discoverKinds({ baseUrl: 'http://kube.invalid', fetch, token: async () => TOKENS.reader, clock: systemClock });
}

describe('ordering through apps.cozystack.io (a CRD stands in for the aggregated API)', () => {
  let world: World;
  let platform: PlatformStandIn;

  beforeEach(async () => {
    let fetch: Fetch = async () => await Promise.reject(new Error('not started'));
    world = await World.start({
      // Nobody waits as long as people would.
      clock: { ...systemClock, after: (ms, callback) => systemClock.after(ms / 4, callback) },
      crds: [...customResourceDefinitions(), ...applicationCrds(games)],
      servedKinds: discoveryOf(async (request) => await fetch(request)),
      bob: {
        namespaces: ['tenant-b'],
        allows: (verb, resource) => resource === 'minecraftservers' || (['get', 'list'].includes(verb) && resource === 'gameservers'),
      },
    });
    fetch = world.cluster.fetch;
    if (minecraft === undefined) throw new Error('no minecraft');
    platform = new PlatformStandIn(world.kube, minecraft);
    for (const name of ['tenant-a', 'tenant-b']) await world.namespace(name);
  });
  afterEach(async () => {
    await platform[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  const order = async (name: string, spec: object = {}, more: object = {}) =>
    await world.ask('POST', '/api/v1/servers', {
      body: { name, namespace: 'tenant-a', spec: { game: 'minecraft', licences: LICENCES, ...spec }, ...more },
    });
  const application = async (name: string) => await world.kube.get(platform.type, { namespace: 'tenant-a', name });
  const change = async (spec: object) => await world.ask('PATCH', '/api/v1/servers/tenant-a/minecraft-server-world', { body: { spec } });

  test('an order becomes an application, and the answer is the server that the platform makes of it', async () => {
    const { status, body, headers } = await order('world', { size: 'medium', settings: { motd: 'hello' } });
    expect([status, headers.get('location')]).toEqual([201, '/api/v1/servers/tenant-a/minecraft-server-world']);
    expect(body).toMatchObject({ summary: { name: 'minecraft-server-world', namespace: 'tenant-a', game: 'minecraft', state: 'Running' } });
    expect(await application('world')).toMatchObject({
      kind: 'MinecraftServer',
      spec: { size: 'medium', motd: 'hello', acceptMinecraftEula: true },
    });
    expect(String(dig(body, 'manifest'))).toMatch(/kind: MinecraftServer\nmetadata:\n {2}name: world\n/);
    expect((await world.ask('GET', '/api/v1/servers/tenant-a/minecraft-server-world')).body).toMatchObject({
      spec: { settings: { motd: 'hello' }, size: 'medium' },
    });
    expect(await order('world')).toMatchObject({ status: 409, body: { error: { code: 'AlreadyExists', path: 'name' } } });
  });

  test('a dry run shows the application that would be ordered, and orders nothing', async () => {
    const { status, body } = await world.ask('POST', '/api/v1/servers?dryRun=true', {
      body: { name: 'world', namespace: 'tenant-a', spec: { game: 'minecraft', licences: LICENCES } },
    });
    expect([status, String(dig(body, 'manifest'))]).toEqual([200, expect.stringContaining('apiVersion: apps.cozystack.io/v1alpha1')]);
    expect((await world.kube.list(platform.type, { namespace: 'tenant-a' })).items).toEqual([]);
  });

  test('changes, resizes, stops and starts are written into the application; the server follows', async () => {
    await order('world', { settings: { motd: 'hello', maxPlayers: 30 } });
    expect(await change({ settings: { motd: 'goodbye' }, resources: { memory: '6Gi' }, storage: { size: '40Gi' } })).toMatchObject({
      status: 200,
      body: { spec: { settings: { motd: 'goodbye', maxPlayers: 30 }, resources: { memory: '6Gi' } } },
    });
    expect((await application('world')).spec).toEqual({
      acceptMinecraftEula: true,
      motd: 'goodbye',
      maxPlayers: 30,
      resources: { memory: '6Gi' },
      storageSize: '40Gi',
    });
    expect((await change({ resources: null, settings: { maxPlayers: null } })).status).toBe(200);
    expect((await application('world')).spec).toEqual({ acceptMinecraftEula: true, motd: 'goodbye', storageSize: '40Gi' });
    expect((await world.ask('POST', '/api/v1/servers/tenant-a/minecraft-server-world/stop')).body).toMatchObject({
      spec: { state: 'Stopped' },
    });
    expect((await application('world')).spec).toMatchObject({ state: 'Stopped' });
    expect((await world.ask('POST', '/api/v1/servers/tenant-a/minecraft-server-world/start')).body).toMatchObject({
      spec: { state: 'Running' },
    });
    expect((await application('world')).spec).not.toHaveProperty('state');
    await until(
      async () => (await world.kube.get(gameServers, { namespace: 'tenant-a', name: 'minecraft-server-world' })).spec.state === 'Running',
    );
  });

  test('a change that the platform has not carried out yet is shown as the wish that it is', async () => {
    await order('world');
    platform.isAsleep = true;
    expect(await change({ settings: { motd: 'later' } })).toMatchObject({ status: 200, body: { spec: { settings: { motd: 'later' } } } });
    await platform.wake();
    await until(
      async () => dig((await world.ask('GET', '/api/v1/servers/tenant-a/minecraft-server-world')).body, 'spec.settings.motd') === 'later',
    );
  }, 60_000);

  test('an order that is still being set up is a server that says so, with what the platform says', async () => {
    platform.isAsleep = true;
    const ordered = await order('world');
    expect(ordered).toMatchObject({ status: 201, body: { status: { phase: 'Pending', reason: { code: 'OrderPending' } } } });
    await world.kube.patchStatus(
      platform.type,
      { namespace: 'tenant-a', name: 'world' },
      {
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'InstallFailed',
              message: 'exceeded quota: services.loadbalancers',
              lastTransitionTime: '',
            },
          ],
        },
      },
    );
    expect((await world.ask('GET', '/api/v1/servers/tenant-a/minecraft-server-world')).body).toMatchObject({
      summary: { phase: 'Pending' },
      status: {
        reason: { code: 'OrderRefused', message: 'The platform cannot set the server up: exceeded quota: services.loadbalancers' },
      },
    });
    // Also what is not there yet can be changed, and taken back.
    expect((await change({ network: { type: 'NodePort' } })).status).toBe(200);
    expect((await application('world')).spec).toMatchObject({ exposure: 'NodePort' });
    expect((await world.ask('DELETE', '/api/v1/servers/tenant-a/minecraft-server-world')).status).toBe(202);
    expect((await world.ask('GET', '/api/v1/servers/tenant-a/minecraft-server-world')).status).toBe(404);
  }, 60_000);

  test('what becomes of the world is passed on before anything is deleted', async () => {
    await order('world');
    const gone = world.ask('DELETE', '/api/v1/servers/tenant-a/minecraft-server-world?keepWorld=true');
    const kept: unknown[] = [];
    await until(async () => {
      const found = await world.kube.get(gameServers, { namespace: 'tenant-a', name: 'minecraft-server-world' }).catch(() => undefined);
      if (found) kept.push(found.spec.storage?.whenDeleted);
      return found === undefined;
    });
    expect(await gone).toMatchObject({ status: 202, body: { world: { fate: 'kept' } } });
    await expect(application('world')).rejects.toMatchObject({ status: 404 });
  });

  test('credentials are values of the application, stay when something else changes, and are never shown', async () => {
    if (rust === undefined) throw new Error('no rust');
    await using rustPlatform = new PlatformStandIn(world.kube, rust);
    const asked = Object.entries(rust.secrets).filter(([, secret]) => secret.generate === undefined);
    const [id = 'none'] = asked[0] ?? [];
    const game = id === 'none' ? undefined : rust;
    if (game === undefined) return;
    const body = { name: 'island', namespace: 'tenant-a', spec: { game: 'rust' }, secrets: { [id]: 'very-secret-value' } };
    const ordered = await world.ask('POST', '/api/v1/servers', { body });
    expect(ordered.status).toBe(201);
    const read = async () => (await world.kube.get(rustPlatform.type, { namespace: 'tenant-a', name: 'island' })).spec ?? {};
    expect(Object.values(await read())).toContain('very-secret-value');
    const changed = await world.ask('PATCH', '/api/v1/servers/tenant-a/rust-server-island', { body: { spec: { state: 'Stopped' } } });
    expect(Object.values(await read())).toContain('very-secret-value');
    for (const answer of [ordered, changed]) expect(JSON.stringify(answer.body)).not.toContain('very-secret-value');
    await world.ask('PATCH', '/api/v1/servers/tenant-a/rust-server-island', { body: { secrets: { [id]: 'another-secret' } } });
    expect(Object.values(await read())).toContain('another-secret');
    expect((await world.kube.list(secrets, { namespace: 'tenant-a' })).items).toEqual([]);
  });

  test('what an application cannot say is refused by name instead of being lost', async () => {
    expect(await order('world', { intent: 'Maintenance' })).toMatchObject({
      status: 422,
      body: { error: { path: 'spec.intent', message: expect.stringContaining('cannot be said in an order of this platform') } },
    });
    expect(await order('world', { secretName: 'my-own' })).toMatchObject({ status: 422, body: { error: { path: 'spec.secretName' } } });
    await order('world');
    expect(await change({ intent: 'Maintenance' })).toMatchObject({ status: 422, body: { error: { path: 'spec.intent' } } });
  });

  test('a value beyond its limits is refused at its place in the order, in the words of the platform', async () => {
    expect(await order('world', { resources: { cpu: '900' } })).toMatchObject({
      status: 422,
      body: { error: { path: 'spec.resources.cpu', message: expect.stringMatching(/^spec\.resources\.cpu: must be /) } },
    });
    expect(await order('a'.repeat(45))).toMatchObject({ status: 422, body: { error: { path: 'name' } } });
  });

  test('a value from before there was a limit holds up no other change, and is not said anew', async () => {
    await order('world');
    await world.kube.patch(platform.type, { namespace: 'tenant-a', name: 'world' }, { spec: { resources: { cpu: '1m' } } });
    expect(await change({ state: 'Stopped', resources: { cpu: '1m', memory: '2Gi' } })).toMatchObject({ status: 200 });
    expect(await application('world')).toMatchObject({ spec: { state: 'Stopped', resources: { cpu: '1m', memory: '2Gi' } } });
    expect(await change({ resources: { cpu: '2m' } })).toMatchObject({ status: 422, body: { error: { path: 'spec.resources.cpu' } } });
    expect(await order('another', { resources: { cpu: '1m' } })).toMatchObject({ status: 422 });
  });

  test('what is fixed stays', async () => {
    await order('world', { storage: { className: 'local' } });
    expect(await change({ storage: { className: 'replicated' } })).toMatchObject({
      status: 422,
      body: { error: { path: 'spec.storage.className', message: expect.stringContaining('cannot change') } },
    });
  });

  test('somebody who may order applications and nothing else orders, and is refused elsewhere', async () => {
    const body = (namespace: string) => ({ name: 'bobs', namespace, spec: { game: 'minecraft', licences: LICENCES } });
    expect((await world.ask('POST', '/api/v1/servers', { token: TOKENS.bob, body: body('tenant-b') })).status).toBe(201);
    expect((await world.ask('POST', '/api/v1/servers', { token: TOKENS.bob, body: body('tenant-a') })).status).toBe(403);
    const spaces = await world.ask('GET', '/api/v1/namespaces?game=minecraft', { token: TOKENS.bob });
    expect(list(spaces.body, 'items').map((item) => dig(item, 'name'))).toEqual(['tenant-b']);
  });

  test('a GameServer that somebody made by hand is changed as what it is', async () => {
    await world.server('by-hand');
    expect((await world.ask('PATCH', '/api/v1/servers/default/by-hand', { body: { spec: { state: 'Stopped' } } })).status).toBe(200);
    expect((await world.kube.get(gameServers, { namespace: 'default', name: 'by-hand' })).spec.state).toBe('Stopped');
    // Also one whose name only looks as if an application had made it.
    await world.server('minecraft-server-odd');
    expect((await world.ask('POST', '/api/v1/servers/default/minecraft-server-odd/stop')).status).toBe(200);
  });
});

describe('which orders a cluster takes', () => {
  test('is found out by discovery, and a cluster without the group takes GameServers', async () => {
    await using without = await World.start();
    expect(await discoveryOf(without.cluster.fetch)()).toEqual(new Set());
    await using plain = await World.start({ servedKinds: discoveryOf(without.cluster.fetch) });
    const body = { name: 'world', spec: { game: 'minecraft', licences: LICENCES } };
    expect(await plain.ask('POST', '/api/v1/servers', { body })).toMatchObject({ status: 201, body: { summary: { name: 'world' } } });
    const spaces = await plain.ask('GET', '/api/v1/namespaces?game=minecraft');
    expect(spaces.body).toMatchObject({ anywhere: expect.any(Boolean), items: expect.arrayContaining([{ name: 'default' }]) });
  });

  test('is remembered while the cluster does not answer, and not guessed when it never has', async () => {
    let now = 0;
    let answer = (): Response => new Response('{}', { status: 503 });
    const kinds = discoverKinds({
      baseUrl: 'http://kube.invalid',
      fetch: async () => answer(),
      token: async () => undefined,
      clock: { ...systemClock, elapsed: () => now },
    });
    await expect(kinds()).rejects.toThrow('503');
    answer = () => Response.json({ resources: [{ name: 'minecraftservers' }, { name: 'minecraftservers/status' }] });
    expect(await kinds()).toContain('minecraftservers');
    now += 120_000;
    answer = () => new Response('', { status: 503 });
    expect(await kinds()).toContain('minecraftservers');
    answer = () => new Response('', { status: 404 });
    expect(await kinds()).toEqual(new Set());
  });

  test('is said when it is not known: nothing is ordered in the wrong place', async () => {
    await using world = await World.start({ servedKinds: async () => await Promise.reject(new Error('no answer')) });
    const body = { name: 'world', spec: { game: 'minecraft', licences: LICENCES } };
    expect(await world.ask('POST', '/api/v1/servers', { body })).toMatchObject({
      status: 503,
      body: { error: { code: 'KubernetesUnavailable' } },
    });
  });
});
