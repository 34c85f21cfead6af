import { silentLog, type Log } from '../log.ts';
import { createMetricsRegistry, type MetricsRegistry } from '../metrics/registry.ts';
import type { AnyInformer, Controller } from './controller.ts';

/** What a manager runs. */
export interface ManagerOptions {
  controllers: Controller[];
  /** Informers that no controller watches but some read. */
  informers?: AnyInformer[] | undefined;
  /** The registry the controllers were given. */
  metrics?: MetricsRegistry | undefined;
  log?: Log | undefined;
}

/** Controllers and the caches they read, started and stopped in the right order. */
export interface Manager {
  /** True while every cache has its first list; what a readiness probe asks. */
  readonly isReady: boolean;
  /** Resolves when every cache has its first list and the controllers work; never when stopped before. */
  readonly ready: Promise<void>;
  /**
   * Starts the informers, waits for their first lists, starts the controllers. When the signal fires, stops the
   * controllers, then the informers, and resolves when all have ended. Once per manager.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Prometheus text of everything the registry holds. */
  renderMetrics(): string;
}

/** Creates a manager; nothing happens before `run`. */
export function createManager(options: ManagerOptions): Manager {
  const { controllers, log = silentLog, metrics = createMetricsRegistry() } = options;
  const informers = new Set([...(options.informers ?? []), ...controllers.flatMap((controller) => controller.informers)]);
  const ready = Promise.withResolvers<void>();

  return {
    get isReady() {
      return [...informers].every((informer) => informer.hasSynced);
    },
    ready: ready.promise,
    renderMetrics: () => metrics.render(),
    async run(signal) {
      const stopInformers = new AbortController();
      const informersEnded = Promise.all([...informers].map((informer) => informer.run(stopInformers.signal)));
      try {
        await Promise.all([...informers].map((informer) => informer.waitForSync(signal)));
        log.info({ controllers: controllers.map(({ name }) => name) }, 'The caches are filled; controllers start');
        const controllersEnded = Promise.all(controllers.map((controller) => controller.run(signal)));
        ready.resolve();
        await controllersEnded;
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        stopInformers.abort();
        await informersEnded;
      }
    },
  };
}
