import {
  createController,
  events as eventType,
  isNotFound,
  watch,
  type Clock,
  type Controller,
  type Informer,
  type KubeClient,
  type KubeEvent,
  type Log,
  type MetricsRegistry,
} from '@gse/kube';

/** What the controller needs. */
export interface EventLimitOptions {
  client: KubeClient;
  events: Informer<KubeEvent>;
  /** The oldest beyond this number go. */
  maxCount?: number | undefined;
  clock: Clock;
  log: Log;
  metrics: MetricsRegistry;
}

const defaultMaxCount = 5000;
const sweepMs = 60_000;
/** The only key: a sweep looks at all events. */
const sweepKey = 'events';

/** When an event happened last. */
function lastSeen({ metadata, lastTimestamp, eventTime }: KubeEvent): number {
  const at = Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '');
  return Number.isNaN(at) ? 0 : at;
}

/** Keeps the events of a bad hour from filling memory and disk. Their age is the API server's business. */
export function createEventLimitController(options: EventLimitOptions): Controller {
  const { client, events, clock, log, metrics, maxCount = defaultMaxCount } = options;
  const controller = createController({
    name: 'event-limit',
    // It only needs the cache; a new event is no reason for a sweep.
    watches: [watch(events, () => [])],
    clock,
    log,
    metrics,
    async reconcile(_key, { signal }) {
      const newestFirst = events.cache.list().sort((a, b) => lastSeen(b) - lastSeen(a));
      for (const event of newestFirst.slice(maxCount)) {
        try {
          await client.delete(eventType, event.metadata, { preconditions: { uid: event.metadata.uid }, signal });
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }
      return { requeueAfterMs: sweepMs };
    },
  });
  controller.enqueue(sweepKey);
  return controller;
}
