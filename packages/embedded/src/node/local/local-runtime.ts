import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Container, Log, Pod } from '@gse/kube';
import { abortable } from '../abortable.ts';
import { NodeError } from '../errors.ts';
import type {
  ContainerExit,
  ContainerRuntime,
  ContainerSpec,
  ContainerUsage,
  ExecResult,
  ListedContainer,
  Mount,
  RuntimeLogOptions,
} from '../runtime/container-runtime.ts';
import { HostPool, type ProgramHost } from './host-pool.ts';
import type { MessageFromHost } from './host-messages.ts';
import { readLog } from './log-reader.ts';
import { toHostPath } from './mount-paths.ts';

/** Which program stands for a container. */
export interface ProgramChoice {
  /** Its key in the `programs` export of the programs module. */
  name: string;
  args: string[];
  /** Programs of one group share host processes, which are named after it; `programs` when absent. */
  group?: string | undefined;
}

export interface LocalProgramRuntimeOptions {
  /** For people: `simulated`. */
  name: string;
  /** A module whose export `programs` maps names to {@link LocalProgram}s; loaded in the child processes only. */
  programsModule: URL;
  /** The program for a container, whose command and arguments are those that would run. */
  programFor(container: Container, pod: Pod): ProgramChoice | undefined;
  /** Where logs are kept: `<dataDir>/logs/<pod uid>/<container>/<attempt>.log`. */
  dataDir: string;
  clock: Clock;
  log: Log;
  /** Most child processes at a time; 6 when absent. */
  maxHosts?: number | undefined;
  /** Process title of a group's hosts; `gse <group>` when absent. */
  titleFor?: ((group: string) => string) | undefined;
  /** A log file's cap, twice of which it takes with its rotated part; 4 MiB when absent. */
  logMaxBytes?: number | undefined;
  /** How long a killed program may take to clean up before it is cut off; 2 s when absent. */
  killGraceMs?: number | undefined;
}

interface Program {
  id: string;
  spec: ContainerSpec;
  host: ProgramHost;
  mounts: Mount[];
  env: Record<string, string>;
  startedAtMs: number;
  exit: PromiseWithResolvers<ContainerExit>;
  ended: ContainerExit | undefined;
  cancelKillTimer: (() => void) | undefined;
}

/** What shares are taken of where a container has no limits. */
const unlimited = { cpuMillis: 1000, memoryBytes: 1024 ** 3 };

/** Runs containers as programs of this checkout, in a small pool of child processes that end with the node. */
export class LocalProgramRuntime implements ContainerRuntime {
  readonly name: string;
  readonly usesHostNetwork = true;
  readonly #options: LocalProgramRuntimeOptions;
  readonly #pool: HostPool;
  readonly #programs = new Map<string, Program>();
  readonly #requests = new Map<number, { host: ProgramHost; answer: (message: MessageFromHost | undefined) => void }>();
  #requestCount = 0;

  constructor(options: LocalProgramRuntimeOptions) {
    this.name = options.name;
    this.#options = options;
    this.#pool = new HostPool({
      programsModule: options.programsModule,
      maxHosts: options.maxHosts ?? 6,
      titleFor: options.titleFor ?? ((group) => `gse ${group}`),
      log: options.log,
      listener: {
        onMessage: (_host, message) => this.#onMessage(message),
        onGone: (host) => this.#onHostGone(host),
      },
    });
  }

  hasImage(): Promise<boolean> {
    return Promise.resolve(true);
  }

  pull(): Promise<void> {
    return Promise.resolve();
  }

  async start(spec: ContainerSpec, signal: AbortSignal): Promise<string> {
    // Variables in command and arguments are expanded by now.
    const choice = this.#options.programFor({ ...spec.container, command: spec.command, args: spec.args }, spec.pod);
    if (!choice) throw new NodeError('GSE_PROGRAM_UNKNOWN', `no program of this machine stands for the image ${spec.image}`);
    const { podUid, container, attempt } = spec.identity;
    const id = `${podUid}/${container}/${attempt}`;
    const host = this.#pool.take(choice.group ?? 'programs', id);
    try {
      await host.ready;
      signal.throwIfAborted();
    } catch (error) {
      this.#pool.release(host, id);
      throw error;
    }
    const program: Program = {
      id,
      spec,
      host,
      mounts: spec.mounts,
      env: mapEnv(spec),
      startedAtMs: this.#options.clock.now(),
      exit: Promise.withResolvers(),
      ended: undefined,
      cancelKillTimer: undefined,
    };
    this.#programs.set(id, program);
    host.send({
      type: 'start',
      id,
      program: choice.name,
      args: choice.args.map((argument) => toHostPath(argument, spec.mounts)),
      env: program.env,
      mounts: spec.mounts,
      logPath: this.#logPath(id),
      logMaxBytes: this.#options.logMaxBytes ?? 4 * 1024 * 1024,
      fileOwner: spec.fileOwner,
    });
    return id;
  }

  list(): Promise<ListedContainer[]> {
    return Promise.resolve(
      [...this.#programs.values()].map(({ id, spec, startedAtMs, ended }) => ({
        id,
        identity: spec.identity,
        state: ended ? 'exited' : 'running',
        startedAtMs,
      })),
    );
  }

  async wait(id: string, signal: AbortSignal): Promise<ContainerExit> {
    return await abortable(this.#find(id).exit.promise, signal);
  }

  kill(id: string, signalName: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const program = this.#programs.get(id);
    if (!program || program.ended) return Promise.resolve();
    if (signalName === 'SIGTERM') {
      program.host.send({ type: 'terminate', id });
    } else if (!program.cancelKillTimer) {
      program.host.send({ type: 'kill', id });
      program.cancelKillTimer = this.#options.clock.after(this.#options.killGraceMs ?? 2000, () => {
        this.#pool.abandon(program.host, id);
        this.#end(program, 137, 'the program did not end when it was killed and was cut off');
      });
    }
    return Promise.resolve();
  }

  async exec(id: string, command: string[], signal: AbortSignal): Promise<ExecResult> {
    const { host, env, mounts, ended } = this.#find(id);
    if (ended) throw new NodeError('GSE_CONTAINER_NOT_FOUND', `the container ${id} has ended`);
    const execId = ++this.#requestCount;
    const answer = this.#answerTo(execId, host);
    const cancel = () => host.send({ type: 'cancelExec', execId });
    signal.addEventListener('abort', cancel, { once: true });
    host.send({ type: 'exec', execId, command, env, mounts });
    if (signal.aborted) cancel();
    try {
      const message = await answer;
      if (message?.type !== 'execEnded') return { exitCode: 137, output: 'the program host ended' };
      return { exitCode: message.exitCode, output: message.output };
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  logs(id: string, options: RuntimeLogOptions, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const isOver = () => this.#programs.get(id)?.ended !== undefined || !this.#programs.has(id);
    return Promise.resolve(readLog(this.#logPath(id), options, isOver, signal));
  }

  /**
   * What the program says it stands for; otherwise the host's use divided by the programs in it, as nobody can say more about
   * programs that share a process.
   */
  async usage(id: string): Promise<ContainerUsage> {
    const { host, spec } = this.#find(id);
    const requestId = ++this.#requestCount;
    const answer = this.#answerTo(requestId, host);
    host.send({ type: 'usage', requestId, id });
    const message = await answer;
    if (message?.type !== 'usage') throw new NodeError('GSE_CONTAINER_NOT_FOUND', `the container ${id} has ended`);
    if (message.told !== undefined) {
      const { cpuMillis = unlimited.cpuMillis, memoryBytes = unlimited.memoryBytes } = spec.limits;
      return {
        cpuSeconds: 0,
        cpuMillis: shareOf(message.told.cpuShare, cpuMillis),
        memoryBytes: Math.round(shareOf(message.told.memoryShare, memoryBytes)),
      };
    }
    const share = Math.max(1, host.programs.size);
    return { cpuSeconds: message.cpuSeconds / share, memoryBytes: Math.round(message.memoryBytes / share) };
  }

  async remove(id: string): Promise<void> {
    const program = this.#programs.get(id);
    if (program && !program.ended) {
      await this.kill(id, 'SIGKILL');
      await program.exit.promise;
    }
    this.#programs.delete(id);
    await Promise.all([rm(this.#logPath(id), { force: true }), rm(`${this.#logPath(id)}.1`, { force: true })]);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #logPath(id: string): string {
    return join(this.#options.dataDir, 'logs', `${id}.log`);
  }

  #find(id: string): Program {
    const program = this.#programs.get(id);
    if (!program) throw new NodeError('GSE_CONTAINER_NOT_FOUND', `there is no container ${id}`);
    return program;
  }

  /** The host's answer to a request; undefined when the host ends first. */
  async #answerTo(requestId: number, host: ProgramHost): Promise<MessageFromHost | undefined> {
    try {
      return await new Promise((answer) => this.#requests.set(requestId, { host, answer }));
    } finally {
      this.#requests.delete(requestId);
    }
  }

  #onMessage(message: MessageFromHost): void {
    switch (message.type) {
      case 'exited': {
        const program = this.#programs.get(message.id);
        // A program cannot be killed by its own return: 137 from one that nobody killed plays the kernel's part for memory.
        if (program) this.#end(program, message.exitCode, message.message, message.exitCode === 137 && !program.cancelKillTimer);
        return;
      }
      case 'execEnded':
        return this.#requests.get(message.execId)?.answer(message);
      case 'usage':
        return this.#requests.get(message.requestId)?.answer(message);
      case 'ready':
        return;
    }
  }

  #onHostGone(host: ProgramHost): void {
    for (const request of this.#requests.values()) if (request.host === host) request.answer(undefined);
    for (const id of host.programs) {
      const program = this.#programs.get(id);
      if (program) this.#end(program, 137, 'the process that ran this program was killed');
    }
  }

  #end(program: Program, exitCode: number, message: string | undefined, oomKilled = false): void {
    if (program.ended) return;
    program.cancelKillTimer?.();
    program.ended = {
      exitCode,
      oomKilled,
      startedAtMs: program.startedAtMs,
      finishedAtMs: this.#options.clock.now(),
      message,
    };
    this.#pool.release(program.host, program.id);
    program.exit.resolve(program.ended);
  }
}

function shareOf(share: number, limit: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) * limit : 0;
}

/** The container's environment with this machine's paths. */
function mapEnv(spec: ContainerSpec): Record<string, string> {
  return Object.fromEntries(Object.entries(spec.env).map(([name, value]) => [name, toHostPath(value, spec.mounts)]));
}
