import { request } from 'node:http';
import type { Json } from './client.ts';

/** A container as the engine's list tells of it. */
export interface EngineContainer {
  readonly Id: string;
  readonly State: string;
}

/** The part of a container's details that tests look at. */
export interface ContainerDetails {
  readonly Id: string;
  readonly State: { readonly Status: string; readonly Pid: number; readonly StartedAt: string };
  readonly Config: { readonly Image: string; readonly User: string; readonly Env: readonly string[] };
  readonly HostConfig: {
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly CapDrop: readonly string[] | null;
  };
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>;
  };
}

/** Looks at containers, and acts on them, behind the platform's back: the Docker Engine API over its socket. */
export class EngineApi {
  readonly #socketPath: string;

  constructor(dockerHost: string) {
    this.#socketPath = dockerHost.replace(/^unix:\/\//, '');
  }

  /** Every container of the engine, ended ones included. */
  async containers(labels: readonly string[] = []): Promise<EngineContainer[]> {
    return (await this.#call(
      'GET',
      `/containers/json?${new URLSearchParams({ all: '1', filters: JSON.stringify({ label: labels }) }).toString()}`,
    )) as EngineContainer[];
  }

  /** The game container of a server; there is never more than one. */
  async gameOf(server: string): Promise<ContainerDetails | undefined> {
    const found = await this.containers([`io.kubernetes.pod.name=${server}-0`, 'io.kubernetes.container.name=game']);
    const running = found.filter(({ State }) => State === 'running');
    if (running.length > 1) throw new Error(`${server} has ${running.length} running containers`);
    return running[0] && ((await this.#call('GET', `/containers/${running[0].Id}/json`)) as ContainerDetails);
  }

  async kill(id: string, signal: string): Promise<void> {
    await this.#call('POST', `/containers/${id}/kill?signal=${signal}`);
  }

  async #call(method: string, path: string): Promise<unknown> {
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const call = request({ socketPath: this.#socketPath, method, path: `/v1.40${path}`, timeout: 30_000, agent: false }, (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => (text += chunk))
          .on('error', reject)
          .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      call
        .on('timeout', () => call.destroy(new Error('the engine does not answer')))
        .on('error', reject)
        .end();
    });
    if (status >= 400) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Json);
  }
}
