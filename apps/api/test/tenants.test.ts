import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { controlPlaneProblem, pinnedVersions, startControlPlane, type ControlPlane } from '@gse/control-plane';
import {
  connectCluster,
  createKubeClient,
  customResourceDefinitions as crdType,
  events,
  namespaces,
  pods,
  resourceType,
  secrets,
  serviceAccounts,
  type CustomResourceDefinition,
  type KubeClient,
  type KubeObject,
} from '@gse/kube';
import { ANNOTATIONS, API_VERSION, customResourceDefinitions, LABELS } from '@gse/resources';
import { gameOperations, gameServers } from '@gse/server-objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { AgentStandIn } from './agent-stand-in.ts';
import { ApiProcess } from './api-process.ts';
import { ConsoleClient } from './console-client.ts';
import { dig, list } from './dig.ts';
import { EventStream } from './event-stream.ts';
import { until } from './until.ts';

const problem = controlPlaneProblem();
const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);
const SYSTEM = 'gse-system';

interface Rbac extends KubeObject {
  rules?: unknown;
  roleRef?: { apiGroup: string; kind: string; name: string };
  subjects?: { kind: string; name: string; namespace: string }[];
}
const rbac = (kind: string, plural: string, namespaced: boolean) =>
  resourceType<Rbac>({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, plural, namespaced });
const clusterRoles = rbac('ClusterRole', 'clusterroles', false);
const clusterRoleBindings = rbac('ClusterRoleBinding', 'clusterrolebindings', false);
const roles = rbac('Role', 'roles', true);
const roleBindings = rbac('RoleBinding', 'rolebindings', true);

/** Somebody with a namespace, a running server in it and all that belongs to one. */
interface Tenant {
  readonly namespace: string;
  readonly token: string;
  readonly server: string;
  readonly operation: string;
  readonly agent: AgentStandIn;
  /** A word that stands in everything of this tenant and in nothing else. */
  readonly mark: string;
}

/** What a request is about. */
interface Place {
  readonly namespace: string;
  readonly server: string;
  readonly operation: string;
}

type Attempt = { readonly method: string; readonly path: string; readonly body?: unknown };

const at = ({ namespace, server }: Place, rest = ''): string => `/api/v1/servers/${namespace}/${server}${rest}`;
const op = (place: Place, rest: string): string => at(place, `/operations/${place.operation}${rest}`);

/** How somebody would try to get at a place through each route. `null`: the route names no place; it has a test of its own below. */
const ATTEMPTS: Readonly<Record<string, ((place: Place) => Attempt) | null>> = {
  getServer: (place) => ({ method: 'GET', path: at(place) }),
  changeServer: (place) => ({ method: 'PATCH', path: at(place), body: { spec: { state: 'Stopped' }, secrets: {} } }),
  previewChange: (place) => ({ method: 'POST', path: at(place, '/preview'), body: { spec: { state: 'Stopped' } } }),
  deleteServer: (place) => ({ method: 'DELETE', path: at(place, '?keepWorld=true') }),
  startServer: (place) => ({ method: 'POST', path: at(place, '/start') }),
  stopServer: (place) => ({ method: 'POST', path: at(place, '/stop') }),
  applyFix: (place) => ({ method: 'POST', path: at(place, '/fix'), body: {} }),
  listOperations: (place) => ({ method: 'GET', path: at(place, '/operations') }),
  getOperation: (place) => ({ method: 'GET', path: op(place, '') }),
  restartServer: (place) => ({ method: 'POST', path: at(place, '/restart'), body: {} }),
  skipOperation: (place) => ({ method: 'POST', path: op(place, '/skip') }),
  cancelOperation: (place) => ({ method: 'POST', path: op(place, '/cancel') }),
  runOperationNow: (place) => ({ method: 'POST', path: op(place, '/run-now') }),
  postponeOperation: (place) => ({ method: 'POST', path: op(place, '/postpone'), body: { minutes: 5 } }),
  getServerNetwork: (place) => ({ method: 'GET', path: at(place, '/network') }),
  getServerHistory: (place) => ({ method: 'GET', path: at(place, '/history') }),
  listPlayers: (place) => ({ method: 'GET', path: at(place, '/players') }),
  listPlayerLists: (place) => ({ method: 'GET', path: at(place, '/players/lists') }),
  moderatePlayer: (place) => ({ method: 'POST', path: at(place, '/players/kick'), body: { player: 'Steve' } }),
  announce: (place) => ({ method: 'POST', path: at(place, '/announce'), body: { message: 'boo' } }),
  runCommand: (place) => ({ method: 'POST', path: at(place, '/command'), body: { line: 'list' } }),
  openConsole: (place) => ({ method: 'GET', path: at(place, '/console') }),
  listActivity: (place) => ({ method: 'GET', path: at(place, '/activity') }),
  orderServer: (place) => ({ method: 'POST', path: '/api/v1/servers', body: order(place.namespace, place.server) }),
  listServers: ({ namespace }) => ({ method: 'GET', path: `/api/v1/servers?namespace=${namespace}` }),
  watch: ({ namespace }) => ({ method: 'GET', path: `/api/v1/events?namespace=${namespace}` }),
  listAllActivity: ({ namespace }) => ({ method: 'GET', path: `/api/v1/activity?namespace=${namespace}` }),
  // Nothing of a tenant stands behind these.
  listNamespaces: null,
  listGames: null,
  getGame: null,
  getGameIcon: null,
  getOrderNetwork: null,
  signIn: null,
  getSession: null,
  signOut: null,
  getSignInWays: null,
  startSignIn: null,
  finishSignIn: null,
  redeemCode: null,
  getHealth: null,
  getReadiness: null,
  getMetrics: null,
  getOpenApi: null,
};

function order(namespace: string, name: string, more: object = {}): object {
  return { name, namespace, spec: { game: 'minecraft', licences: [{ id: 'minecraft-eula', accepted: true }], ...more } };
}

/** Headers that differ from answer to answer, whatever was asked. */
const CHANGING = /^(date|x-request-id|content-length|connection|keep-alive|x-ratelimit-(remaining|reset))$/;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

describe.skipIf(problem !== undefined)(`two tenants on a real control plane${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: ControlPlane;
  let admin: KubeClient;
  let closeAdmin: () => Promise<void>;
  let api: ApiProcess;
  let replica: ApiProcess;
  let ann: Tenant;
  let ben: Tenant;
  let onlooker: string;
  /** Everything any answer has said. */
  const said: string[] = [];

  beforeAll(async () => {
    cluster = await startControlPlane({ controllerManager: false });
    const connection = await connectCluster({ kubeconfig: cluster.kubeconfig });
    closeAdmin = () => connection.close();
    admin = createKubeClient({ ...connection, fieldManager: 'admin' });
    for (const crd of customResourceDefinitions()) await admin.create(crdType, crd as unknown as CustomResourceDefinition);
    await makeNamespace(SYSTEM, 'gse-api');
    await applyChartRoles();
    await until(async () => (await admin.list(gameServers).catch(() => undefined)) !== undefined, 60_000);
    await until(async () => (await admin.list(gameOperations).catch(() => undefined)) !== undefined, 60_000);
    [ann, ben] = await Promise.all([makeTenant('ann', 'quokka'), makeTenant('ben', 'zebra')]);
    await admin.create(serviceAccounts, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'onlooker', namespace: ann.namespace },
    });
    await bind(ann.namespace, 'gse-view', 'onlooker');
    onlooker = await tokenOf(ann.namespace, 'onlooker');

    const sealKey = join(cluster.folder, 'seal-key');
    writeFileSync(sealKey, randomBytes(40).toString('base64url'));
    const kubeconfig = await cluster.writeKubeconfig('gse-api', await cluster.serviceAccount(SYSTEM, 'gse-api'));
    const env = { KUBECONFIG: kubeconfig, GSE_SEAL_KEY_FILE: sealKey, GSE_PUBLIC_URL: 'https://games.example.org' };
    [api, replica] = await Promise.all([ApiProcess.start(env), ApiProcess.start(env)]);
    for (const tenant of [ann, ben])
      await until(async () => dig((await ask(tenant, { method: 'GET', path: at(tenant, '/players') })).body, 'known') === true, 60_000);
  }, 240_000);

  afterAll(async () => {
    api?.kill();
    replica?.kill();
    await Promise.all([ann, ben].map((tenant) => tenant?.agent[Symbol.asyncDispose]()));
    await closeAdmin?.();
    await cluster?.stop();
  }, 60_000);

  async function makeNamespace(name: string, account: string): Promise<void> {
    await admin.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const each of [account, 'default'])
      await admin.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: each, namespace: name } });
  }

  /** Exactly the roles that the chart of the API makes. */
  async function applyChartRoles(): Promise<void> {
    const { stdout } = await run(cluster.programs.helm, [
      'template',
      'gse-api',
      join(checkout, 'charts/system/gse-api'),
      `--namespace=${SYSTEM}`,
      `--kube-version=${pinnedVersions().kubernetes}`,
      '--show-only=templates/cluster-role.yaml',
      '--show-only=templates/roles-for-people.yaml',
    ]);
    for (const document of parseAllDocuments(stdout)) {
      const object = document.toJS() as Rbac | null;
      if (object?.kind === 'ClusterRole') await admin.create(clusterRoles, object);
      if (object?.kind === 'ClusterRoleBinding') await admin.create(clusterRoleBindings, object);
    }
  }

  async function bind(namespace: string, role: string, account: string, kind = 'ClusterRole'): Promise<void> {
    await admin.create(roleBindings, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: `${role}-${account}`, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    });
  }

  async function tokenOf(namespace: string, account: string): Promise<string> {
    const credentials = await cluster.serviceAccount(namespace, account);
    if (!('token' in credentials)) throw new TypeError('a ServiceAccount has a token');
    return credentials.token;
  }

  async function makeTenant(name: string, mark: string): Promise<Tenant> {
    const namespace = `tenant-${name}`;
    const server = `${mark}-world`;
    await makeNamespace(namespace, name);
    await admin.create(roles, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'credentials', namespace },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['create', 'patch', 'delete'] }],
    });
    for (const role of ['gse-view', 'gse-use', 'gse-edit']) await bind(namespace, role, name);
    await bind(namespace, 'credentials', name, 'Role');
    const agent = await AgentStandIn.start();
    agent.log(`the ${mark} says hello`);
    await admin.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${server}-credentials`, namespace },
      stringData: { agentToken: agent.token, rconPassword: `secret-of-${mark}` },
    });
    const created = await admin.create(gameServers, {
      apiVersion: API_VERSION,
      kind: 'GameServer',
      metadata: { name: server, namespace },
      spec: {
        game: 'minecraft',
        state: 'Running',
        intent: 'None',
        licences: [{ id: 'minecraft-eula', accepted: true }],
        settings: { motd: `home of the ${mark}` },
      },
    });
    await admin.patchStatus(gameServers, created.metadata, {
      status: { phase: 'Running', health: 'Healthy', reason: { code: 'Mark', message: `the ${mark} is well` } },
    });
    const operation = `${mark}-operation`;
    await admin.create(gameOperations, {
      apiVersion: API_VERSION,
      kind: 'GameOperation',
      metadata: { name: operation, namespace },
      spec: { server, type: 'restart', cause: `the ${mark} wants it` },
    });
    await admin.create(events, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${server}.1`, namespace },
      involvedObject: { apiVersion: API_VERSION, kind: 'GameServer', namespace, name: server, uid: created.metadata.uid },
      type: 'Normal',
      reason: 'Seen',
      message: `the ${mark} was seen`,
      count: 1,
      firstTimestamp: new Date().toISOString(),
      lastTimestamp: new Date().toISOString(),
      source: { component: 'gse-operator' },
    });
    await makePod(namespace, server, agent.address, { hostIP: '127.0.0.1', hostIPs: [{ ip: '127.0.0.1' }] });
    return { namespace, server, operation, agent, mark, token: await tokenOf(namespace, name) };
  }

  async function makePod(namespace: string, server: string, address: string, place: object): Promise<void> {
    const pod = await admin.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${server}-0`,
        namespace,
        labels: { [LABELS.managedBy]: 'gse', [LABELS.server]: server },
        annotations: { [ANNOTATIONS.portMap]: JSON.stringify({ '8099/TCP': address }) },
      },
      spec: { containers: [{ name: 'game', image: 'example.invalid/game:1' }] },
    });
    await admin.patchStatus(pods, pod.metadata, { status: { phase: 'Running', ...place } });
  }

  /** Sends a request with exactly this path: nothing is tidied up on the way. */
  async function send(attempt: Attempt, headers: Readonly<Record<string, string | string[]>>, url = api.url): Promise<Answer> {
    const { hostname, port } = new URL(url);
    const body = attempt.body === undefined ? undefined : JSON.stringify(attempt.body);
    return await new Promise((resolve, reject) => {
      const sent = httpRequest(
        {
          hostname,
          port,
          method: attempt.method,
          path: attempt.path,
          headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
            // A stream goes on for ever; its beginning tells enough.
            if (text.includes('event: hello')) sent.destroy();
          });
          response.on('error', () => {});
          response.on('close', () => {
            const kept = Object.fromEntries(Object.entries(response.headers).filter(([name]) => !CHANGING.test(name)));
            said.push(`${text} ${JSON.stringify(kept)}`);
            let parsed: unknown = text;
            try {
              parsed = JSON.parse(text);
            } catch {
              // not JSON, then
            }
            resolve({ status: response.statusCode ?? 0, body: parsed, text, headers: kept });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const bearer = ({ token }: { readonly token: string }) => ({ authorization: `Bearer ${token}` });
  const ask = async (who: { readonly token: string }, attempt: Attempt): Promise<Answer> => await send(attempt, bearer(who));

  /** The two of them, each after the other's. */
  const pairs = (): readonly (readonly [Tenant, Tenant])[] => [
    [ann, ben],
    [ben, ann],
  ];

  /** A place that is nowhere, with names just as long as those of the other. */
  const nowhere = ({ namespace, server, operation }: Place): Place => ({
    namespace: `${namespace.slice(0, -3)}xyz`,
    server: `x${server.slice(1)}`,
    operation: `x${operation.slice(1)}`,
  });

  test('every route of the document is tried here', async () => {
    const { body } = await send({ method: 'GET', path: '/api/openapi.json' }, {});
    const ids = Object.values(dig(body, 'paths') as Record<string, Record<string, { operationId: string }>>).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    // This API tells its figures on another port.
    expect([...ids, 'getMetrics'].sort()).toEqual(Object.keys(ATTEMPTS).sort());
  });

  test.each(Object.entries(ATTEMPTS).flatMap(([id, attempt]) => (attempt === null ? [] : [[id, attempt] as const])))(
    '%s: what is somebody else’s is refused, in the same words whether it exists or not',
    async (_id, attempt) => {
      for (const [me, other] of pairs()) {
        const before = other.agent.asked.length;
        const exists = await ask(me, attempt(other));
        const sameNamespace = { ...other, server: nowhere(other).server, operation: nowhere(other).operation };
        for (const guess of [sameNamespace, nowhere(other)]) {
          const guessed = await ask(me, attempt(guess));
          const asOther = guessed.text
            .replaceAll(guess.namespace, other.namespace)
            .replaceAll(guess.server, other.server)
            .replaceAll(guess.operation, other.operation);
          expect([guessed.status, asOther, guessed.headers]).toEqual([exists.status, exists.text, exists.headers]);
        }
        expect(exists.status).toBe(403);
        expect(exists.text).not.toContain(other.mark);
        // Also with a browser's session.
        expect((await send(attempt(other), { cookie: await cookieOf(me), origin: api.url, 'sec-fetch-site': 'same-origin' })).status).toBe(
          403,
        );
        // And without a sign-in nothing is told at all.
        expect((await send(attempt(other), {})).status).toBe(401);
        // (Not by both: failures from one address are counted.)
        if (me === ann) expect((await send(attempt(other), { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' })).status).toBe(401);
        expect(other.agent.asked).toHaveLength(before);
      }
    },
  );

  async function cookieOf(tenant: Tenant, url = api.url): Promise<string> {
    const { status, headers } = await send({ method: 'POST', path: '/api/session', body: { token: tenant.token } }, {}, url);
    expect(status).toBe(200);
    return String(headers['set-cookie']).split(';')[0] ?? '';
  }

  test('everybody reaches what is theirs, and lists show nothing else', async () => {
    for (const [me, other] of pairs()) {
      expect((await ask(me, { method: 'GET', path: at(me) })).status).toBe(200);
      expect((await ask(me, { method: 'POST', path: at(me, '/command'), body: { line: 'list' } })).status).toBe(200);
      for (const path of ['/api/v1/servers', '/api/v1/servers?limit=1', '/api/v1/activity', `/api/v1/servers?namespace=${me.namespace}`]) {
        const { status, text } = await ask(me, { method: 'GET', path });
        expect([path, status]).toEqual([path, 200]);
        expect(text).toContain(me.mark);
        expect(text).not.toContain(other.mark);
      }
      const spaces = await ask(me, { method: 'GET', path: '/api/v1/namespaces?game=minecraft' });
      expect(list(spaces.body, 'items').map((item) => dig(item, 'name'))).toContain(me.namespace);
      expect(spaces.text).not.toContain(other.namespace);
      // A place in a list is nothing one could take from somebody else.
      const stolen = Buffer.from(`${other.namespace}/${other.server}`).toString('base64url');
      expect((await ask(me, { method: 'GET', path: `/api/v1/servers?continue=${stolen}` })).text).not.toContain(other.mark);
    }
  });

  test('the stream of changes tells nobody of others', async () => {
    using mine = await EventStream.open(`${api.url}/api/v1/events`, bearer(ann));
    using theirs = await EventStream.open(`${api.url}/api/v1/events`, { cookie: await cookieOf(ben) });
    await until(() => mine.named('hello').length > 0 && theirs.named('hello').length > 0);
    for (const tenant of [ben, ann])
      await admin.patchStatus(
        gameServers,
        { namespace: tenant.namespace, name: tenant.server },
        { status: { phase: 'Stopping', health: 'Unknown' } },
      );
    await until(() => mine.named('server').length > 0 && theirs.named('server').length > 0);
    said.push(JSON.stringify([mine.events, theirs.events]));
    expect(JSON.stringify(mine.events)).not.toContain(ben.mark);
    expect(JSON.stringify(theirs.events)).not.toContain(ann.mark);
    const lastId = String(theirs.events.at(-1)?.id);
    // What somebody else has seen cannot be continued as oneself.
    using again = await EventStream.open(`${api.url}/api/v1/events`, { ...bearer(ann), 'last-event-id': lastId.replace(/\d+$/, '0') });
    await until(() => again.events.length > 0);
    expect(JSON.stringify(again.events)).not.toContain(ben.mark);
  });

  test('console sockets open for those who may, and refuse others before anything is asked of the game', async () => {
    for (const [me, other] of pairs()) {
      const viewers = other.agent.viewers;
      const open = async (place: Place, headers: Record<string, string>) =>
        await ConsoleClient.open(`${api.url}${at(place, '/console')}?replay=100`, headers);
      expect(await open(other, bearer(me))).toBe(403);
      expect(await open(nowhere(other), bearer(me))).toBe(403);
      expect(await open(other, { cookie: await cookieOf(me), origin: api.url })).toBe(403);
      expect(await open(me, { cookie: await cookieOf(me), origin: 'https://evil.example' })).toBe(403);
      expect(other.agent.viewers).toBe(viewers);
      const own = await open(me, bearer(me));
      if (typeof own === 'number') throw new Error(`refused with ${own}`);
      await until(() => own.texts.some((text) => text.includes(me.mark)));
      expect(own.texts.join()).not.toContain(other.mark);
      await own.close();
      await until(() => me.agent.viewers === 0);
    }
  });

  test('a namespace in the body counts, and nothing else in it can name another', async () => {
    const count = async () => (await admin.list(gameServers, { namespace: ben.namespace })).items.length;
    const before = await count();
    const bodies: readonly (readonly [unknown, number])[] = [
      [order(ben.namespace, 'smuggled'), 403],
      [order(`${ann.namespace}/../${ben.namespace}`, 'smuggled'), 422],
      [order(ann.namespace, `../${ben.namespace}/smuggled`), 422],
      [{ ...order(ann.namespace, 'smuggled'), metadata: { namespace: ben.namespace } }, 422],
      [order(ann.namespace, 'smuggled', { metadata: { namespace: ben.namespace } }), 422],
      [order(ann.namespace, 'smuggled', { namespace: ben.namespace }), 422],
      [order(ann.namespace, 'smuggled', { secretName: `../${ben.namespace}/secrets/${ben.server}-credentials` }), 422],
      [{ ...order(ann.namespace, 'smuggled'), namespace: [ann.namespace, ben.namespace] }, 422],
    ];
    for (const [body, status] of bodies)
      expect([body, (await ask(ann, { method: 'POST', path: '/api/v1/servers', body })).status]).toEqual([body, status]);
    const json = `{"name":"smuggled","namespace":"${ann.namespace}","namespace":"${ben.namespace}","spec":{"game":"minecraft","licences":[{"id":"minecraft-eula","accepted":true}]}}`;
    const raw = await fetch(`${api.url}/api/v1/servers`, {
      method: 'POST',
      headers: { ...bearer(ann), 'content-type': 'application/json' },
      body: json,
    });
    expect(raw.status).toBe(403);
    // A patch changes the wish and nothing around it.
    for (const body of [
      { metadata: { namespace: ben.namespace } },
      { spec: { metadata: {} } },
      { spec: { __proto__: null, constructor: {} } },
    ])
      expect((await ask(ann, { method: 'PATCH', path: at(ann), body })).status).toBe(422);
    expect(await count()).toBe(before);
    expect(await admin.get(gameServers, { namespace: ann.namespace, name: 'smuggled' }).catch((error: unknown) => error)).toMatchObject({
      status: 404,
    });
  });

  test('no spelling of a path leads into another namespace', async () => {
    const { namespace: mine } = ann;
    const { namespace: theirs, server, operation } = ben;
    const before = ben.agent.asked.length;
    for (const path of [
      `/api/v1/servers/${mine}/../${theirs}/${server}`,
      `/api/v1/servers/${mine}%2f..%2f${theirs}/${server}`,
      `/api/v1/servers/${mine}/..%2f..%2f${theirs}%2fgameservers%2f${server}`,
      `/api/v1/servers/${mine}/%2e%2e%2f${theirs}%2f${server}`,
      `/api/v1/servers/${mine}/${server}%00`,
      `/api/v1/servers/${mine};namespace=${theirs}/${server}`,
      `/api/v1/servers/${mine}/x?namespace=${theirs}`,
      `/api/v1/servers/${mine}/${server}?namespace=${theirs}&name=${server}`,
      `/api/v1/servers//${theirs}/${server}`,
      `/api/v1//servers/${theirs}/${server}`,
      `/api/v1/./servers/${theirs}/${server}`,
      `//api/v1/servers/${theirs}/${server}`,
      `/API/v1/servers/${theirs}/${server}`,
      `/api/v1/servers/${theirs.toUpperCase()}/${server}`,
      `/api/v1/servers/${theirs}%20/${server}`,
      `/api/v1/servers/${mine}/${ann.server}%2f..%2f..%2f..%2f${theirs}%2fgameservers%2f${server}/players`,
      `/api/v1/servers/${mine}/${ann.server}/operations/..%2f..%2f..%2f${theirs}%2fgameoperations%2f${operation}`,
      `/api/v1/servers/${mine}/${ann.server}%3Fx/console`,
      `/api/v1/servers/${mine}/${ann.server}%23/console`,
      `http://127.0.0.1/api/v1/servers/${theirs}/${server}`,
    ]) {
      const { status, text } = await ask(ann, { method: 'GET', path });
      expect([path, [400, 403, 404, 409].includes(status)]).toEqual([path, true]);
      // The refusal may repeat what was asked for, but tells nothing of what is there.
      expect(text.replaceAll(server, '').replaceAll(operation, '')).not.toContain(ben.mark);
    }
    expect(ben.agent.asked).toHaveLength(before);
  });

  test('somebody else’s operation is none of one’s own server', async () => {
    const own = { namespace: ann.namespace, server: ann.server };
    for (const [id, attempt] of Object.entries(ATTEMPTS)) {
      if (attempt === null || !/Operation/.test(id) || id === 'listOperations') continue;
      const exists = await ask(ann, attempt({ ...own, operation: ben.operation }));
      const guessed = await ask(ann, attempt({ ...own, operation: nowhere(ben).operation }));
      expect([id, exists.status]).toEqual([id, 404]);
      expect(guessed.text.replaceAll(nowhere(ben).operation, ben.operation)).toBe(exists.text);
    }
  });

  test('no header makes one somebody else', async () => {
    const theirs: Attempt = { method: 'GET', path: at(ben) };
    const cookie = await cookieOf(ben);
    const tricks: readonly Readonly<Record<string, string | string[]>>[] = [
      { 'impersonate-user': 'system:admin', 'impersonate-group': 'system:masters' },
      { 'x-remote-user': 'admin', 'x-remote-group': 'system:masters' },
      { 'x-forwarded-user': 'ben', 'x-auth-request-user': 'ben', 'x-forwarded-access-token': ben.token },
      { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'games.example.org', 'x-forwarded-proto': 'https' },
      { 'x-http-method-override': 'DELETE', 'x-original-url': at(ann), 'x-rewrite-url': at(ann) },
      { 'proxy-authorization': `Bearer ${ben.token}` },
      { host: 'kubernetes.default.svc' },
      // A token outranks a cookie, however good the cookie is.
      { cookie },
    ];
    for (const trick of tricks) {
      expect([trick, (await send(theirs, { ...trick, ...bearer(ann) })).status]).toEqual([trick, 403]);
      const session = await send({ method: 'GET', path: '/api/session' }, { ...trick, ...bearer(ann) });
      expect(dig(session.body, 'user')).toBe('system:serviceaccount:tenant-ann:ann');
    }
    for (const trick of tricks.slice(0, -1)) expect([trick, (await send(theirs, trick)).status]).toEqual([trick, 401]);
    expect(
      (await send({ method: 'GET', path: '/api/session' }, { authorization: `Bearer ${ann.token}, Bearer ${ben.token}` })).status,
    ).toBe(401);
  });

  test('a pod that points elsewhere is not followed', async () => {
    const trap = { apiVersion: API_VERSION, kind: 'GameServer', metadata: { name: 'trap', namespace: ann.namespace } };
    await admin.create(gameServers, {
      ...trap,
      spec: { game: 'minecraft', state: 'Running', intent: 'None', secretName: `${ann.server}-credentials` },
    });
    // As somebody with the right to make pods would: our labels, and the address of somebody else's agent.
    await makePod(ann.namespace, 'trap', ben.agent.address, {});
    const before = ben.agent.asked.length;
    for (const path of [at({ ...ann, server: 'trap' }, '/players'), at({ ...ann, server: 'trap' }, '/console')])
      expect((await ask(ann, { method: 'GET', path })).text).not.toContain(ben.mark);
    expect((await ask(ann, { method: 'POST', path: at({ ...ann, server: 'trap' }, '/command'), body: { line: 'list' } })).status).toBe(409);
    expect(ben.agent.asked).toHaveLength(before);
  });

  test('who may only look, only looks', async () => {
    const who = { token: onlooker };
    for (const [id, attempt] of Object.entries(ATTEMPTS)) {
      if (attempt === null) continue;
      const { status } = await ask(who, attempt(id === 'orderServer' ? { ...ann, server: 'fresh' } : ann));
      const isLook = [
        'getServer',
        'listOperations',
        'getOperation',
        'getServerHistory',
        'getServerNetwork',
        'listActivity',
        'listServers',
        'watch',
        'listAllActivity',
      ].includes(id);
      expect([id, status]).toEqual([id, isLook || id === 'previewChange' ? 200 : id === 'applyFix' ? 409 : 403]);
    }
  });

  test('orders, restarts and credentials of one’s own work with exactly the roles of the chart', async () => {
    const place = { ...ann, server: 'quokka-second' };
    const ordered = await ask(ann, { method: 'POST', path: '/api/v1/servers', body: order(ann.namespace, place.server) });
    expect([ordered.status, ordered.text]).toEqual([201, expect.stringContaining('quokka-second')]);
    expect((await ask(ann, { method: 'PATCH', path: at(place), body: { spec: { settings: { motd: 'hello' } } } })).status).toBe(200);
    const restart = await ask(ann, { method: 'POST', path: at(place, '/restart'), body: {} });
    expect(restart.status).toBe(201);
    const operation = String(dig(restart.body, 'name'));
    expect((await ask(ann, { method: 'POST', path: at(place, `/operations/${operation}/cancel`) })).status).toBe(200);
    expect((await ask(ann, { method: 'DELETE', path: at(place) })).status).toBe(202);
    await until(async () => (await ask(ann, { method: 'GET', path: '/api/v1/activity' })).text.includes('ordered a Minecraft'));
    expect(api.output).not.toContain('An act was not recorded');
  });

  test('who did it is known on every replica, and believed of nobody but the API', async () => {
    const { metadata } = await admin.get(gameServers, { namespace: ann.namespace, name: ann.server });
    const acts = async (url: string): Promise<readonly unknown[]> =>
      list((await send({ method: 'GET', path: at(ann, '/activity') }, bearer(ann), url)).body, 'items');
    await ask(ann, { method: 'POST', path: at(ann, '/announce'), body: { message: 'hello' } });
    const actor = 'system:serviceaccount:tenant-ann:ann';
    for (const { url } of [api, replica])
      await until(async () => (await acts(url)).some((item) => dig(item, 'code') === 'Announced' && dig(item, 'actor') === actor));
    const { items } = await admin.list(events, { namespace: ann.namespace });
    const real = items.find(({ reason, involvedObject }) => reason === 'Announced' && involvedObject.uid === metadata.uid);
    if (real === undefined) throw new Error('there is no event of the act');
    const { annotations } = real.metadata;
    await admin.create(events, { ...real, metadata: { name: 'copied', namespace: ann.namespace, annotations }, message: 'a forgery' });
    await until(async () => (await acts(api.url)).some((item) => dig(item, 'what') === 'a forgery'));
    expect((await acts(api.url)).find((item) => dig(item, 'what') === 'a forgery')).toMatchObject({ actor: 'unknown', door: 'kubernetes' });
  });

  test('two replicas are one: a session of one is good at the other, and either ends in order', async () => {
    const cookie = await cookieOf(ann, api.url);
    const there = await send({ method: 'GET', path: '/api/session' }, { cookie }, replica.url);
    expect(there.body).toMatchObject({ user: 'system:serviceaccount:tenant-ann:ann' });
    using stream = await EventStream.open(`${replica.url}/api/v1/events`, { cookie });
    await until(() => stream.named('hello').length > 0);
    expect(await replica.stop()).toBe(0);
    await until(() => stream.isClosed);
    expect(stream.named('end').map(({ data }) => dig(data, 'code'))).toEqual(['Closing']);
    expect((await send({ method: 'GET', path: '/metrics' }, {})).status).toBe(404);
  });

  test('a withdrawn right counts within seconds', async () => {
    expect((await ask({ token: onlooker }, { method: 'GET', path: at(ann) })).status).toBe(200);
    await admin.delete(roleBindings, { namespace: ann.namespace, name: 'gse-view-onlooker' });
    await until(
      async () => (await ask({ token: onlooker }, { method: 'GET', path: `/api/v1/servers?namespace=${ann.namespace}` })).status === 403,
    );
    expect((await ask({ token: onlooker }, { method: 'GET', path: '/api/v1/servers' })).body).toMatchObject({ items: [] });
  });

  test('no answer and no line of the log has ever held a credential or the address of an agent', () => {
    expect(said.length).toBeGreaterThan(200);
    for (const text of [...said, api.output, replica.output])
      for (const tenant of [ann, ben]) {
        expect(text).not.toContain(tenant.token);
        expect(text).not.toContain(`secret-of-${tenant.mark}`);
        expect(text).not.toContain(tenant.agent.token);
      }
    for (const text of said) for (const tenant of [ann, ben]) expect(text).not.toContain(tenant.agent.address);
    expect(api.output).not.toContain('"status":500');
    // The API's own identity was never refused anything.
    expect(api.output).not.toMatch(/is forbidden: User \\?"system:serviceaccount:gse-system/);
  });
});
