import { secrets } from '@gse/kube';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { AgentStandIn } from '../../test/agent-stand-in.ts';
import { dig, list } from '../../test/dig.ts';
import { TOKENS, World } from '../../test/world.ts';
import { gameOperations, gameServers } from '@gse/server-objects';

let world: World;
beforeAll(async () => {
  world = await World.start({ bob: { namespaces: ['team-b'], allows: () => true } });
});
afterAll(async () => await world[Symbol.asyncDispose]());

const eula = [{ id: 'minecraft-eula', accepted: true }];

test('an order becomes a GameServer that says who ordered it and who accepted the licence', async () => {
  const answer = await world.ask('POST', '/api/v1/servers', {
    body: { name: 'first', spec: { game: 'minecraft', licences: [{ ...eula[0], acceptedBy: 'mallory' }], settings: { motd: 'Hello' } } },
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe('/api/v1/servers/default/first');
  const server = await world.kube.get(gameServers, { namespace: 'default', name: 'first' });
  expect(server.spec.licences?.[0]).toMatchObject({ accepted: true, acceptedBy: 'alice' });
  expect(server.metadata.annotations).toMatchObject({ 'gse.cozystack.io/actor': 'alice' });
  expect(dig(answer.body, 'summary')).toMatchObject({ name: 'first', game: 'minecraft', phase: 'Pending', players: { known: false } });
  expect(dig(answer.body, 'manifest')).toContain('kind: GameServer');
  // Written and seen: the list has it at once.
  expect(list((await world.ask('GET', '/api/v1/servers')).body, 'items')).toContainEqual(expect.objectContaining({ name: 'first' }));
});

test('a dry run checks and writes nothing', async () => {
  const answer = await world.ask('POST', '/api/v1/servers?dryRun=true', {
    body: { name: 'dry', spec: { game: 'minecraft', licences: eula } },
  });
  expect(answer).toMatchObject({ status: 200, body: { memory: '3Gi', version: expect.any(String) } });
  expect((await world.ask('GET', '/api/v1/servers/default/dry')).status).toBe(404);
});

test.each([
  [
    'a setting out of range',
    { name: 'x', spec: { game: 'minecraft', licences: eula, settings: { maxPlayers: 0 } } },
    422,
    'SettingsInvalid',
    'spec.settings.maxPlayers',
  ],
  [
    'a setting the game does not have',
    { name: 'x', spec: { game: 'minecraft', licences: eula, settings: { maxPlayer: 2 } } },
    422,
    'SettingsInvalid',
    'spec.settings.maxPlayer',
  ],
  ['a misspelt field', { name: 'x', spec: { game: 'minecraft', licences: eula, setings: {} } }, 422, 'UnknownField', 'spec.setings'],
  ['a licence that was not accepted', { name: 'x', spec: { game: 'minecraft' } }, 422, 'LicenceNotAccepted', 'spec.licences'],
  ['an unknown game', { name: 'x', spec: { game: 'chess' } }, 422, 'UnknownGame', 'spec.game'],
  [
    'a version nobody can run',
    { name: 'x', spec: { game: 'minecraft', licences: eula, version: { pin: '../../etc' } } },
    422,
    'SettingsInvalid',
    'spec.version.pin',
  ],
  ['a name that is none', { name: 'X_1', spec: { game: 'minecraft', licences: eula } }, 422, 'Invalid', 'name'],
  [
    'a credential the game does not ask for',
    { name: 'x', spec: { game: 'minecraft', licences: eula }, secrets: { rconPassword: 'x' } },
    422,
    'Invalid',
    'secrets.rconPassword',
  ],
  ['no body', undefined, 422, 'Invalid', 'name'],
  ['a wrong type', { name: 'x', spec: { game: 'minecraft', state: 'Sleeping' } }, 422, 'Invalid', 'spec.state'],
])('%s is refused with the path of the field', async (_case, body, status, code, path) => {
  expect(await world.ask('POST', '/api/v1/servers', { body })).toMatchObject({
    status,
    body: { error: { code, path, message: expect.any(String) } },
  });
});

test('a name that is taken is a conflict and leaves the credentials of the other server alone', async () => {
  const order = (secret: string) => ({ name: 'taken', spec: { game: 'factorio' }, secrets: { gamePassword: secret } });
  expect((await world.ask('POST', '/api/v1/servers', { body: order('first-value') })).status).toBe(201);
  expect(await world.ask('POST', '/api/v1/servers', { body: order('second-value') })).toMatchObject({
    status: 409,
    body: { error: { code: 'AlreadyExists', path: 'name' } },
  });
  const secret = await world.kube.get(secrets, { namespace: 'default', name: 'taken-credentials' });
  expect(Buffer.from(secret.data?.['gamePassword'] ?? '', 'base64').toString()).toBe('first-value');
});

test('credentials go into the Secret of the server and never come back', async () => {
  const ordered = await world.ask('POST', '/api/v1/servers', {
    body: { name: 'sealed', spec: { game: 'factorio' }, secrets: { gamePassword: 'open-sesame-42' } },
  });
  const read = await world.ask('GET', '/api/v1/servers/default/sealed');
  expect(dig(read.body, 'secrets')).toContainEqual({ id: 'gamePassword', title: 'Game password', present: true });
  expect(dig(read.body, 'secrets')).toContainEqual(expect.objectContaining({ id: 'factorioToken', present: false }));
  const secret = await world.kube.get(secrets, { namespace: 'default', name: 'sealed-credentials' });
  expect(secret.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'GameServer', name: 'sealed' });
  await world.ask('PATCH', '/api/v1/servers/default/sealed', {
    body: { secrets: { gamePassword: null, factorioToken: 'token-value-43' } },
  });
  const again = await world.ask('GET', '/api/v1/servers/default/sealed');
  expect(dig(again.body, 'secrets')).toContainEqual(expect.objectContaining({ id: 'factorioToken', present: true }));
  expect(dig(again.body, 'secrets')).toContainEqual(expect.objectContaining({ id: 'gamePassword', present: false }));
  for (const text of [JSON.stringify([ordered.body, read.body, again.body]), ...world.logged])
    expect(text).not.toMatch(/open-sesame-42|token-value-43/);
});

test('a change is a merge patch of the wish, checked as a whole before it is written', async () => {
  await world.server('changing');
  const changed = await world.ask('PATCH', '/api/v1/servers/default/changing', {
    body: { spec: { settings: { motd: 'New words' }, size: 'small' } },
  });
  expect(changed).toMatchObject({ status: 200, body: { spec: { size: 'small', settings: { motd: 'New words' } } } });
  expect(
    await world.ask('PATCH', '/api/v1/servers/default/changing', { body: { spec: { settings: { maxPlayers: 'many' } } } }),
  ).toMatchObject({ status: 422, body: { error: { path: 'spec.settings.maxPlayers' } } });
  expect(await world.ask('PATCH', '/api/v1/servers/default/changing', { body: { spec: { game: 'factorio' } } })).toMatchObject({
    status: 422,
    body: { error: { path: 'spec.game' } },
  });
  expect(await world.ask('PATCH', '/api/v1/servers/default/changing', { body: { spec: { sise: 'small' } } })).toMatchObject({
    status: 422,
    body: { error: { code: 'UnknownField', path: 'spec.sise' } },
  });
  const removed = await world.ask('PATCH', '/api/v1/servers/default/changing', { body: { spec: { size: null } } });
  expect(dig(removed.body, 'spec.size')).toBeUndefined();
});

test('nobody can accept a licence in the name of somebody else, whatever they send; a record stays while nobody changes it', async () => {
  const carols = { id: 'minecraft-eula', accepted: true, acceptedBy: 'carol', acceptedAt: '2026-01-01T00:00:00Z' };
  await world.server('licensed', { spec: { licences: [carols] } });
  const accept = async (...licences: object[]) => {
    await world.ask('PATCH', '/api/v1/servers/default/licensed', { body: { spec: { licences } } });
    return (await world.kube.get(gameServers, { namespace: 'default', name: 'licensed' })).spec.licences;
  };
  const alices = { accepted: true, acceptedBy: 'alice', acceptedAt: expect.stringMatching(new RegExp(`^${new Date().getFullYear()}`)) };
  // Sent back as it is, and without a word about who.
  expect(await accept(carols)).toEqual([carols]);
  expect(await accept({ id: carols.id, accepted: true })).toEqual([carols]);
  const forged = { accepted: true, acceptedBy: 'carol', acceptedAt: '2020-01-01T00:00:00Z' };
  expect(await accept(carols, { ...forged, id: 'other' })).toEqual([carols, { ...alices, id: 'other' }]);
  expect(await accept({ ...forged, id: carols.id })).toEqual([{ ...alices, id: carols.id }]);
});

test('a preview tells what applies live, with a restart and in a new world, and writes nothing', async () => {
  await using agent = await AgentStandIn.start();
  const { body } = await world.ask('POST', '/api/v1/servers?dryRun=true', {
    body: { name: 'preview', spec: { game: 'minecraft', licences: eula } },
  });
  const settings = dig(body, 'settings') as Record<string, unknown>;
  agent.settings = { ...settings, difficulty: 'hard' }; // told live since the start
  const server = await world.server('previewed', { spec: { settings: { difficulty: 'hard' } } });
  await world.pod('previewed', agent, { applied: { generation: 1, version: dig(body, 'version'), cpu: '1', memory: '3Gi', settings } });
  const preview = await world.ask('POST', '/api/v1/servers/default/previewed/preview', {
    body: { spec: { settings: { difficulty: 'peaceful', maxPlayers: 33, hardcore: true }, size: 'small', state: 'Running' } },
  });
  const changes = list(preview.body, 'changes');
  expect(changes).toContainEqual({ path: 'settings.difficulty', title: 'Difficulty', applies: 'live', from: 'hard', to: 'peaceful' });
  expect(changes).toContainEqual({ path: 'settings.maxPlayers', title: 'Most players', applies: 'restart', from: 20, to: 33 });
  expect(changes).toContainEqual(expect.objectContaining({ path: 'settings.hardcore', applies: 'wipe' }));
  expect(changes).toContainEqual(expect.objectContaining({ path: 'resources.memory', applies: 'restart', from: '3Gi', to: '5632Mi' }));
  expect(preview.body).toMatchObject({ running: true, other: ['state'] });
  expect((await world.kube.get(gameServers, server.metadata)).spec).toEqual(server.spec);
});

test('a preview for a server that does not run says that changes wait for the start', async () => {
  await world.server('resting', { spec: { state: 'Stopped' } });
  const preview = await world.ask('POST', '/api/v1/servers/default/resting/preview', {
    body: { spec: { settings: { difficulty: 'hard' } } },
  });
  expect(preview.body).toMatchObject({
    running: false,
    changes: [{ path: 'settings.difficulty', applies: 'start', from: 'easy', to: 'hard' }],
  });
});

test('start and stop are wishes', async () => {
  await world.server('switch');
  expect(await world.ask('POST', '/api/v1/servers/default/switch/stop')).toMatchObject({
    status: 200,
    body: { summary: { state: 'Stopped' } },
  });
  expect(await world.ask('POST', '/api/v1/servers/default/switch/start')).toMatchObject({
    status: 200,
    body: { summary: { state: 'Running' } },
  });
});

test('a fix that is a patch is applied in the name of the caller, who thereby accepts', async () => {
  await world.server('unlicensed', {
    spec: { licences: [] },
    status: {
      phase: 'Failed',
      reason: {
        code: 'LicenceNotAccepted',
        message: 'must be accepted',
        fix: { kind: 'patch', title: 'Accept Minecraft End User Licence Agreement', patch: { spec: { licences: eula } } },
      },
    },
  });
  expect(await world.ask('POST', '/api/v1/servers/default/unlicensed/fix', { body: { code: 'DiskFull' } })).toMatchObject({
    status: 409,
    body: { error: { code: 'ReasonChanged' } },
  });
  expect(await world.ask('POST', '/api/v1/servers/default/unlicensed/fix', { body: { code: 'LicenceNotAccepted' } })).toMatchObject({
    status: 200,
    body: { applied: 'Accept Minecraft End User Licence Agreement' },
  });
  expect((await world.kube.get(gameServers, { namespace: 'default', name: 'unlicensed' })).spec.licences?.[0]).toMatchObject({
    accepted: true,
    acceptedBy: 'alice',
  });
});

test('a fix that is an operation orders it; where nothing is wrong there is nothing to fix', async () => {
  await world.server('hung', {
    status: {
      phase: 'Running',
      health: 'Unresponsive',
      reason: { code: 'Hangs', message: 'hangs', fix: { kind: 'operation', title: 'Restart', operation: 'restart' } },
    },
  });
  const fixed = await world.ask('POST', '/api/v1/servers/default/hung/fix', { body: {} });
  expect(fixed.status).toBe(200);
  const operation = await world.kube.get(gameOperations, { namespace: 'default', name: String(dig(fixed.body, 'operation')) });
  expect(operation.spec).toMatchObject({ type: 'restart', server: 'hung', actor: 'alice', cause: 'fix for Hangs' });
  await world.server('well', { status: { phase: 'Running' } });
  expect(await world.ask('POST', '/api/v1/servers/default/well/fix', { body: {} })).toMatchObject({
    status: 409,
    body: { error: { code: 'NothingToFix' } },
  });
});

test('a fix may change the order of the server and nothing else', async () => {
  await world.server('tricked', {
    status: { reason: { code: 'Odd', message: 'odd', fix: { kind: 'patch', title: 'Odd', patch: { metadata: { ownerReferences: [] } } } } },
  });
  expect(await world.ask('POST', '/api/v1/servers/default/tricked/fix', { body: {} })).toMatchObject({
    status: 422,
    body: { error: { code: 'FixNotApplicable' } },
  });
});

test.each<[string, string, Record<string, unknown>]>([
  ['another change than the known one', 'Slow', { network: { type: 'HostPort' }, placement: { nodeSelector: {} }, licences: eula }],
  ['more than the known one', 'LicenceNotAccepted', { licences: eula, network: { type: 'HostPort' } }],
  ['the known one under other words', 'LicenceNotAccepted', { licences: eula }],
  ['the known one of another reason', 'DiskFull', { licences: eula }],
])('a fix in the status is not carried out where it is %s', async (_case, code, spec) => {
  const name = `forged-${Math.random().toString(36).slice(2, 8)}`;
  const status = {
    reason: { code, message: 'Restart me.', fix: { kind: 'patch' as const, title: 'Restart the server', patch: { spec } } },
  };
  const before = await world.server(name, { spec: { licences: [] }, status });
  expect(await world.ask('POST', `/api/v1/servers/default/${name}/fix`, { body: {} })).toMatchObject({
    status: 422,
    body: { error: { code: 'FixNotApplicable', message: expect.stringContaining('not made in your name') } },
  });
  expect((await world.kube.get(gameServers, before.metadata)).spec).toEqual(before.spec);
});

test('a deletion says what goes and what is kept, before and when it is asked for', async () => {
  await world.server('leaving');
  const before = await world.ask('DELETE', '/api/v1/servers/default/leaving?dryRun=true');
  expect(before.status).toBe(200);
  expect(list(before.body, 'goes').join()).toContain('data-leaving-0');
  expect(await world.ask('DELETE', '/api/v1/servers/default/leaving')).toMatchObject({ status: 202, body: before.body });
  expect((await world.ask('GET', '/api/v1/servers/default/leaving')).status).toBe(404);
});

test('a world is kept when that is asked for, by the request or by the order', async () => {
  await world.server('precious');
  const path = '/api/v1/servers/default/precious';
  const gone = (await world.ask('DELETE', `${path}?dryRun=true`)).body;
  expect(gone).toMatchObject({ world: { volume: 'data-precious-0', fate: 'deleted' } });
  const kept = await world.ask('DELETE', `${path}?dryRun=true&keepWorld=true`);
  expect(kept.body).toMatchObject({ world: { fate: 'kept' }, kept: expect.arrayContaining(['its world volume data-precious-0']) });
  expect(list(kept.body, 'goes').join()).not.toContain('data-precious-0');
  expect((await world.kube.get(gameServers, { namespace: 'default', name: 'precious' })).spec.storage).toBeUndefined();
  await world.ask('PATCH', path, { body: { spec: { storage: { whenDeleted: 'Retain' } } } });
  expect((await world.ask('DELETE', `${path}?dryRun=true`)).body).toMatchObject({ world: { fate: 'kept' } });
  expect((await world.ask('DELETE', `${path}?dryRun=true&keepWorld=false`)).body).toMatchObject({ world: { fate: 'deleted' } });
  const finalizers = ['gse.cozystack.io/server'];
  await world.kube.patch(gameServers, { namespace: 'default', name: 'precious' }, { metadata: { finalizers }, spec: { storage: null } });
  expect(await world.ask('DELETE', `${path}?keepWorld=true`)).toMatchObject({ status: 202, body: { world: { fate: 'kept' } } });
  expect((await world.kube.get(gameServers, { namespace: 'default', name: 'precious' })).spec.storage).toEqual({ whenDeleted: 'Retain' });
});

test('callers see the servers of their namespaces and learn nothing about others', async () => {
  await world.server('hidden');
  await world.server('visible', { namespace: 'team-b' });
  const bob = { token: TOKENS.bob };
  expect(list((await world.ask('GET', '/api/v1/servers', bob)).body, 'items').map((item) => dig(item, 'name'))).toEqual(['visible']);
  expect((await world.ask('GET', '/api/v1/servers?namespace=default', bob)).status).toBe(403);
  const existing = await world.ask('GET', '/api/v1/servers/default/hidden', bob);
  const missing = await world.ask('GET', '/api/v1/servers/default/there-is-none', bob);
  expect(existing.status).toBe(403);
  expect(existing.body).toEqual(missing.body);
  for (const path of ['players', 'operations', 'activity']) {
    const [there, none] = await Promise.all([
      world.ask('GET', `/api/v1/servers/default/hidden/${path}`, bob),
      world.ask('GET', `/api/v1/servers/default/there-is-none/${path}`, bob),
    ]);
    expect(there.status).toBe(403);
    expect(there.body).toEqual(none.body);
  }
});

test('a list comes in pages that go on where the last one ended', async () => {
  for (const name of ['page-a', 'page-b', 'page-c']) await world.server(name, { namespace: 'pages' });
  const first = await world.ask('GET', '/api/v1/servers?namespace=pages&limit=2');
  expect(list(first.body, 'items').map((item) => dig(item, 'name'))).toEqual(['page-a', 'page-b']);
  await world.ask('DELETE', '/api/v1/servers/pages/page-b');
  const second = await world.ask('GET', `/api/v1/servers?namespace=pages&limit=2&continue=${String(dig(first.body, 'continue'))}`);
  expect(second.body).toMatchObject({ items: [{ name: 'page-c' }] });
  expect(dig(second.body, 'continue')).toBeUndefined();
  expect((await world.ask('GET', '/api/v1/servers?continue=nonsense')).status).toBe(400);
});

test('a change that cannot be met changes no credentials either', async () => {
  await world.ask('POST', '/api/v1/servers', { body: { name: 'whole', spec: { game: 'factorio' }, secrets: { gamePassword: 'before' } } });
  const answer = await world.ask('PATCH', '/api/v1/servers/default/whole', {
    body: { secrets: { gamePassword: 'after' }, spec: { size: 'gigantic' } },
  });
  expect(answer).toMatchObject({ status: 422, body: { error: { path: 'spec.size' } } });
  const secret = await world.kube.get(secrets, { namespace: 'default', name: 'whole-credentials' });
  expect(Buffer.from(secret.data?.['gamePassword'] ?? '', 'base64').toString()).toBe('before');
});

test('a namespace that does not exist is named', async () => {
  const answer = await world.ask('POST', '/api/v1/servers', {
    body: { name: 'lost', namespace: 'nowhere', spec: { game: 'minecraft', licences: eula } },
  });
  expect(answer).toMatchObject({ status: 404, body: { error: { path: 'namespace', message: 'There is no namespace nowhere.' } } });
});
