import { Readable } from 'node:stream';
import { delay, type Clock, type Log } from '@gse/kube';
import { isNodeError, NodeError, errorMessage } from '../errors.ts';
import type {
  ContainerExit,
  ContainerRuntime,
  ContainerSpec,
  ContainerUsage,
  ExecResult,
  ListedContainer,
  PullProgress,
  RuntimeLogOptions,
} from '../runtime/container-runtime.ts';
import { execAnswer, idAnswer, inspectAnswer, listAnswer, statsAnswer, type ContainerDetails } from './answers.ts';
import { containerName, createRequest, instanceFilter, readIdentity, type Ulimit } from './create-request.ts';
import type { Engine } from './detect.ts';
import { EngineClient } from './engine-client.ts';
import { isGone, isNameTaken, isNotRunning, startError } from './failures.ts';
import { fullImageName } from './image-name.ts';
import { killedByKernel } from './kernel-oom.ts';
import { demultiplex } from './log-frames.ts';
import { modestLimits } from './process-limits.ts';
import { pullImage } from './pull.ts';
import { mapUser, type NodeUser } from './user-mapping.ts';

/** How long an engine may take to answer an ordinary call; creating and starting a container can take seconds. */
const callTimeoutMs = 120_000;
const maxExecOutputBytes = 65_536;

/** Podman holds the ports of a container that failed to start, or has just ended, for a moment longer. */
const portPatienceMs = 5000;
const portRetryMs = 300;

export interface EngineRuntimeOptions {
  engine: Engine;
  /** Tells this node's containers from those of other nodes on the same engine. */
  instance: string;
  clock: Clock;
  log: Log;
}

/** Runs containers in Docker or Podman; they outlive the node and are found again by their labels. */
export class EngineRuntime implements ContainerRuntime {
  readonly name: string;
  readonly usesHostNetwork = false;
  readonly #options: EngineRuntimeOptions;
  readonly #client: EngineClient;
  readonly #nodeUser: NodeUser | undefined;
  #ulimits: Ulimit[] = [];

  constructor(options: EngineRuntimeOptions) {
    this.name = options.engine.name;
    this.#options = options;
    this.#client = new EngineClient(options.engine.address, options.engine.apiVersion);
    this.#nodeUser = process.getuid && process.getgid ? { uid: process.getuid(), gid: process.getgid() } : undefined;
  }

  async hasImage(image: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#findImage(image, signal)) !== undefined;
  }

  pull(image: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void> {
    return pullImage(this.#client, image, onProgress, signal);
  }

  async start(spec: ContainerSpec, signal: AbortSignal): Promise<string> {
    const image = await this.#findImage(spec.image, signal);
    if (!image) throw new NodeError('GSE_IMAGE_MISSING', `the image ${spec.image} is not on this machine`);
    const giveUpAtMs = this.#options.clock.now() + portPatienceMs;
    for (;;) {
      const ulimits = this.#ulimits;
      try {
        return await this.#createAndStart(spec, image, ulimits, signal);
      } catch (error) {
        const failure = startError(error);
        if (/rlimit/i.test(errorMessage(error)) && ulimits.length === 0) {
          this.#ulimits = modestLimits();
          this.#options.log.warn(
            { ulimits: this.#ulimits },
            'This machine does not let the container engine raise process limits, lower ones are used',
          );
        } else if (isNodeError(failure, 'GSE_PORT_TAKEN') && this.#options.clock.now() < giveUpAtMs) {
          await delay(this.#options.clock, portRetryMs, signal);
          signal.throwIfAborted();
        } else throw failure;
      }
    }
  }

  async list(signal: AbortSignal): Promise<ListedContainer[]> {
    const query = { all: '1', filters: instanceFilter(this.#options.instance) };
    const found = listAnswer.parse(await this.#client.json('/containers/json', { query, signal, timeoutMs: callTimeoutMs }));
    const listed: ListedContainer[] = [];
    for (const { Id } of found) {
      const container = await this.#inspect(Id, signal);
      const identity = readIdentity(container?.Config.Labels);
      if (!container || !identity) continue;
      const startedAtMs = parseTime(container.State.StartedAt);
      const ended = startedAtMs === undefined ? 'created' : 'exited';
      listed.push({ id: Id, identity, state: container.State.Running ? 'running' : ended, startedAtMs });
    }
    return listed;
  }

  async wait(id: string, signal: AbortSignal): Promise<ContainerExit> {
    for (;;) {
      try {
        await this.#waitUntilStopped(id, signal);
        return await this.#exitOf(id, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (isGone(error)) return this.#removedByOthers();
        this.#options.log.warn({ containerId: id, problem: errorMessage(error) }, 'lost sight of a container, looking again');
        await delay(this.#options.clock, 2000, signal);
      }
    }
  }

  async kill(id: string, signalName: 'SIGTERM' | 'SIGKILL', signal: AbortSignal): Promise<void> {
    try {
      await this.#client.json(`/containers/${id}/kill`, {
        method: 'POST',
        query: { signal: signalName },
        signal,
        timeoutMs: callTimeoutMs,
      });
    } catch (error) {
      if (!isGone(error) && !isNotRunning(error)) throw error;
    }
  }

  /** The engine has no call that ends a command; one that outlives `signal` goes on until it or its container ends. */
  async exec(id: string, command: string[], signal: AbortSignal): Promise<ExecResult> {
    const order = { AttachStdout: true, AttachStderr: true, Cmd: command };
    const created = idAnswer.parse(
      await this.#client.json(`/containers/${id}/exec`, { method: 'POST', body: order, signal, timeoutMs: callTimeoutMs }),
    );
    const body = await this.#client.stream(`/exec/${created.Id}/start`, { method: 'POST', body: { Detach: false, Tty: false }, signal });
    const output: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of webStream(body).pipeThrough(demultiplex())) {
      if (size < maxExecOutputBytes) output.push(chunk.subarray(0, maxExecOutputBytes - size));
      size += chunk.length;
    }
    const ended = execAnswer.parse(await this.#client.json(`/exec/${created.Id}/json`, { signal, timeoutMs: callTimeoutMs }));
    return { exitCode: ended.ExitCode ?? 137, output: Buffer.concat(output).toString() };
  }

  async logs(id: string, options: RuntimeLogOptions, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const container = await this.#inspect(id, signal);
    if (!container) throw new NodeError('GSE_CONTAINER_NOT_FOUND', `the container ${id} does not exist any more`);
    const body = await this.#client.stream(`/containers/${id}/logs`, {
      query: {
        stdout: '1',
        stderr: '1',
        follow: options.follow && container.State.Running ? '1' : '0',
        timestamps: options.timestamps ? '1' : '0',
        ...(options.tailLines === undefined ? {} : { tail: String(options.tailLines) }),
        ...(options.sinceMs === undefined ? {} : { since: String(Math.floor(options.sinceMs / 1000)) }),
      },
      signal,
    });
    return container.Config.Tty ? webStream(body) : webStream(body).pipeThrough(demultiplex());
  }

  async usage(id: string, signal: AbortSignal): Promise<ContainerUsage> {
    const query = { stream: 'false', 'one-shot': 'true' };
    const stats = statsAnswer.parse(await this.#client.json(`/containers/${id}/stats`, { query, signal, timeoutMs: callTimeoutMs }));
    const pageCache = stats.memory_stats.stats?.['inactive_file'] ?? stats.memory_stats.stats?.['total_inactive_file'] ?? 0;
    return {
      cpuSeconds: stats.cpu_stats.cpu_usage.total_usage / 1e9,
      memoryBytes: Math.max(0, (stats.memory_stats.usage ?? 0) - pageCache),
    };
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#client.json(`/containers/${id}`, { method: 'DELETE', query: { force: '1', v: '1' }, signal, timeoutMs: callTimeoutMs });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** Neither call is given up half-way, whatever `signal` says: the engine would go on by itself, with a container nobody knows. */
  async #createAndStart(spec: ContainerSpec, image: string, ulimits: Ulimit[], signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const bounded = AbortSignal.timeout(callTimeoutMs);
    const id = await this.#create(spec, image, ulimits, bounded);
    try {
      signal.throwIfAborted();
      await this.#client.json(`/containers/${id}/start`, { method: 'POST', signal: bounded });
      signal.throwIfAborted();
      return id;
    } catch (error) {
      await this.remove(id, AbortSignal.timeout(callTimeoutMs)).catch(() => undefined);
      signal.throwIfAborted();
      throw error;
    }
  }

  /** The name under which the engine has the image. */
  async #findImage(image: string, signal: AbortSignal): Promise<string | undefined> {
    for (const name of new Set([image, fullImageName(image)])) {
      try {
        await this.#client.json(`/images/${name}/json`, { signal, timeoutMs: callTimeoutMs });
        return name;
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    }
    return undefined;
  }

  async #create(spec: ContainerSpec, image: string, ulimits: Ulimit[], signal: AbortSignal): Promise<string> {
    const mapping = mapUser(this.#options.engine, this.#nodeUser, process.platform, spec.user);
    const body = createRequest(spec, image, this.#options.instance, mapping, ulimits);
    const name = containerName(spec.identity);
    const create = async () => {
      const answer = await this.#client.json('/containers/create', {
        method: 'POST',
        query: { name },
        body,
        signal,
        timeoutMs: callTimeoutMs,
      });
      return idAnswer.parse(answer).Id;
    };
    try {
      return await create();
    } catch (error) {
      if (!isNameTaken(error)) throw error;
      // The rest of a start that was cut off: made, but not yet known to anyone.
      await this.remove(name, signal);
      return await create();
    }
  }

  /** Podman's own call: its Docker-compatible one looks again without a pause, and so takes a whole processor for each container. */
  #waitUntilStopped(id: string, signal: AbortSignal): Promise<unknown> {
    const call =
      this.#options.engine.kind === 'podman'
        ? { path: `/libpod/containers/${id}/wait`, query: { interval: '250ms' } }
        : { path: `/containers/${id}/wait`, query: { condition: 'not-running' } };
    return this.#client.json(call.path, { method: 'POST', query: call.query, signal });
  }

  async #inspect(id: string, signal: AbortSignal): Promise<ContainerDetails | undefined> {
    try {
      return inspectAnswer.parse(await this.#client.json(`/containers/${id}/json`, { signal, timeoutMs: callTimeoutMs }));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  async #exitOf(id: string, signal: AbortSignal): Promise<ContainerExit> {
    const container = await this.#inspect(id, signal);
    if (!container) return this.#removedByOthers();
    const { ExitCode, OOMKilled, StartedAt, FinishedAt, Error: problem } = container.State;
    return {
      exitCode: ExitCode,
      oomKilled: OOMKilled || (ExitCode === 137 && (await killedByKernel(container.Id))),
      startedAtMs: parseTime(StartedAt),
      finishedAtMs: parseTime(FinishedAt) ?? this.#options.clock.now(),
      ...(problem ? { message: problem } : {}),
    };
  }

  #removedByOthers(): ContainerExit {
    const message = 'the container was removed by someone else';
    return { exitCode: 137, oomKilled: false, startedAtMs: undefined, finishedAtMs: this.#options.clock.now(), message };
  }
}

function webStream(body: Readable): ReadableStream<Uint8Array> {
  return ReadableStream.from<Uint8Array>(body);
}

/** Engines write year 1 for "never". */
function parseTime(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) || time <= 0 ? undefined : time;
}
