import { delay, type Clock, type Log, type Pod } from '@gse/kube';
import type { MeasuredContainer, MeasuredPod, PodMetricsProvider } from '../../api-server/measured/provider.ts';
import { errorMessage } from '../errors.ts';
import type { ContainerRuntime, ContainerUsage } from '../runtime/container-runtime.ts';

/** A running container of a pod. */
export interface RunningContainer {
  readonly name: string;
  readonly runtime: ContainerRuntime;
  readonly id: string;
}

export interface PodUsageOptions {
  /** Pods of this node with what runs of them now. */
  pods(): readonly { readonly pod: Pod; readonly containers: readonly RunningContainer[] }[];
  clock: Clock;
  log: Log;
}

interface Reading {
  /** On the clock that never jumps. */
  readonly elapsedMs: number;
  readonly usage: ContainerUsage;
}

interface Measurement extends MeasuredContainer {
  readonly elapsedMs: number;
  readonly atMs: number;
  readonly windowMs: number;
}

/** An answer is good for so long: whoever asks more often gets it again. */
const freshMs = 10_000;
/** Processor use is a difference of two readings: without one of this age, a second is taken after a short while. */
const oldestMs = 120_000;
const shortWindowMs = 1_000;
const readTimeoutMs = 10_000;
const parallel = 8;

/** Measures containers when somebody asks, and never otherwise. */
export function createPodUsage({ pods, clock, log }: PodUsageOptions): PodMetricsProvider {
  const readings = new Map<string, Reading>();
  const measured = new Map<string, Measurement>();
  const underway = new Map<string, Promise<Measurement | undefined>>();

  async function read({ runtime, id }: RunningContainer): Promise<Reading> {
    const usage = await runtime.usage(id, AbortSignal.timeout(readTimeoutMs));
    return { elapsedMs: clock.elapsed(), usage };
  }

  async function measure(container: RunningContainer): Promise<Measurement | undefined> {
    const { name, id } = container;
    try {
      let before = readings.get(id);
      let now = await read(container);
      if (now.usage.cpuMillis === undefined && (before === undefined || now.elapsedMs - before.elapsedMs > oldestMs)) {
        before = now;
        await delay(clock, shortWindowMs);
        now = await read(container);
      }
      readings.set(id, now);
      const windowMs = Math.max(1, now.elapsedMs - (before?.elapsedMs ?? now.elapsedMs));
      const cpuMillis = now.usage.cpuMillis ?? (Math.max(0, now.usage.cpuSeconds - (before?.usage.cpuSeconds ?? 0)) * 1e6) / windowMs;
      const found: Measurement = {
        name,
        cpuMillis,
        memoryBytes: now.usage.memoryBytes,
        elapsedMs: now.elapsedMs,
        atMs: clock.now(),
        windowMs,
      };
      measured.set(id, found);
      return found;
    } catch (error) {
      // One that has just ended, or an engine that is busy: the others are answered all the same.
      log.debug({ containerId: id, problem: errorMessage(error) }, 'A container was not measured');
      return undefined;
    }
  }

  /** The last measurement where it is fresh; several callers share one that is under way. */
  async function measurementOf(container: RunningContainer): Promise<Measurement | undefined> {
    const { id } = container;
    const known = measured.get(id);
    if (known !== undefined && clock.elapsed() - known.elapsedMs < freshMs) return known;
    const asked = underway.get(id) ?? measure(container).finally(() => underway.delete(id));
    underway.set(id, asked);
    return await asked;
  }

  function forgetEnded(running: ReadonlySet<string>): void {
    for (const known of [readings, measured]) for (const id of known.keys()) if (!running.has(id)) known.delete(id);
  }

  return async (namespace, signal) => {
    const all = pods();
    forgetEnded(new Set(all.flatMap(({ containers }) => containers.map(({ id }) => id))));
    const wanted = all.filter(({ pod }) => namespace === undefined || pod.metadata.namespace === namespace);
    const queue = wanted.values();
    const answer: MeasuredPod[] = [];
    const work = async (): Promise<void> => {
      for (const { pod, containers } of queue) {
        signal.throwIfAborted();
        const found = (await Promise.all(containers.map(measurementOf))).filter((one) => one !== undefined);
        const [first] = found;
        if (first === undefined) continue;
        answer.push({
          namespace: pod.metadata.namespace ?? 'default',
          name: pod.metadata.name,
          atMs: Math.max(...found.map(({ atMs }) => atMs)),
          windowMs: first.windowMs,
          containers: found.map(({ name, cpuMillis, memoryBytes }) => ({ name, cpuMillis, memoryBytes })),
        });
      }
    };
    await Promise.all(Array.from({ length: parallel }, work));
    return answer;
  };
}
