import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { gameById, games } from '@gse/catalog';
import { createApiServer, type ApiServer } from '@gse/embedded';
import {
  createKubeClient,
  isAlreadyExists,
  namespaces,
  pods,
  secrets,
  systemClock,
  type Clock,
  type Fetch,
  type KubeClient,
  type Log,
  type Pod,
} from '@gse/kube';
import { ANNOTATIONS, API_VERSION, customResourceDefinitions, LABELS, type GameServerSpec, type GameServerStatus } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { createApi, createOneTimeCodes, type Api, type ApiOptions, type OneTimeCodes } from '../src/index.ts';
import { gameServers, type GameServer } from '@gse/server-objects';
import type { AgentStandIn } from './agent-stand-in.ts';
import { dig, list } from './dig.ts';
import { until } from './until.ts';
import { withPermissions, type Role } from './permissions-in-front.ts';

/** Tokens of the people in these tests; alice may do everything. */
export const TOKENS = { alice: 'alice-token-0123456789', bob: 'bob-token-0123456789', reader: 'reader-token-0123456789' } as const;

/** The API over real HTTP, before an embedded Kubernetes, with stand-ins for agents. */
export class World implements AsyncDisposable {
  readonly kube: KubeClient;
  readonly api: Api;
  readonly url: string;
  readonly signIn: OneTimeCodes;
  /** The embedded Kubernetes behind it. */
  readonly cluster: ApiServer;
  readonly logged: string[];
  /** Set where a test makes answers that no schema knows. */
  expectsMisfits = false;
  readonly #link: { isCut: boolean };
  readonly #closing: (() => Promise<void>)[];

  private constructor(parts: {
    kube: KubeClient;
    api: Api;
    url: string;
    signIn: OneTimeCodes;
    cluster: ApiServer;
    logged: string[];
    link: { isCut: boolean };
    closing: (() => Promise<void>)[];
  }) {
    this.kube = parts.kube;
    this.api = parts.api;
    this.url = parts.url;
    this.signIn = parts.signIn;
    this.cluster = parts.cluster;
    this.logged = parts.logged;
    this.#link = parts.link;
    this.#closing = parts.closing;
  }

  static async start(
    options: {
      readonly bob?: Role;
      readonly games?: readonly AnyGame[];
      readonly clock?: Clock;
      readonly sealKey?: Uint8Array;
      readonly authenticate?: ApiOptions['authenticate'];
      /** The token by which the cluster knows the owner of another. */
      readonly actsAs?: (token: string) => string;
      readonly readerWaitsFor?: Promise<void>;
      readonly waitUntilReady?: boolean;
      readonly crds?: readonly object[];
    } & Pick<ApiOptions, 'limits' | 'pages' | 'oidc' | 'servedKinds' | 'trustedProxies' | 'isOneMachine'> = {},
  ): Promise<World> {
    const users: Record<string, string> = { [TOKENS.alice]: 'alice', [TOKENS.bob]: 'bob', [TOKENS.reader]: 'gse-api' };
    const server = createApiServer({
      databasePath: ':memory:',
      auth: { tokens: users },
      crds: options.crds ?? customResourceDefinitions(),
    });
    const link = { isCut: false };
    const linked: Fetch = async (request) => {
      if (link.isCut) throw new TypeError('connection refused');
      if (request.headers.get('authorization')?.includes(TOKENS.reader)) await options.readerWaitsFor;
      return await server.fetch(request);
    };
    const fetch = withPermissions(linked, (token) => (token === TOKENS.bob ? options.bob : undefined));
    const clientOf = (token: string, fieldManager: string) =>
      createKubeClient({ baseUrl: 'http://kube.invalid', fetch, token, fieldManager });
    const clock = options.clock ?? systemClock;
    const signIn = createOneTimeCodes({ clock, randomBytes });
    const logged: string[] = [];
    const write = (fields: object, message: string) =>
      void logged.push(
        `${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? `${value.name}: ${value.message} ${value.stack ?? ''}` : value))}`,
      );
    const log: Log = { debug: write, info: write, warn: write, error: write };
    const byId = new Map((options.games ?? []).map((game) => [game.id, game]));
    const api = await createApi({
      kube: (token) => clientOf(options.actsAs?.(token) ?? token, 'gse-api'),
      reader: clientOf(TOKENS.reader, 'gse-api'),
      games: [...games, ...byId.values()],
      gameById: (id) => byId.get(id) ?? gameById(id),
      authenticate: options.authenticate ?? (async (token) => (users[token] === undefined ? undefined : { user: users[token] })),
      signIn,
      sealKey: options.sealKey ?? randomBytes(32),
      publicOrigins: () => ['https://games.example.org'],
      clock,
      log,
      ...(options.limits && { limits: options.limits }),
      ...(options.pages !== undefined && { pages: options.pages }),
      ...(options.oidc && { oidc: options.oidc }),
      ...(options.trustedProxies && { trustedProxies: options.trustedProxies }),
      ...(options.servedKinds && { servedKinds: options.servedKinds }),
      ...(options.isOneMachine !== undefined && { isOneMachine: options.isOneMachine }),
    });
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    if (options.waitUntilReady !== false) await api.ready(AbortSignal.timeout(20_000));
    const { port } = api.app.server.address() as AddressInfo;
    return new World({
      kube: clientOf(TOKENS.reader, 'operator'),
      api,
      url: `http://127.0.0.1:${port}`,
      signIn,
      cluster: server,
      logged,
      link,
      closing: [() => api.close(), () => server.close()],
    });
  }

  /** Every route, as `METHOD /path`. */
  get routes(): string[] {
    const found: string[] = [];
    const stack: string[] = [];
    for (const line of this.api.app.printRoutes({ commonPrefix: false, includeHooks: false }).split('\n')) {
      const match = /^((?:│   |    )*)[├└]── (.*?) \(([A-Z, ]+)\)$/.exec(line) ?? /^((?:│   |    )*)[├└]── (.*?)()$/.exec(line);
      if (!match) continue;
      const [, indent = '', part = '', methods = ''] = match;
      stack.length = indent.length / 4;
      stack.push(part);
      for (const method of methods.split(', ').filter(Boolean)) found.push(`${method} ${stack.join('')}`);
    }
    return found;
  }

  /** Asks as somebody with a token. */
  async ask(
    method: string,
    path: string,
    options: { body?: unknown; token?: string | null; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: unknown; headers: Headers }> {
    const token = options.token === undefined ? TOKENS.alice : options.token;
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body !== undefined && { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : (response.headers.get('content-type') ?? '').includes('json') ? (JSON.parse(text) as unknown) : text,
    };
  }

  /** From now on Kubernetes cannot be reached. */
  cutOffKubernetes(): void {
    this.#link.isCut = true;
  }

  /** A namespace, unless it is there already. */
  async namespace(name: string): Promise<void> {
    await this.kube.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }).catch((error: unknown) => {
      if (!isAlreadyExists(error)) throw error;
    });
  }

  /** A server as somebody made it with kubectl. */
  async server(
    name: string,
    change: { namespace?: string; spec?: Partial<GameServerSpec>; status?: GameServerStatus } = {},
  ): Promise<GameServer> {
    const { namespace = 'default', spec, status } = change;
    await this.namespace(namespace);
    const created = await this.kube.create(gameServers, {
      apiVersion: API_VERSION,
      kind: 'GameServer',
      metadata: { name, namespace },
      spec: { game: 'minecraft', state: 'Running', intent: 'None', licences: [{ id: 'minecraft-eula', accepted: true }], ...spec },
    });
    const written = status ? await this.kube.patchStatus(gameServers, created.metadata, { status }) : created;
    await until(async () =>
      list((await this.ask('GET', `/api/v1/servers?namespace=${namespace}`)).body, 'items').some(
        (item) => dig(item, 'name') === name && dig(item, 'resourceVersion') === written.metadata.resourceVersion,
      ),
    );
    return written;
  }

  /** A running pod of a server, with an agent. */
  async pod(
    name: string,
    agent: AgentStandIn,
    options: { namespace?: string; applied?: Record<string, unknown>; limits?: Record<string, string> } = {},
  ): Promise<Pod> {
    const { namespace = 'default', applied, limits } = options;
    await this.kube.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${name}-credentials`, namespace },
      stringData: { agentToken: agent.token, rconPassword: 'rcon-secret-value' },
    });
    const created = await this.kube.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-0`,
        namespace,
        labels: { [LABELS.managedBy]: 'gse', [LABELS.server]: name },
        annotations: {
          [ANNOTATIONS.portMap]: JSON.stringify({ '8099/TCP': agent.address }),
          ...(applied && { [ANNOTATIONS.applied]: JSON.stringify(applied) }),
        },
      },
      spec: { containers: [{ name: 'game', image: 'example.org/game:1', ...(limits && { resources: { limits } }) }] },
    });
    const pod = await this.kube.patchStatus(pods, created.metadata, { status: { phase: 'Running', podIP: '127.0.0.1' } });
    await until(async () => dig((await this.ask('GET', `/api/v1/servers/${namespace}/${name}/players`)).body, 'known') === true);
    return pod;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing) await close();
    const misfits = this.logged.filter((line) => line.startsWith('An answer does not fit its schema'));
    if (misfits.length > 0 && !this.expectsMisfits) throw new Error(misfits[0]);
  }
}
