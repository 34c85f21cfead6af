import type { Clock, Container, ContainerStatus, Log } from '@gse/kube';
import { errorMessage } from '../errors.ts';
import { Prober, type ProbeState } from '../probes/prober.ts';
import type { ProbeTarget } from '../probes/probe-once.ts';
import type { ContainerExit, ContainerIdentity, ContainerRuntime, ContainerSpec, ListedContainer } from '../runtime/container-runtime.ts';
import type { ContainerSnapshot } from './container-snapshot.ts';
import { restartsAfter, type ContainerRole, type ContainerStage } from './lifecycle.ts';
import { countEnd, restartDelayMs, type RestartBackoffOptions } from './restart-backoff.ts';
import { explainStartFailure } from './start-failure.ts';
import { Deadline, stopContainer } from './stop-container.ts';
import { readTermination, toTermination, type Termination } from './termination.ts';

/** What a container needs from its pod. */
export interface RunnerPod {
  readonly clock: Clock;
  readonly log: Log;
  readonly backoff: RestartBackoffOptions;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  /** Fires when the node lets go of the pod; containers that can go on without it do. */
  readonly closed: AbortSignal;
  /** Makes everything ready that a start needs: image, ports, volumes, environment. */
  prepare(
    container: Container,
    identity: ContainerIdentity,
    onProgress: (message: string) => void,
    signal: AbortSignal,
  ): Promise<ContainerSpec>;
  identity(container: string, attempt: number): ContainerIdentity;
  addressOf(container: Container, port: number | string): { host: string; port: number } | undefined;
  record(type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** Something has happened that decisions or status depend on. */
  onChange(): void;
}

interface Run {
  id: string;
  startedAtMs: number;
  prober: Prober;
  ended: AbortController;
}

type Phase =
  | { is: 'waiting'; reason: string; message: string | undefined; retryAtMs: number; failures: number }
  | { is: 'starting'; message: string | undefined; failures: number; abort: AbortController }
  | { is: 'running'; run: Run }
  | { is: 'stopping'; run: Run; deadline: Deadline }
  | { is: 'exited'; termination: Termination; restartAtMs: number };

/** What is known of a container before this node process looks after it. */
export interface KnownContainer {
  /** Its latest run in the runtime, if there is one. */
  found: ListedContainer | undefined;
  status: ContainerStatus | undefined;
}

const notProbed: ProbeState = { isStarted: false, isReady: false, isFailing: false };

/** One container of a pod through all its runs. */
export class ContainerRunner {
  readonly container: Container;
  readonly role: ContainerRole;
  readonly runtime: ContainerRuntime;
  readonly #pod: RunnerPod;
  #phase: Phase = fresh();
  #attempt = 0;
  #endsInARow = 0;
  #lastTermination: Termination | undefined;
  #ids = new Map<number, string>();

  constructor(pod: RunnerPod, container: Container, role: ContainerRole, runtime: ContainerRuntime) {
    this.#pod = pod;
    this.container = container;
    this.role = role;
    this.runtime = runtime;
  }

  get stage(): ContainerStage {
    const phase = this.#phase;
    switch (phase.is) {
      case 'waiting':
        return { is: 'waiting', retryAtMs: phase.retryAtMs };
      case 'starting':
      case 'stopping':
        return { is: phase.is };
      case 'running':
        return { is: 'running', isStarted: phase.run.prober.state.isStarted, isFailing: phase.run.prober.state.isFailing };
      case 'exited':
        return { is: 'exited', exitCode: phase.termination.exitCode, restartAtMs: phase.restartAtMs };
    }
  }

  get snapshot(): ContainerSnapshot {
    const phase = this.#phase;
    const run = phase.is === 'running' || phase.is === 'stopping' ? phase.run : undefined;
    const waiting =
      phase.is === 'waiting' ? phase : phase.is === 'starting' ? { reason: 'ContainerCreating', message: phase.message } : undefined;
    return {
      container: this.container,
      role: this.role,
      stage: this.stage,
      waiting: waiting && { reason: waiting.reason, message: waiting.message },
      startedAtMs: run?.startedAtMs,
      probes: run?.prober.state ?? notProbed,
      attempt: this.#attempt,
      id: this.idOf('current'),
      previousId: this.idOf('previous'),
      termination: phase.is === 'exited' ? phase.termination : undefined,
      lastTermination: this.#lastTermination,
    };
  }

  /** The runtime's id of the current run, or of the one before it; a run whose successor waits for its back-off is both. */
  idOf(which: 'current' | 'previous'): string | undefined {
    const phase = this.#phase;
    const isBetweenRuns = phase.is === 'exited' && phase.restartAtMs > phase.termination.finishedAtMs;
    return this.#ids.get(which === 'current' || isBetweenRuns ? this.#attempt : this.#attempt - 1);
  }

  /** Takes over what an earlier process of this node has left: a running container goes on, one that ended is known to have. */
  async takeOver({ found, status }: KnownContainer, signal: AbortSignal): Promise<void> {
    this.#lastTermination = readTermination(status?.lastState);
    this.#attempt = found?.identity.attempt ?? status?.restartCount ?? 0;
    if (found && found.state !== 'created') this.#ids.set(found.identity.attempt, found.id);
    if (found?.state === 'running') {
      const initial =
        status?.restartCount === this.#attempt
          ? { isStarted: status.started ?? false, isReady: status.ready, isFailing: false }
          : undefined;
      this.#watch(found.id, found.startedAtMs ?? this.#pod.clock.now(), initial);
    } else if (found?.state === 'exited') {
      this.#phase = { is: 'exited', termination: toTermination(await this.runtime.wait(found.id, signal), undefined), restartAtMs: 0 };
    } else {
      const ended = this.#endedUnseen(status);
      if (ended) this.#phase = { is: 'exited', termination: ended, restartAtMs: 0 };
    }
  }

  /** Starts over, also when the container had done its part: the pod begins a new life. */
  renew(): void {
    if (this.#phase.is !== 'exited') return;
    this.#nextAttempt(this.#phase.termination);
    this.#phase = fresh();
  }

  /** Does not wait any longer for what was missing. */
  retryNow(): void {
    if (this.#phase.is === 'waiting') this.#phase = { ...this.#phase, retryAtMs: 0 };
  }

  start(): void {
    const { clock } = this.#pod;
    const failures = this.#phase.is === 'waiting' ? this.#phase.failures : 0;
    if (this.#phase.is === 'exited') this.#nextAttempt(this.#phase.termination);
    const starting = { is: 'starting' as const, message: undefined, failures, abort: new AbortController() };
    this.#phase = starting;
    const signal = AbortSignal.any([starting.abort.signal, this.#pod.closed]);
    void this.#start(signal).then(
      (id) => this.#watch(id, clock.now(), undefined),
      (error: unknown) => this.#startFailed(error, failures + 1, signal),
    );
  }

  /** Ends the container until `deadlineMs`; called again, it can only be hurried. */
  stop(deadlineMs: number, message: string): void {
    const phase = this.#phase;
    if (phase.is === 'starting') phase.abort.abort();
    if (phase.is === 'stopping') phase.deadline.advance(deadlineMs);
    if (phase.is !== 'running') return;
    const { run } = phase;
    const { clock, log, closed } = this.#pod;
    const deadline = new Deadline(clock, deadlineMs);
    this.#phase = { is: 'stopping', run, deadline };
    this.#pod.record('Normal', 'Killing', message);
    run.prober.stop();
    void stopContainer({
      id: run.id,
      runtime: this.runtime,
      target: this.#target(run.id),
      preStop: this.container.lifecycle?.preStop,
      deadline,
      ended: AbortSignal.any([run.ended.signal, closed]),
      clock,
      log,
      onHookFailed: (problem) =>
        this.#pod.record('Warning', 'FailedPreStopHook', `PreStop hook of container ${this.container.name} failed: ${problem}`),
    }).finally(() => deadline.cancel());
  }

  /** Removes every run from the runtime; only when none is alive. */
  async remove(signal: AbortSignal): Promise<void> {
    for (const id of this.#ids.values()) await this.runtime.remove(id, signal);
    this.#ids.clear();
  }

  async #start(signal: AbortSignal): Promise<string> {
    const { clock } = this.#pod;
    const identity = this.#pod.identity(this.container.name, this.#attempt);
    let toldAtMs = 0;
    const onProgress = (message: string) => {
      if (this.#phase.is !== 'starting' || clock.now() - toldAtMs < 2000) return;
      toldAtMs = clock.now();
      this.#phase = { ...this.#phase, message };
      this.#pod.onChange();
    };
    const spec = await this.#pod.prepare(this.container, identity, onProgress, signal);
    const id = await this.runtime.start(spec, signal);
    this.#ids.set(this.#attempt, id);
    if (!this.runtime.usesHostNetwork) this.#pod.record('Normal', 'Created', `Created container ${this.container.name}`);
    this.#pod.record('Normal', 'Started', `Started container ${this.container.name}`);
    return id;
  }

  #startFailed(error: unknown, failures: number, signal: AbortSignal): void {
    const { clock, backoff, closed, log } = this.#pod;
    if (closed.aborted) return;
    if (signal.aborted) {
      this.#phase = fresh();
      return this.#pod.onChange();
    }
    const { reason, event, isRunFailure, isSlow } = explainStartFailure(error, failures);
    const message = errorMessage(error);
    log.warn({ ...this.#pod.identity(this.container.name, this.#attempt), reason, problem: message }, 'A container could not be started');
    this.#pod.record('Warning', event, message);
    if (isRunFailure) {
      const nowMs = clock.now();
      this.#ended({ exitCode: 128, oomKilled: false, startedAtMs: nowMs, finishedAtMs: nowMs, message }, reason);
    } else {
      const delayMs = Math.min(backoff.maxMs, (isSlow ? backoff.baseMs : backoff.baseMs / 5) * 2 ** Math.min(failures - 1, 20));
      this.#phase = { is: 'waiting', reason, message, retryAtMs: clock.now() + delayMs, failures };
      this.#pod.onChange();
    }
  }

  #watch(id: string, startedAtMs: number, initial: ProbeState | undefined): void {
    const { clock, closed } = this.#pod;
    const prober = new Prober({
      container: this.container,
      target: this.#target(id),
      clock,
      initial,
      onChange: () => this.#pod.onChange(),
      onUnhealthy: (kind, message) =>
        this.#pod.record('Warning', 'Unhealthy', `${kind} probe of container ${this.container.name} failed: ${message}`),
    });
    const run: Run = { id, startedAtMs, prober, ended: new AbortController() };
    this.#phase = { is: 'running', run };
    closed.addEventListener('abort', () => prober.stop(), { once: true, signal: run.ended.signal });
    prober.start();
    this.runtime.wait(id, closed).then(
      (exit) => void this.#runEnded(run, exit),
      (error: unknown) => {
        if (!closed.aborted) this.#pod.log.error({ containerId: id, problem: errorMessage(error) }, 'The end of a container was missed');
      },
    );
    this.#pod.onChange();
  }

  async #runEnded(run: Run, exit: ContainerExit): Promise<void> {
    run.ended.abort();
    run.prober.stop();
    const words =
      exit.exitCode !== 0 && this.container.terminationMessagePolicy === 'FallbackToLogsOnError'
        ? await this.#lastWords(run.id)
        : undefined;
    if (this.#pod.closed.aborted) return;
    this.#ended({ ...exit, startedAtMs: exit.startedAtMs ?? run.startedAtMs, message: words || exit.message });
  }

  #ended(exit: ContainerExit, reason?: string): void {
    const { backoff, restartPolicy, identity } = this.#pod;
    const isStopping = this.#phase.is === 'stopping';
    this.#endsInARow = countEnd(this.#endsInARow, exit.finishedAtMs - (exit.startedAtMs ?? exit.finishedAtMs), backoff);
    const delayMs = restartDelayMs(this.#endsInARow, backoff);
    this.#phase = { is: 'exited', termination: toTermination(exit, reason), restartAtMs: exit.finishedAtMs + delayMs };
    if (delayMs > 0 && !isStopping && restartsAfter(this.role, exit.exitCode, restartPolicy)) {
      const { container, podName } = identity(this.container.name, this.#attempt);
      this.#pod.record('Warning', 'BackOff', `Back-off restarting failed container ${container} in pod ${podName}`);
    }
    this.#pod.onChange();
  }

  #nextAttempt(termination: Termination): void {
    this.#lastTermination = termination;
    this.#attempt++;
    void this.#forgetOldRuns().catch((error: unknown) =>
      this.#pod.log.warn({ container: this.container.name, problem: errorMessage(error) }, 'An ended container was not removed'),
    );
  }

  /** The run before the current one is kept for its log, older ones are not. */
  async #forgetOldRuns(): Promise<void> {
    for (const [attempt, id] of this.#ids) {
      if (attempt >= this.#attempt - 1) continue;
      this.#ids.delete(attempt);
      await this.runtime.remove(id, this.#pod.closed);
    }
  }

  /** A run that nobody saw ending: by the status it was running, and the runtime does not know it any more. */
  #endedUnseen(status: ContainerStatus | undefined): Termination | undefined {
    const ended = readTermination(status?.state);
    if (ended) return ended;
    if (status?.state?.running) {
      const startedAtMs = Date.parse(status.state.running.startedAt ?? '') || undefined;
      const message = 'the program ended with the node that ran it';
      return { exitCode: 137, reason: 'NodeRestarted', message, startedAtMs, finishedAtMs: this.#pod.clock.now() };
    }
    return status?.state?.waiting && status.lastState?.terminated ? readTermination(status.lastState) : undefined;
  }

  /** The end of the log, for a person who wants to know why. */
  async #lastWords(id: string): Promise<string | undefined> {
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(3000), this.#pod.closed]);
      const stream = await this.runtime.logs(id, { follow: false, timestamps: false, tailLines: 80 }, signal);
      return (await new Response(stream).text()).trim().slice(-2048);
    } catch {
      return undefined;
    }
  }

  #target(id: string): ProbeTarget {
    return {
      exec: (command, signal) => this.runtime.exec(id, command, signal),
      addressOf: (port) => this.#pod.addressOf(this.container, port),
    };
  }
}

function fresh(): Phase {
  return { is: 'waiting', reason: 'ContainerCreating', message: undefined, retryAtMs: 0, failures: 0 };
}
