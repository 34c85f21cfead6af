import type { WorkQueue, WorkQueueObserver } from '../controller/work-queue.ts';
import type { MetricsRegistry } from './registry.ts';

/** How a reconcile ended, in controller-runtime's words. */
export type ReconcileResult = 'success' | 'requeue_after' | 'error';

/** Reports of one controller, under the names controller-runtime uses, so that existing dashboards work. */
export interface ControllerMetrics {
  readonly queue: WorkQueueObserver;
  /** Reads the ages of unfinished work whenever metrics are rendered. */
  watchQueue(queue: WorkQueue): void;
  started(): void;
  ended(result: ReconcileResult, seconds: number): void;
}

const reconcileBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5,
  5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
const queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

/** Registers the metrics of one controller. */
export function createControllerMetrics(registry: MetricsRegistry, controller: string, concurrency: number): ControllerMetrics {
  const total = registry.counter('controller_runtime_reconcile_total', 'Total number of reconciliations per controller');
  const errors = registry.counter('controller_runtime_reconcile_errors_total', 'Total number of reconciliation errors per controller');
  const time = registry.histogram(
    'controller_runtime_reconcile_time_seconds',
    'Length of time per reconciliation per controller',
    reconcileBuckets,
  );
  const maxConcurrent = registry.gauge(
    'controller_runtime_max_concurrent_reconciles',
    'Maximum number of concurrent reconciles per controller',
  );
  const active = registry.gauge('controller_runtime_active_workers', 'Number of currently used workers per controller');
  const depth = registry.gauge('workqueue_depth', 'Current depth of workqueue');
  const adds = registry.counter('workqueue_adds_total', 'Total number of adds handled by workqueue');
  const waited = registry.histogram(
    'workqueue_queue_duration_seconds',
    'How long in seconds an item stays in workqueue before being requested',
    queueBuckets,
  );
  const worked = registry.histogram(
    'workqueue_work_duration_seconds',
    'How long in seconds processing an item from workqueue takes',
    queueBuckets,
  );
  const retries = registry.counter('workqueue_retries_total', 'Total number of retries handled by workqueue');
  const unfinished = registry.gauge(
    'workqueue_unfinished_work_seconds',
    'How many seconds of work is in progress and has not been observed by work_duration',
  );
  const longest = registry.gauge(
    'workqueue_longest_running_processor_seconds',
    'How many seconds has the longest running processor for workqueue been running',
  );

  const labels = { controller };
  const queueLabels = { controller, name: controller };
  const resultLabels = {
    success: { controller, result: 'success' },
    requeue_after: { controller, result: 'requeue_after' },
    error: { controller, result: 'error' },
  };
  for (const of of Object.values(resultLabels)) total.inc(of, 0);
  errors.inc(labels, 0);
  active.set(0, labels);
  maxConcurrent.set(concurrency, labels);
  depth.set(0, queueLabels);

  return {
    queue: {
      onAdd: () => adds.inc(queueLabels),
      onDepth: (value) => depth.set(value, queueLabels),
      onTake: (waitedMs) => waited.observe(waitedMs / 1000, queueLabels),
      onDone: (workedMs) => worked.observe(workedMs / 1000, queueLabels),
      onRetry: () => retries.inc(queueLabels),
    },
    watchQueue(queue) {
      registry.onRender(() => {
        const { longestMs, totalMs } = queue.unfinished;
        unfinished.set(totalMs / 1000, queueLabels);
        longest.set(longestMs / 1000, queueLabels);
      });
    },
    started: () => active.add(1, labels),
    ended(result, seconds) {
      active.add(-1, labels);
      total.inc(resultLabels[result]);
      if (result === 'error') errors.inc(labels);
      time.observe(seconds, labels);
    },
  };
}
