import type { World } from './world.ts';

/** Any JSON object of the Kubernetes API, read as a test needs it. */
export interface Json {
  readonly [key: string]: unknown;
}

/** A pod, a server, an operation: metadata, spec and status. */
export interface Resource {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation?: number;
    readonly annotations?: Record<string, string>;
    readonly labels?: Record<string, string>;
  };
  readonly spec: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
}

const TIMEOUT_MS = 20_000;

/** Calls the two APIs of an edition with the person's token, over HTTP as a script would. */
export class MachineClient {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Our own API's path of a server. */
  serverPath(name: string): string {
    return `servers/${this.#world.namespace}/${name}`;
  }

  get #gse(): string {
    return `apis/gse.cozystack.io/v1alpha1/namespaces/${this.#world.namespace}`;
  }

  async request(method: string, path: string, body?: unknown, type = 'application/json'): Promise<{ status: number; body: Json }> {
    const response = await this.#world.request(path, {
      method,
      ...(body !== undefined && { headers: { 'content-type': type } }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
  }

  /** A call of our own API that must succeed. */
  async api(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.request(method, `api/v1/${path}`, body);
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async kubeGet(path: string): Promise<Resource | undefined> {
    const answer = await this.request('GET', `kube/${path}`);
    if (answer.status === 404) return undefined;
    if (answer.status >= 400) throw new Error(`GET ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as unknown as Resource;
  }

  async kubeList(path: string): Promise<Resource[]> {
    const answer = await this.request('GET', `kube/${path}`);
    if (answer.status >= 400) throw new Error(`GET ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body['items'] as Resource[];
  }

  server(name: string): Promise<Resource | undefined> {
    return this.kubeGet(`${this.#gse}/gameservers/${name}`);
  }

  operations(): Promise<Resource[]> {
    return this.kubeList(`${this.#gse}/gameoperations`);
  }

  pods(): Promise<Resource[]> {
    return this.kubeList(`api/v1/namespaces/${this.#world.namespace}/pods`);
  }

  async order(name: string, spec: Json): Promise<void> {
    const answer = await this.request('POST', `kube/${this.#gse}/gameservers`, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameServer',
      metadata: { name },
      spec,
    });
    if (answer.status >= 400 && answer.status !== 409)
      throw new Error(`ordering ${name} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  async patch(name: string, spec: Json): Promise<void> {
    const answer = await this.request('PATCH', `kube/${this.#gse}/gameservers/${name}`, { spec }, 'application/merge-patch+json');
    if (answer.status >= 400) throw new Error(`patching ${name} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  async restart(name: string): Promise<void> {
    const answer = await this.request('POST', `kube/${this.#gse}/gameoperations`, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameOperation',
      metadata: { generateName: `${name}-restart-` },
      spec: { server: name, type: 'restart', disruption: { announceSeconds: [1] } },
    });
    if (answer.status >= 400) throw new Error(`restarting ${name} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  /** The last lines the game printed. */
  async podLog(pod: string, lines: number): Promise<string> {
    const path = `kube/api/v1/namespaces/${this.#world.namespace}/pods/${pod}/log?container=game&tailLines=${lines}`;
    const response = await this.#world.request(path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return await response.text();
  }

  /** Runs a console command of the game. */
  async command(name: string, line: string): Promise<string> {
    return String((await this.api('POST', `${this.serverPath(name)}/command`, { line }))['output']);
  }
}
