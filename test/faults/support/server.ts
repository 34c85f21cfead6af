import { linkSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_TOKEN_SECRET, createAgentClient, type AgentClient } from '@gse/agent-client';
import {
  configMaps,
  createInformer,
  namespaces,
  persistentVolumeClaims,
  pods,
  secrets,
  services,
  statefulSets,
  type Informer,
  type KubeObject,
  type ResourceType,
  type KubeClient,
  type Pod,
} from '@gse/kube';
import { LABELS } from '@gse/resources';
import { agentUrl, credentialsName, gameOperations, gameServers, podName, type GameOperation, type GameServer } from '@gse/server-objects';
import { until } from '../../support/machine.ts';

/** Long enough for the slowest machine; nothing here waits for it when all is well. */
const PATIENCE_MS = 300_000;

/** What a server of these tests lives in. */
export interface ServerWorld {
  readonly client: KubeClient;
  /** Folder in which the claims of a namespace are kept. */
  volumes(namespace: string): string;
  /** A folder for whatever a test keeps; gone with the world. */
  readonly folder: string;
}

/** One game server in a namespace of its own, seen by those who order, play and look. */
export class TestServer implements AsyncDisposable {
  readonly name = 'world';
  readonly namespace: string;
  readonly #world: ServerWorld;
  readonly #logs: string;
  readonly #linked = new Set<string>();
  readonly #stop = new AbortController();
  readonly #servers: Informer<GameServer>;
  readonly #operations: Informer<GameOperation>;
  readonly #pods: Informer<Pod>;
  readonly #watching: Promise<unknown>;
  /** Restarts of containers by the uid of their pod, for every pod that was ever there. */
  readonly #restarts = new Map<string, number>();
  /** When each pod was first seen to be on its way out, in milliseconds since the epoch. */
  readonly #leftAt = new Map<string, number>();
  #changedAt = 0;

  private constructor(world: ServerWorld, namespace: string) {
    this.#world = world;
    this.namespace = namespace;
    this.#logs = join(world.folder, 'logs', namespace);
    mkdirSync(this.#logs, { recursive: true });
    const { client } = world;
    this.#servers = createInformer({ client, type: gameServers, namespace });
    this.#operations = createInformer({ client, type: gameOperations, namespace });
    this.#pods = createInformer({ client, type: pods, namespace });
    for (const informer of [this.#servers, this.#operations]) informer.onChange(() => (this.#changedAt = performance.now()));
    this.#pods.onChange((_type, pod) => {
      const uid = pod.metadata.uid ?? '';
      if (pod.metadata.deletionTimestamp !== undefined && !this.#leftAt.has(uid)) this.#leftAt.set(uid, Date.now());
      const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
      this.#restarts.set(
        uid,
        statuses.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
      );
    });
    this.#watching = Promise.all([this.#servers, this.#operations, this.#pods].map((informer) => informer.run(this.#stop.signal)));
  }

  /** Makes the namespace and begins to watch it. */
  static async in(world: ServerWorld, namespace: string): Promise<TestServer> {
    await world.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const server = new TestServer(world, namespace);
    await Promise.all([server.#servers, server.#operations, server.#pods].map((informer) => informer.waitForSync(server.#stop.signal)));
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  get #ref(): { namespace: string; name: string } {
    return { namespace: this.namespace, name: this.name };
  }

  async order(spec: GameServer['spec']): Promise<void> {
    await this.#world.client.create(gameServers, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameServer',
      metadata: this.#ref,
      spec,
    });
  }

  async patch(spec: Partial<GameServer['spec']>): Promise<void> {
    await this.#world.client.patch(gameServers, this.#ref, { spec });
  }

  async operate(type: GameOperation['spec']['type'], name = `${this.name}-by-hand`): Promise<void> {
    await this.#world.client.create(gameOperations, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameOperation',
      metadata: { namespace: this.namespace, name },
      spec: { server: this.name, type },
    });
  }

  async delete(): Promise<void> {
    await this.#world.client.delete(gameServers, this.#ref);
  }

  /** As last seen. */
  get now(): GameServer | undefined {
    return this.#servers.cache.get(this.namespace, this.name);
  }

  get pod(): Pod | undefined {
    return this.#pods.cache.get(this.namespace, podName(this.name));
  }

  get operations(): readonly GameOperation[] {
    return this.#operations.cache.list();
  }

  /** How often containers of this pod were started again. */
  restartsOf(podUid: string): number | undefined {
    return this.#restarts.get(podUid);
  }

  /** One entry for each pod that was ever there, in order of their coming: how often its containers were started again. */
  get restarts(): readonly number[] {
    return [...this.#restarts.values()];
  }

  /** Waits until the server is as wanted. */
  async when(what: string, is: (server: GameServer | undefined) => boolean, within = PATIENCE_MS): Promise<GameServer | undefined> {
    await until(() => is(this.now), {
      what: () => `${this.namespace}: ${what}; seen ${JSON.stringify(this.now?.status)}`,
      within,
      everyMs: 20,
    });
    return this.now;
  }

  /** Waits until players can join, every operation has ended, and the status and the pod say so. */
  async runs(): Promise<void> {
    await this.when(
      'runs',
      (server) =>
        server?.status?.phase === 'Running' &&
        server.status.health === 'Healthy' &&
        server.status.operation === undefined &&
        server.status.players?.known === true &&
        server.status.network?.state === 'Ready',
    );
    await until(() => this.#isPodReady(), {
      what: () => `${this.namespace}: a ready pod; seen ${JSON.stringify(this.pod?.status)}`,
      within: PATIENCE_MS,
    });
    await this.rests();
    this.#keepLog(this.pod?.metadata.uid ?? '');
  }

  /** Waits until nothing of a deleted server is left, but for the world where it is to stay. */
  async isClearedAway(whenDeleted: 'Delete' | 'Retain'): Promise<void> {
    const { client } = this.#world;
    const ours = { namespace: this.namespace, labelSelector: `${LABELS.server}=${this.name}` };
    let left: string[] = [];
    await until(
      async () => {
        const kinds = [statefulSets, pods, services, gameOperations, secrets, configMaps] as readonly ResourceType<KubeObject>[];
        const lists = await Promise.all(kinds.map((type) => client.list(type, ours)));
        left = lists.flatMap(({ items }, index) => items.map(({ metadata }) => `${kinds[index]?.kind} ${metadata.name}`));
        const isKept = (await client.list(persistentVolumeClaims, ours)).items.length > 0;
        return left.length === 0 && isKept === (whenDeleted === 'Retain');
      },
      { what: () => `everything of ${this.namespace} to go; there is ${left.join(', ') || 'not the right claim'}`, within: PATIENCE_MS },
    );
  }

  /** Waits until no operation is open, the status has not changed for a moment, and the workload has followed. */
  async rests(): Promise<void> {
    await until(() => this.#isFollowed(), { what: () => `${this.namespace}: the workload to follow`, within: PATIENCE_MS });
    await until(
      () => this.operations.every(({ status }) => status?.finishedAt !== undefined) && performance.now() - this.#changedAt > 500,
      {
        what: () => `${this.namespace} to come to rest; ${JSON.stringify(this.operations.map(({ status }) => status))}`,
        within: PATIENCE_MS,
      },
    );
  }

  /** The agent beside the game, with the credentials of the server. */
  async agent(): Promise<AgentClient> {
    const { pod } = this;
    const url = pod && agentUrl(pod);
    if (url === undefined) throw new Error(`${this.namespace}: there is no agent`);
    const secret = await this.#world.client.get(secrets, { namespace: this.namespace, name: credentialsName(this.name, {}) });
    const token = Buffer.from(secret.data?.[AGENT_TOKEN_SECRET] ?? '', 'base64').toString();
    return createAgentClient({ baseUrl: url, token: () => token });
  }

  async command(line: string): Promise<string> {
    return await (await this.agent()).command(line);
  }

  /** A player comes, and the operator has heard of it. */
  async join(player: string): Promise<void> {
    await this.command(`simulate join ${player}`);
    await this.when(`${player} is seen`, (server) => server?.status?.players?.known === true && server.status.players.online === 1);
    await this.rests();
  }

  /** What the game said to its players, in all its runs. */
  told(): string[] {
    return this.heard().map(({ message }) => message);
  }

  /** The same with the second in which it was said, in milliseconds since the epoch. */
  heard(): { readonly at: number; readonly message: string }[] {
    return this.log().flatMap((line) => {
      const [, day, time, message] = /^(\S+) (\S+) \[CHAT\] <server>: (.*)$/.exec(line) ?? [];
      return message === undefined ? [] : [{ at: Date.parse(`${day}T${time}Z`), message }];
    });
  }

  /** Everything the game has written. */
  log(): string[] {
    return readdirSync(this.#logs)
      .sort()
      .flatMap((file) => readFileSync(join(this.#logs, file), 'utf8').split('\n'));
  }

  /** When the pod was first seen to be on its way out, in milliseconds since the epoch. */
  leftAt(podUid: string): number | undefined {
    return this.#leftAt.get(podUid);
  }

  /** Waits until something that was built stands in the save on disk, and the game has said so. */
  async hasSaved(build: string): Promise<void> {
    const saysSo = () =>
      this.log()
        .findLast((line) => line.includes('Saving '))
        ?.endsWith('Saving finished') === true;
    await until(() => this.saved()?.includes(build) === true && saysSo(), {
      what: `${this.namespace}: ${build} to be saved`,
      within: PATIENCE_MS,
    });
  }

  /** What stands in the save on disk. */
  saved(): readonly string[] | undefined {
    try {
      const text = readFileSync(join(this.#world.volumes(this.namespace), `data-${this.name}-0/saves/world.simulated.json`), 'utf8');
      return (JSON.parse(text) as { builds: string[] }).builds;
    } catch {
      return undefined;
    }
  }

  async #isFollowed(): Promise<boolean> {
    const set = await this.#world.client.get(statefulSets, this.#ref).catch(() => undefined);
    const { observedGeneration, replicas = 0 } = set?.status ?? {};
    return set === undefined || (observedGeneration === set.metadata.generation && replicas === (set.spec.replicas ?? 1));
  }

  #isPodReady(): boolean {
    return this.pod?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  }

  /** Keeps what this run of the game writes, also when its volume goes. */
  #keepLog(podUid: string): void {
    if (this.#linked.has(podUid)) return;
    const file = join(this.#world.volumes(this.namespace), `data-${this.name}-0/console.log`);
    linkSync(file, join(this.#logs, `${String(this.#linked.size).padStart(3, '0')}.log`));
    this.#linked.add(podUid);
  }
}
