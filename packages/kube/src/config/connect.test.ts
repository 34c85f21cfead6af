import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { connectCluster, createKubeClient, isNotFound, pods } from '../index.ts';
import { inClusterAccess } from './in-cluster.ts';
import { readKubeconfig } from './kubeconfig.ts';

let folder = '';
const closers: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gse-kubeconfig-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(folder, { recursive: true });
});

/** A server that notes who asks, and refuses the tokens it is told to. */
async function listen() {
  const asked: string[] = [];
  const refused = new Set<string>();
  const server = createServer((request, response) => {
    const who = request.headers.authorization ?? 'nobody';
    asked.push(who);
    response.writeHead(refused.has(who) ? 401 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, refused };
}

function config(server: string, user: string, extra = ''): string {
  return `apiVersion: v1
kind: Config
current-context: here
clusters: [{name: c, cluster: {server: '${server}'}}]
contexts: [{name: here, context: {cluster: c, user: u, namespace: games}}, {name: there, context: {cluster: gone, user: u}}]
users: [{name: u, user: ${user}}]
${extra}`;
}

async function connect(user: string, options: { clock?: ManualClock } = {}) {
  const server = await listen();
  const kubeconfig = join(folder, 'config');
  await writeFile(kubeconfig, config(server.url, user));
  const connection = await connectCluster({ kubeconfig, ...options });
  closers.push(() => connection.close());
  const client = createKubeClient({ ...connection, fieldManager: 'test' });
  const ask = async () => {
    await client.get(pods, { namespace: 'a', name: 'b' }).catch((error: unknown) => {
      if (!isNotFound(error) && !(error instanceof Error && 'status' in error && error.status === 401)) throw error;
    });
    return server.asked.at(-1);
  };
  return { ...server, connection, ask };
}

test('a token is sent; the namespace and address are those of the context', async () => {
  const { connection, url, ask } = await connect('{token: secret}');
  expect(await ask()).toBe('Bearer secret');
  expect(connection).toMatchObject({ name: 'here', namespace: 'games', baseUrl: url });
});

test('a name and password are sent', async () => {
  const { ask } = await connect('{username: a, password: b}');
  expect(await ask()).toBe(`Basic ${Buffer.from('a:b').toString('base64')}`);
});

test('what is sent for others carries nothing of ours, and their refusal says nothing of our token', async () => {
  for (const user of ['{token: secret}', '{username: a, password: b}']) {
    const { connection, asked, refused } = await connect(user);
    refused.add('Bearer theirs');
    const { fetchForOthers: fetch, baseUrl } = connection;
    const others = createKubeClient({ baseUrl, fetch, token: 'theirs', fieldManager: 'test' });
    await expect(others.get(pods, { namespace: 'a', name: 'b' })).rejects.toMatchObject({ status: 401 });
    await fetch(new Request(baseUrl));
    expect(asked).toEqual(['Bearer theirs', 'nobody']);
  }
});

test('a token file is read again after a while, at once when the token is refused, and a gap does no harm', async () => {
  const clock = new ManualClock();
  const path = join(folder, 'token');
  await writeFile(path, 'first\n');
  const { ask, refused } = await connect('{tokenFile: token}', { clock });
  expect(await ask()).toBe('Bearer first');
  await writeFile(path, 'second');
  expect(await ask()).toBe('Bearer first');
  clock.advance(31_000);
  expect(await ask()).toBe('Bearer second');
  refused.add('Bearer second');
  await ask();
  await writeFile(path, 'third');
  expect(await ask()).toBe('Bearer third');
  await rm(path);
  clock.advance(31_000);
  expect(await ask()).toBe('Bearer third');
});

test('a program is asked for credentials, again when they end or are refused', async () => {
  const clock = new ManualClock();
  const program = join(folder, 'login.mjs');
  await writeFile(
    program,
    `#!${process.execPath}
import { appendFileSync, readFileSync } from 'node:fs';
const log = new URL('calls', import.meta.url);
appendFileSync(log, process.env.KUBERNETES_EXEC_INFO + process.env.WHO + '\\n');
const count = readFileSync(log, 'utf8').trim().split('\\n').length;
console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'token-' + count, expirationTimestamp: process.argv[2] } }));
`,
  );
  await chmod(program, 0o755);
  const expiry = new Date(clock.now() + 600_000).toISOString();
  const exec = `{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login.mjs, args: ['${expiry}'], env: [{name: WHO, value: me}], provideClusterInfo: true, interactiveMode: IfAvailable}}`;
  const { ask, refused, url } = await connect(exec, { clock });
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1']);
  clock.advance(300_000);
  expect(await ask()).toBe('Bearer token-1');
  refused.add('Bearer token-1');
  await ask();
  expect(await ask()).toBe('Bearer token-2');
  clock.advance(250_000);
  expect(await ask()).toBe('Bearer token-3');
  const [call] = (await readFile(join(folder, 'calls'), 'utf8')).split('\n');
  expect(call).toBe(
    `${JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', spec: { interactive: false, cluster: { server: url } } })}me`,
  );
});

test('a program that is missing is named, with what its kubeconfig says about getting it', async () => {
  const exec = '{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-login, installHint: Get it from your hoster.}}';
  await expect(connect(exec)).rejects.toMatchObject({
    code: 'GSE_KUBE_CONFIG',
    message: 'the credentials program no-such-login: it is not installed. Get it from your hoster.',
  });
});

test.each([
  ['no such context', config('http://a', '{}'), 'elsewhere', 'it has no context "elsewhere"; there are: here, there'],
  ['a context without its cluster', config('http://a', '{}'), 'there', 'context there is about a cluster "gone" that it does not describe'],
  ['an address that is none', config('nonsense', '{}'), undefined, 'cluster c has no usable server address'],
  ['something that is not YAML', '{', undefined, 'it is not YAML'],
  ['half a certificate', config('http://a', '{client-key: x}'), undefined, 'user u has only one of a client certificate and its key'],
  ['a plugin of long ago', config('http://a', '{auth-provider: {name: gcp}}'), undefined, 'auth-provider'],
  ['impersonation', config('http://a', '{as: someone}'), undefined, 'impersonates'],
  ['an empty file', '', undefined, 'it names no current context'],
])('refused with a reason: %s', (_what, text, context, message) => {
  expect(() => readKubeconfig([{ path: '/x/config', text }], context)).toThrow(message);
});

test('of several files the first to name something counts, and paths are relative to their file', () => {
  const first = 'current-context: a\nusers: [{name: u, user: {client-certificate: u.crt, client-key: keys/u.key}}]';
  const second = `current-context: b
clusters: [{name: c, cluster: {server: 'https://x:1', certificate-authority: ca.crt, tls-server-name: y}}]
contexts: [{name: a, context: {cluster: c, user: u}}]
users: [{name: u, user: {token: other}}]`;
  const access = readKubeconfig([
    { path: '/one/config', text: first },
    { path: '/two/config', text: second },
  ]);
  expect(access).toMatchObject({
    name: 'a',
    server: 'https://x:1',
    ca: { file: '/two/ca.crt' },
    tlsServerName: 'y',
    user: { kind: 'certificate', cert: { file: '/one/u.crt' }, key: { file: '/one/keys/u.key' } },
  });
});

test('a pod finds its cluster by itself', async () => {
  expect(inClusterAccess({}, folder)).toBeUndefined();
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
  expect(inClusterAccess(env, folder)).toBeUndefined();
  await writeFile(join(folder, 'token'), 't');
  await writeFile(join(folder, 'namespace'), 'games\n');
  expect(inClusterAccess(env, folder)).toMatchObject({
    server: 'https://[fd00::1]:443',
    namespace: 'games',
    ca: { file: join(folder, 'ca.crt') },
    user: { kind: 'token', token: { file: join(folder, 'token') } },
  });
});

test('a missing kubeconfig is named', async () => {
  await expect(connectCluster({ env: { HOME: folder } })).rejects.toThrow(`no kubeconfig can be read at ${join(folder, '.kube/config')}`);
});
