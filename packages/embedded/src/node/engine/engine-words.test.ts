import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { detectEngine } from './detect.ts';
import { EngineClient } from './engine-client.ts';
import { fullImageName } from './image-name.ts';
import { isOomRecord } from './kernel-oom.ts';
import { explainPullError, pullImage } from './pull.ts';
import { mapUser } from './user-mapping.ts';

const folder = mkdtempSync(join(tmpdir(), 'gse-words-'));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const signal = AbortSignal.timeout(60_000);

test.each([
  ['redis', 'docker.io/library/redis:latest'],
  ['itzg/minecraft-server', 'docker.io/itzg/minecraft-server:latest'],
  ['itzg/minecraft-server:java21', 'docker.io/itzg/minecraft-server:java21'],
  ['ghcr.io/a/b', 'ghcr.io/a/b:latest'],
  ['localhost:5000/a', 'localhost:5000/a:latest'],
  ['localhost/a:1', 'localhost/a:1'],
  ['a/b@sha256:00', 'docker.io/a/b@sha256:00'],
])('the image %s is in full %s', (image, full) => {
  expect(fullImageName(image)).toBe(full);
});

test.each([
  ['manifest unknown: manifest tagged by "9" is not found', 'no such image or tag'],
  ['unauthorized: access to the requested resource is not authorized', 'refuses access'],
  ['toomanyrequests: You have reached your pull rate limit', 'rate limit'],
  ['dial tcp: lookup x on 10.0.0.1:53: no such host', 'cannot be reached'],
  ['write /var/tmp/x: no space left on device', 'is full'],
  ['no matching manifest for linux/arm64 in the manifest list entries', 'processor of this machine'],
  ['something nobody has seen yet', 'something nobody has seen yet'],
])('the pull error "%s" says: %s', (message, expected) => {
  expect(explainPullError('x:1', message)).toContain(expected);
});

const wanted = { uid: 1000, gid: 1000 };
test.each([
  ['root on an engine with root', { kind: 'docker', isRootless: false }, { uid: 0, gid: 0 }, 'linux', '1000:1000', undefined],
  [
    'a user on rootless Podman',
    { kind: 'podman', isRootless: true },
    { uid: 501, gid: 20 },
    'linux',
    '1000:1000',
    'keep-id:uid=1000,gid=1000',
  ],
  ['a user on rootless Docker', { kind: 'docker', isRootless: true }, { uid: 501, gid: 20 }, 'linux', '0:0', undefined],
  ['a member of the docker group', { kind: 'docker', isRootless: false }, { uid: 501, gid: 20 }, 'linux', '501:20', undefined],
  ['a Mac', { kind: 'docker', isRootless: false }, { uid: 501, gid: 20 }, 'darwin', '1000:1000', undefined],
] as const)('for %s the container runs as a user who can write its folders', (_who, engine, node, platform, user, userNamespace) => {
  expect(mapUser(engine, node, platform, wanted)).toEqual({ user, userNamespace });
});

test('the kernel names the container it killed for memory', () => {
  const line =
    '3,1234,5678,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/libpod_parent/libpod-abc123,task_memcg=/libpod_parent/libpod-abc123,task=sh,pid=6480,uid=0';
  expect(isOomRecord(line, 'abc123')).toBe(true);
  expect(isOomRecord(line, 'def456')).toBe(false);
  expect(isOomRecord(line.replace('oom_memcg', 'x'), 'abc123')).toBe(false);
});

async function serve(answers: Record<string, unknown>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = answers[new URL(request.url ?? '/', 'http://x').pathname];
    if (answer === undefined) response.writeHead(404).end('{"message":"no such thing"}');
    else if (answer !== 'silence') response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  servers.push(server);
  const socketPath = join(folder, `${servers.length}-${Math.random().toString(36).slice(2)}.sock`);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return socketPath;
}

test('Docker and Podman are told apart, and rootless ones are known', async () => {
  const docker = await serve({
    '/version': { Version: '27.3.1', ApiVersion: '1.47', Components: [{ Name: 'Engine' }] },
    '/info': { SecurityOptions: [] },
  });
  expect((await detectEngine({ env: { DOCKER_HOST: `unix://${docker}` }, signal })).engine).toMatchObject({
    name: 'Docker 27.3.1',
    kind: 'docker',
    isRootless: false,
  });
  const podman = await serve({
    '/version': { Version: '5.2.0', ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] },
    '/info': { SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'] },
  });
  expect((await detectEngine({ env: { DOCKER_HOST: `unix://${podman}` }, signal })).engine).toMatchObject({
    name: 'Podman 5.2.0',
    kind: 'podman',
    isRootless: true,
  });
});

test('no engine is an answer with reasons, also when something there never answers', async () => {
  const silent = await serve({ '/version': 'silence' });
  const found = await detectEngine({ env: { DOCKER_HOST: `unix://${silent}` }, signal, timeoutMs: 50 });
  expect(found.engine).toBeUndefined();
  expect(found.tried).toHaveLength(1);
  expect(await detectEngine({ env: { DOCKER_HOST: 'ssh://x' }, signal })).toMatchObject({
    tried: [{ problem: expect.stringContaining('unix://') }],
  });
  const missing = await detectEngine({ env: { DOCKER_HOST: `unix://${folder}/none.sock` }, signal });
  expect(missing.tried).toEqual([{ place: `unix://${folder}/none.sock`, problem: 'nothing there' }]);
});

test('pull progress is the sum of the layers, and an error in the stream is a failed pull', async () => {
  const lines = [
    { status: 'Pulling fs layer', id: 'a', progressDetail: {} },
    { status: 'Downloading', id: 'a', progressDetail: { current: 10, total: 100 } },
    { status: 'Downloading', id: 'b', progressDetail: { current: 5, total: 50 } },
    { status: 'Downloading', id: 'a', progressDetail: { current: 100, total: 100 } },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join('\r\n');
  const socketPath = await serve({ '/images/create': text });
  const client = new EngineClient({ socketPath });
  const seen: string[] = [];
  await pullImage(client, 'x', ({ currentBytes, totalBytes }) => seen.push(`${currentBytes}/${totalBytes}`), signal);
  expect(seen).toEqual(['10/100', '15/150', '105/150']);
  await client.close();
  const failing = new EngineClient({
    socketPath: await serve({ '/images/create': `${text}\n${JSON.stringify({ error: 'manifest unknown' })}` }),
  });
  await expect(pullImage(failing, 'x', () => undefined, signal)).rejects.toMatchObject({ code: 'GSE_IMAGE_PULL_FAILED' });
  await failing.close();
});

test("an engine's error keeps its status and its words", async () => {
  const client = new EngineClient({ socketPath: await serve({}) });
  await expect(client.json('/x', { signal })).rejects.toMatchObject({ code: 'GSE_ENGINE_API', status: 404, message: 'no such thing' });
  await client.close();
});
