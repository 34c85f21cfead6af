import { delay, type ContainerStatus, type Clock, type EventRecorder, type KubeClient, type Log, type Pod } from '@gse/kube';
import { errorMessage } from '../errors.ts';
import type { ContainerIdentity, ContainerRuntime, ListedContainer } from '../runtime/container-runtime.ts';
import { ContainerRunner, type RunnerPod } from './container-runner.ts';
import { decidePod, type PodDecision } from './lifecycle.ts';
import type { PodPreparation } from './pod-preparation.ts';
import { podStatus } from './pod-status.ts';
import type { RestartBackoffOptions } from './restart-backoff.ts';
import { StatusWriter } from './status-writer.ts';
import type { RunningContainer } from '../usage/pod-usage.ts';

/** Least time for sidecars when the main containers have used up the pod's grace period. */
const leastSidecarMs = 2000;

const cleanUpRetryMs = 5000;

export interface PodWorkerOptions {
  client: KubeClient;
  clock: Clock;
  random: () => number;
  log: Log;
  events: EventRecorder;
  backoff: RestartBackoffOptions;
  preparation: PodPreparation;
  runtimeFor(image: string): ContainerRuntime;
  /** Told in the status, where it is. */
  podIP: string | undefined;
  hostIP: string;
  /** What the runtimes have of this pod from before. */
  found: readonly ListedContainer[];
  /** Nothing of the pod is left: its object may go. */
  onStopped(pod: Pod, signal: AbortSignal): Promise<void>;
}

/** Looks after one pod on this node until nothing of it runs any more. */
export class PodWorker {
  readonly #options: PodWorkerOptions;
  readonly #runners: ContainerRunner[];
  readonly #closed = new AbortController();
  readonly #done = Promise.withResolvers<void>();
  readonly #status: StatusWriter;
  #pod: Pod;
  #isTakenOver = false;
  #isScheduled = false;
  #stopDeadlineMs: number | undefined;
  #endsFor: 'deletion' | 'disappearance' | 'shutdown' | undefined;
  #cancelWake: (() => void) | undefined;
  #isOver = false;

  constructor(pod: Pod, options: PodWorkerOptions) {
    this.#options = options;
    this.#pod = pod;
    const { client, clock, random, log } = options;
    this.#status = new StatusWriter({
      client,
      clock,
      random,
      log,
      pod: { namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
      written: pod.status,
      version: pod.metadata.resourceVersion,
      signal: this.#closed.signal,
    });
    this.#runners = this.#createRunners();
  }

  get uid(): string {
    return this.#pod.metadata.uid ?? '';
  }

  get pod(): Pod {
    return this.#pod;
  }

  /** Resolves when nothing runs any more and nothing will. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Takes over what is there and begins to work. */
  async start(): Promise<void> {
    const { found, preparation } = this.#options;
    const statuses = [...(this.#pod.status?.initContainerStatuses ?? []), ...(this.#pod.status?.containerStatuses ?? [])];
    await Promise.all(this.#runners.map((runner) => this.#takeOver(runner, statuses)));
    const isAlive = this.#runners.some(({ stage }) => stage.is === 'running');
    preparation.adopt(this.#pod, isAlive);
    // The pod's earlier life is over altogether: what it prepared may be stale, so it begins again with its init containers.
    if (!isAlive && this.#restartPolicy === 'Always') for (const runner of this.#runners) runner.renew();
    await this.#removeForgotten(found);
    this.#isTakenOver = true;
    this.update(this.#pod);
  }

  /** The pod's object has changed. */
  update(pod: Pod): void {
    this.#pod = pod;
    this.#status.observe(pod);
    if (pod.metadata.deletionTimestamp) this.#end('deletion', pod.metadata.deletionGracePeriodSeconds);
    this.#wake();
  }

  /** Something that a start may have been missing is there now. */
  retryNow(): void {
    for (const runner of this.#runners) runner.retryNow();
    this.#wake();
  }

  /** A Secret or ConfigMap has changed. */
  async refreshVolumes(): Promise<void> {
    if (!this.#isTakenOver || this.#endsFor) return;
    try {
      await this.#options.preparation.refresh(this.#pod);
    } catch (error) {
      this.#record('Warning', 'FailedMount', errorMessage(error));
    }
  }

  /** The pod's object is gone without waiting for this node. */
  vanish(pod: Pod): void {
    const isForced = pod.metadata.deletionGracePeriodSeconds === 0;
    this.#end('disappearance', isForced ? 0 : undefined);
  }

  /** Ends everything in order, and marks the pod as ended with its node: whoever made it makes another. */
  shutdown(deadlineMs: number): void {
    this.#end('shutdown', undefined, deadlineMs);
  }

  /** Lets go of the pod at once; what can run without this process goes on. */
  abandon(): void {
    this.#finish();
  }

  /** The containers that run now. */
  running(): RunningContainer[] {
    return this.#runners.flatMap((runner) => {
      const id = runner.stage.is === 'running' ? runner.idOf('current') : undefined;
      return id === undefined ? [] : [{ name: runner.container.name, runtime: runner.runtime, id }];
    });
  }

  containerId(container: string, which: 'current' | 'previous'): { runtime: ContainerRuntime; id: string | undefined } | undefined {
    const runner = this.#runners.find((candidate) => candidate.container.name === container);
    return runner && { runtime: runner.runtime, id: runner.idOf(which) };
  }

  get #restartPolicy(): 'Always' | 'OnFailure' | 'Never' {
    return this.#pod.spec.restartPolicy ?? 'Always';
  }

  #createRunners(): ContainerRunner[] {
    const { preparation, runtimeFor, clock, log, backoff } = this.#options;
    const identity = (container: string, attempt: number): ContainerIdentity => ({
      podNamespace: this.#pod.metadata.namespace ?? 'default',
      podName: this.#pod.metadata.name,
      podUid: this.uid,
      container,
      attempt,
    });
    const host: RunnerPod = {
      clock,
      log,
      backoff,
      restartPolicy: this.#restartPolicy,
      closed: this.#closed.signal,
      identity,
      prepare: (container, containerIdentity, onProgress, signal) =>
        preparation.prepare(
          { pod: this.#pod, container, identity: containerIdentity, runtime: runtimeFor(container.image ?? ''), onProgress },
          { record: (type, reason, message) => this.#record(type, reason, message) },
          signal,
        ),
      addressOf: (container, port) => preparation.addressOf(this.#pod, container, port),
      record: (type, reason, message) => this.#record(type, reason, message),
      onChange: () => this.#wake(),
    };
    const { initContainers = [], containers } = this.#pod.spec;
    return [
      ...initContainers.map(
        (container) =>
          new ContainerRunner(
            host,
            container,
            container.restartPolicy === 'Always' ? 'sidecar' : 'init',
            runtimeFor(container.image ?? ''),
          ),
      ),
      ...containers.map((container) => new ContainerRunner(host, container, 'main', runtimeFor(container.image ?? ''))),
    ];
  }

  async #takeOver(runner: ContainerRunner, statuses: ContainerStatus[]): Promise<void> {
    const name = runner.container.name;
    const runs = this.#options.found.filter(({ identity }) => identity.container === name);
    const latest = runs.toSorted((a, b) => b.identity.attempt - a.identity.attempt)[0];
    await runner.takeOver({ found: latest, status: statuses.find((status) => status.name === name) }, this.#closed.signal);
  }

  /** Earlier runs than the latest, and containers that were made but never started. */
  async #removeForgotten(found: readonly ListedContainer[]): Promise<void> {
    for (const { id, identity, state } of found) {
      const runner = this.#runners.find(({ container }) => container.name === identity.container);
      if (runner?.idOf('current') === id || runner?.idOf('previous') === id) continue;
      if (runner && state !== 'running') await runner.runtime.remove(id, this.#closed.signal).catch(() => undefined);
    }
  }

  #end(reason: 'deletion' | 'disappearance' | 'shutdown', graceSeconds: number | undefined, latestMs = Infinity): void {
    const { clock } = this.#options;
    const grace = (graceSeconds ?? this.#pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
    // A deletion outranks a shutdown that is under way, not the other way round: the object must go.
    if (this.#endsFor !== 'disappearance' && !(this.#endsFor === 'deletion' && reason === 'shutdown')) this.#endsFor = reason;
    // The grace period runs from when it was first heard of; a second order can only shorten it.
    const since = this.#stopDeadlineMs === undefined || graceSeconds !== undefined ? clock.now() + grace : this.#stopDeadlineMs;
    this.#stopDeadlineMs = Math.min(this.#stopDeadlineMs ?? Infinity, since, latestMs);
    this.#wake();
  }

  /** Everything that happened in this turn leads to one look at the pod. */
  #wake(): void {
    if (this.#isScheduled || this.#isOver || !this.#isTakenOver) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (!this.#isOver) this.#look();
    });
  }

  #look(): void {
    const { clock } = this.#options;
    const decision = decidePod({
      containers: this.#runners.map(({ container, role, stage }) => ({ name: container.name, role, stage })),
      restartPolicy: this.#restartPolicy,
      isStopping: this.#endsFor !== undefined,
      nowMs: clock.now(),
    });
    for (const { name, because } of decision.stop) this.#stop(name, because);
    this.#hurryStopping();
    for (const name of decision.start) this.#runner(name)?.start();
    this.#writeStatus(decision);
    this.#cancelWake?.();
    this.#cancelWake = decision.wakeAtMs === undefined ? undefined : clock.after(decision.wakeAtMs - clock.now(), () => this.#wake());
    if (decision.outcome !== 'active') void this.#conclude(decision.outcome);
  }

  #stop(name: string, because: PodDecision['stop'][number]['because']): void {
    const runner = this.#runner(name);
    if (!runner) return;
    const nowMs = this.#options.clock.now();
    const fullGraceMs = nowMs + (this.#pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
    if (because === 'probeFailed')
      return runner.stop(fullGraceMs, `Container ${name} failed its startup or liveness probe, will be restarted`);
    const deadlineMs = this.#stopDeadlineMs ?? fullGraceMs;
    runner.stop(runner.role === 'sidecar' ? Math.max(deadlineMs, nowMs + leastSidecarMs) : deadlineMs, `Stopping container ${name}`);
  }

  #hurryStopping(): void {
    if (this.#stopDeadlineMs === undefined) return;
    for (const runner of this.#runners) {
      if (runner.stage.is === 'stopping' && runner.role !== 'sidecar') runner.stop(this.#stopDeadlineMs, '');
    }
  }

  #runner(name: string): ContainerRunner | undefined {
    return this.#runners.find(({ container }) => container.name === name);
  }

  #writeStatus(decision: PodDecision): void {
    if (this.#endsFor === 'disappearance') return;
    const { podIP, hostIP, clock } = this.#options;
    this.#status.write(
      podStatus({
        pod: this.#pod,
        containers: this.#runners.map(({ snapshot }) => snapshot),
        decision,
        restartPolicy: this.#restartPolicy,
        isStopping: this.#endsFor !== undefined,
        isNodeStopping: this.#endsFor === 'shutdown',
        previous: this.#status.latest,
        podIP,
        hostIP,
        nowMs: clock.now(),
      }),
    );
  }

  /** Nothing runs and nothing will: what belongs to the pod goes, unless it is to come back. */
  async #conclude(outcome: 'succeeded' | 'failed' | 'stopped'): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelWake?.();
    const endsFor = this.#endsFor;
    if (endsFor !== 'disappearance') await this.#status.flush();
    if (outcome !== 'stopped' || endsFor === 'shutdown') return this.#finish();
    const { clock, log, onStopped } = this.#options;
    while (!this.#closed.signal.aborted) {
      try {
        for (const runner of this.#runners) await runner.remove(this.#closed.signal);
        await onStopped(this.#pod, this.#closed.signal);
        break;
      } catch (error) {
        if (this.#closed.signal.aborted) break;
        log.warn({ pod: this.#pod.metadata.name, problem: errorMessage(error) }, 'A stopped pod could not be cleaned up, trying again');
        await delay(clock, cleanUpRetryMs, this.#closed.signal);
      }
    }
    this.#finish();
  }

  #finish(): void {
    this.#isOver = true;
    this.#cancelWake?.();
    this.#closed.abort();
    this.#options.preparation.release(this.uid);
    this.#done.resolve();
  }

  #record(type: 'Normal' | 'Warning', reason: string, message: string): void {
    if (!this.#closed.signal.aborted) this.#options.events.record(this.#pod, type, reason, message);
  }
}
