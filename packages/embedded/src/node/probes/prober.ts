import { delay, type Clock, type Container, type Probe } from '@gse/kube';
import { probeOnce, type ProbeTarget } from './probe-once.ts';

/** What the probes of a container say. */
export interface ProbeState {
  /** The startup probe has passed, or there is none. */
  isStarted: boolean;
  isReady: boolean;
  /** The startup or the liveness probe has given up on the container. */
  isFailing: boolean;
}

export interface ProberOptions {
  container: Container;
  target: ProbeTarget;
  clock: Clock;
  /** What was known before, for a container that is taken over running; undefined for a fresh one. */
  initial: ProbeState | undefined;
  onChange(): void;
  onUnhealthy(kind: 'Startup' | 'Liveness' | 'Readiness', message: string): void;
}

/** Probes one run of one container, from its start until `stop`. */
export class Prober {
  readonly #options: ProberOptions;
  readonly #stop = new AbortController();
  #state: ProbeState;

  constructor(options: ProberOptions) {
    this.#options = options;
    const { startupProbe, readinessProbe } = options.container;
    this.#state = options.initial ?? { isStarted: !startupProbe, isReady: !startupProbe && !readinessProbe, isFailing: false };
  }

  get state(): ProbeState {
    return this.#state;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    const { startupProbe, livenessProbe, readinessProbe } = this.#options.container;
    if (startupProbe && !this.#state.isStarted) {
      await this.#loop('Startup', startupProbe, (isUp) => {
        this.#set(isUp ? { isStarted: true, isReady: !readinessProbe } : { isFailing: true });
        return 'done';
      });
    }
    if (this.#stop.signal.aborted || this.#state.isFailing) return;
    const loops: Promise<void>[] = [];
    if (readinessProbe) {
      loops.push(
        this.#loop('Readiness', readinessProbe, (isUp) => {
          this.#set({ isReady: isUp });
          return 'again';
        }),
      );
    }
    if (livenessProbe) {
      loops.push(
        this.#loop('Liveness', livenessProbe, (isUp) => {
          if (isUp) return 'again';
          this.#set({ isFailing: true });
          return 'done';
        }),
      );
    }
    await Promise.all(loops);
  }

  /** Probes at the probe's pace and reports each time a threshold is crossed. */
  async #loop(kind: 'Startup' | 'Liveness' | 'Readiness', probe: Probe, onThreshold: (isUp: boolean) => 'again' | 'done'): Promise<void> {
    const { clock, target, onUnhealthy } = this.#options;
    const stopped = this.#stop.signal;
    const successThreshold = probe.successThreshold ?? 1;
    const failureThreshold = probe.failureThreshold ?? 3;
    let inARow = 0;
    let wasUp: boolean | undefined;
    await delay(clock, (probe.initialDelaySeconds ?? 0) * 1000, stopped);
    while (!stopped.aborted) {
      const result = await this.#probeWithin((probe.timeoutSeconds ?? 1) * 1000, probe, target);
      if (stopped.aborted) return;
      inARow = result.isOk === wasUp ? inARow + 1 : 1;
      wasUp = result.isOk;
      if (!result.isOk) onUnhealthy(kind, result.message);
      if (inARow >= (result.isOk ? successThreshold : failureThreshold) && onThreshold(result.isOk) === 'done') return;
      await delay(clock, (probe.periodSeconds ?? 10) * 1000, stopped);
    }
  }

  async #probeWithin(timeoutMs: number, probe: Probe, target: ProbeTarget) {
    const deadline = new AbortController();
    const cancel = this.#options.clock.after(timeoutMs, () => deadline.abort());
    try {
      return await probeOnce(probe, target, AbortSignal.any([deadline.signal, this.#stop.signal]));
    } finally {
      cancel();
    }
  }

  #set(change: Partial<ProbeState>): void {
    const next = { ...this.#state, ...change };
    const isSame =
      next.isStarted === this.#state.isStarted && next.isReady === this.#state.isReady && next.isFailing === this.#state.isFailing;
    if (isSame || this.#stop.signal.aborted) return;
    this.#state = next;
    this.#options.onChange();
  }
}
