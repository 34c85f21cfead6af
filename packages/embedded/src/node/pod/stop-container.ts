import { delay, type Clock, type LifecycleHandler, type Log } from '@gse/kube';
import { errorMessage } from '../errors.ts';
import { probeOnce, type ProbeTarget } from '../probes/probe-once.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';

/** What a process gets after SIGTERM even when its preStop hook has used up the grace period. */
const leastTermMs = 2000;

/** How long to wait before an engine that does not answer is asked again. */
const retryMs = 2000;

/** A deadline that can still be moved forward. */
export class Deadline {
  readonly #clock: Clock;
  readonly #passed = new AbortController();
  #atMs: number;
  #cancel: () => void;

  constructor(clock: Clock, atMs: number) {
    this.#clock = clock;
    this.#atMs = atMs;
    this.#cancel = this.#schedule();
  }

  /** Fires when the deadline has passed. */
  get signal(): AbortSignal {
    return this.#passed.signal;
  }

  get atMs(): number {
    return this.#atMs;
  }

  /** Moves it to an earlier time; a later one is ignored. */
  advance(atMs: number): void {
    if (atMs >= this.#atMs) return;
    this.#atMs = atMs;
    this.#cancel();
    this.#cancel = this.#schedule();
  }

  cancel(): void {
    this.#cancel();
  }

  #schedule(): () => void {
    return this.#clock.after(Math.max(0, this.#atMs - this.#clock.now()), () => this.#passed.abort());
  }
}

export interface StopOrder {
  id: string;
  runtime: ContainerRuntime;
  target: ProbeTarget;
  preStop: LifecycleHandler | undefined;
  deadline: Deadline;
  /** Fires when the container has ended. */
  ended: AbortSignal;
  clock: Clock;
  log: Log;
  onHookFailed(message: string): void;
}

/** Ends a container the way Kubernetes does: preStop hook, SIGTERM, and SIGKILL when the grace period is over. */
export async function stopContainer(order: StopOrder): Promise<void> {
  const { deadline, ended, clock } = order;
  if (order.preStop) {
    const result = await probeOnce(order.preStop, order.target, AbortSignal.any([deadline.signal, ended]));
    if (!result.isOk && !ended.aborted)
      order.onHookFailed(deadline.signal.aborted ? 'it was not done when the grace period was over' : result.message);
  }
  if (ended.aborted) return;
  await send(order, 'SIGTERM');
  await delay(clock, Math.max(leastTermMs, deadline.atMs - clock.now()), AbortSignal.any([ended, laterOf(order)]));
  await send(order, 'SIGKILL');
  while (!ended.aborted) {
    await delay(clock, retryMs, ended);
    await send(order, 'SIGKILL');
  }
}

/** Fires a moment after the deadline, in case the deadline is moved forward while the process is leaving. */
function laterOf({ deadline, clock }: StopOrder): AbortSignal {
  const later = new AbortController();
  const fire = () => void clock.after(leastTermMs, () => later.abort());
  if (deadline.signal.aborted) fire();
  else deadline.signal.addEventListener('abort', fire, { once: true });
  return later.signal;
}

async function send({ runtime, id, ended, log }: StopOrder, signalName: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (ended.aborted) return;
  try {
    await runtime.kill(id, signalName, ended);
  } catch (error) {
    if (!ended.aborted) log.warn({ containerId: id, signalName, problem: errorMessage(error) }, 'A container could not be signalled');
  }
}
