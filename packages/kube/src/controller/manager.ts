import { systemClock, type Clock } from '../clock.ts';
import type { LeaderElector } from '../election/leader-elector.ts';
import { createHealth, type Health } from '../health/health.ts';
import { silentLog, type Log } from '../log.ts';
import { createMetricsRegistry, type MetricsRegistry } from '../metrics/registry.ts';
import type { AnyInformer, Controller } from './controller.ts';

/** What a manager runs. */
export interface ManagerOptions {
  controllers: Controller[];
  /** Informers that no controller watches but some read. */
  informers?: AnyInformer[] | undefined;
  /** With several replicas: controllers work only while this one leads. Caches are kept warm meanwhile. */
  elector?: LeaderElector | undefined;
  /** The registry the controllers were given. */
  metrics?: MetricsRegistry | undefined;
  clock?: Clock | undefined;
  log?: Log | undefined;
}

/** Controllers and the caches they read, started and stopped in the right order. */
export interface Manager {
  /** True while every cache has its first list; what a readiness probe asks. */
  readonly isReady: boolean;
  /** Resolves when every cache has its first list and the controllers work; never when stopped before. */
  readonly ready: Promise<void>;
  readonly health: Health;
  /**
   * Starts the informers, waits for their first lists, becomes the leader where there is an election, starts the
   * controllers. When the signal fires, stops the controllers, gives the lease back, stops the informers, and resolves
   * when all have ended. Throws `GSE_KUBE_LEASE_LOST` when somebody else leads: the process must end. Once per manager.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Prometheus text of everything the registry holds. */
  renderMetrics(): string;
}

/** Creates a manager; nothing happens before `run`. */
export function createManager(options: ManagerOptions): Manager {
  const { controllers, elector, log = silentLog, clock = systemClock, metrics = createMetricsRegistry() } = options;
  const informers = new Set([...(options.informers ?? []), ...controllers.flatMap((controller) => controller.informers)]);
  const ready = Promise.withResolvers<void>();

  async function work(signal: AbortSignal): Promise<void> {
    log.info({ controllers: controllers.map(({ name }) => name) }, 'The caches are filled; controllers start');
    const controllersEnded = Promise.all(controllers.map((controller) => controller.run(signal)));
    ready.resolve();
    await controllersEnded;
  }

  return {
    get isReady() {
      return [...informers].every((informer) => informer.hasSynced);
    },
    ready: ready.promise,
    health: createHealth({ informers: [...informers], elector, clock }),
    renderMetrics: () => metrics.render(),
    async run(signal) {
      const stopInformers = new AbortController();
      const informersEnded = Promise.all([...informers].map((informer) => informer.run(stopInformers.signal)));
      try {
        await untilFilled([...informers], signal);
        if (signal.aborted) return;
        await (elector ? elector.run(work, signal) : work(signal));
      } finally {
        stopInformers.abort();
        await informersEnded;
      }
    },
  };
}

/** Returns early when the signal fires. */
async function untilFilled(informers: readonly AnyInformer[], signal: AbortSignal): Promise<void> {
  try {
    await Promise.all(informers.map((informer) => informer.waitForSync(signal)));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
