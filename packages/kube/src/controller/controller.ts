import type { Informer } from '../cache/informer.ts';
import { delay, systemClock, type Clock } from '../clock.ts';
import { isConflict, KubeError } from '../errors.ts';
import { silentLog, type Log } from '../log.ts';
import { createControllerMetrics } from '../metrics/controller-metrics.ts';
import { createMetricsRegistry, type MetricsRegistry } from '../metrics/registry.ts';
import { objectKey, type KubeObject } from '../object.ts';
import type { Lane } from './lanes.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { WorkQueue } from './work-queue.ts';

/** What an informer can do for code that does not care about its kind. */
export type AnyInformer = Pick<Informer<KubeObject>, 'hasSynced' | 'waitForSync' | 'run'> &
  Partial<Pick<Informer<KubeObject>, 'type' | 'state'>>;

/** Which keys need work when objects of one kind change. Made by {@link watch}. */
export interface ControllerWatch {
  readonly informer: AnyInformer;
  /** Enqueues for everything there is, then for every change; returns the way to stop. */
  subscribe(enqueue: (key: string) => void): () => void;
}

/** What a reconciler gets besides its key. */
export interface ReconcileContext {
  /** Fires when the reconcile must end: its time is over, or the process stops. */
  signal: AbortSignal;
  log: Log;
}

/** Come back without being called. */
export interface ReconcileOutcome {
  requeueAfterMs?: number | undefined;
}

/** Reads everything, works out what should be, does it. Called again whenever something may have changed. */
export type Reconcile = (key: string, context: ReconcileContext) => Promise<ReconcileOutcome | void>;

/** Runs a reconcile inside something else, such as a span of a trace: calls `work` once and passes on what comes of it. */
export type AroundReconcile = <T>(about: { readonly controller: string; readonly key: string }, work: () => Promise<T>) => Promise<T>;

/** What a controller is made of. */
export interface ControllerOptions {
  name: string;
  watches: ControllerWatch[];
  reconcile: Reconcile;
  /**
   * How urgent a key is, read from the caches: `urgent` for what is being deleted or shall stop. Urgent keys come
   * first, and of two or more workers one serves nothing else, so that a storm of creations does not hold up a stop.
   */
  lane?: ((key: string) => Lane) | undefined;
  /** Keys worked on at the same time; one key never twice. */
  concurrency?: number | undefined;
  /** A reconcile that takes longer is told to end through its signal, and counts as failed. */
  reconcileTimeoutMs?: number | undefined;
  /** How long running reconciles may finish after a stop before their signal fires. */
  stopTimeoutMs?: number | undefined;
  rateLimiter?: RateLimiter | undefined;
  around?: AroundReconcile | undefined;
  clock?: Clock | undefined;
  log?: Log | undefined;
  metrics?: MetricsRegistry | undefined;
}

/** A running concern. */
export interface Controller {
  readonly name: string;
  readonly informers: AnyInformer[];
  /** Asks for a reconcile of the key from outside the watches. */
  enqueue(key: string): void;
  /** The same when the time has passed. Of several times asked for a key, those of its own retries among them, the earliest counts. */
  enqueueAfter(key: string, ms: number): void;
  /** Works until the signal fires and running reconciles have ended. Once per controller. */
  run(signal: AbortSignal): Promise<void>;
}

const defaultReconcileTimeoutMs = 120_000;
const defaultStopTimeoutMs = 10_000;
/** What a reconcile gets to notice its signal before it is left behind. */
const abortGraceMs = 1000;

/**
 * Connects an informer to a controller: `keys` says which keys an object concerns (its own by default).
 * Both the old and the new object are asked, so a changed owner or label wakes both sides.
 */
export function watch<T extends KubeObject>(
  informer: Informer<T>,
  keys: (object: T) => string[] = (object) => [objectKey(object.metadata)],
): ControllerWatch {
  return {
    informer,
    subscribe: (enqueue) =>
      informer.onChange((_type, object, old) => {
        for (const key of keys(object)) enqueue(key);
        if (old) for (const key of keys(old)) enqueue(key);
      }),
  };
}

/** Keys of the objects' controlling owner of a kind, for {@link watch}. */
export function ownerKeys(kind: string): (object: KubeObject) => string[] {
  return ({ metadata }) =>
    (metadata.ownerReferences ?? [])
      .filter((owner) => owner.controller && owner.kind === kind)
      .map((owner) => objectKey({ namespace: metadata.namespace, name: owner.name }));
}

/** Creates a controller; nothing happens before `run`. */
export function createController(options: ControllerOptions): Controller {
  const { name, watches, concurrency = 1, clock = systemClock, log = silentLog } = options;
  const around: AroundReconcile = options.around ?? ((_about, work) => work());
  const metrics = createControllerMetrics(options.metrics ?? createMetricsRegistry(), name, concurrency);
  const queue = new WorkQueue({
    clock,
    rateLimiter: options.rateLimiter,
    observer: metrics.queue,
    laneOf: options.lane,
    maxOrdinary: options.lane && concurrency > 1 ? concurrency - 1 : undefined,
  });
  metrics.watchQueue(queue);
  const timeoutMs = options.reconcileTimeoutMs ?? defaultReconcileTimeoutMs;
  const running = new Set<AbortController>();

  async function attempt(key: string, signal: AbortSignal): Promise<ReconcileOutcome | void> {
    try {
      return await options.reconcile(key, { signal, log });
    } catch (err) {
      // Somebody else was faster: everyday business of level-based controllers.
      const level = isConflict(err) ? 'debug' : 'error';
      log[level]({ err, controller: name, key, failures: queue.failures(key) + 1 }, 'The reconcile failed and will be tried again');
      throw err;
    }
  }

  async function work(key: string): Promise<void> {
    const abort = new AbortController();
    const cancelTimer = clock.after(timeoutMs, () => abort.abort(new Error(`The reconcile took longer than ${timeoutMs} ms`)));
    running.add(abort);
    const startedAt = clock.elapsed();
    metrics.started();
    try {
      const outcome = await around({ controller: name, key }, () => attempt(key, abort.signal));
      queue.forget(key);
      if (outcome?.requeueAfterMs !== undefined) queue.addAfter(key, outcome.requeueAfterMs);
      metrics.ended(outcome?.requeueAfterMs === undefined ? 'success' : 'requeue_after', (clock.elapsed() - startedAt) / 1000);
    } catch {
      metrics.ended('error', (clock.elapsed() - startedAt) / 1000);
      queue.addRateLimited(key);
    } finally {
      cancelTimer();
      running.delete(abort);
      queue.done(key);
    }
  }

  async function worker(): Promise<void> {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) await work(key);
  }

  return {
    name,
    informers: watches.map(({ informer }) => informer),
    enqueue: (key) => queue.add(key),
    enqueueAfter: (key, ms) => queue.addAfter(key, ms),
    async run(signal) {
      // What is there at the start comes after what changes meanwhile.
      let asBackground = true;
      const unsubscribe = watches.map((each) => each.subscribe((key) => queue.add(key, { asBackground })));
      asBackground = false;
      const workers = Promise.all(Array.from({ length: concurrency }, worker)).then(() => undefined);
      await aborted(signal);
      for (const stop of unsubscribe) stop();
      queue.close();
      // Another process may be at work already: nothing may go on here.
      const isLeaderLost = signal.reason instanceof KubeError && signal.reason.code === 'GSE_KUBE_LEASE_LOST';
      if (!isLeaderLost && (await endsWithin(clock, workers, options.stopTimeoutMs ?? defaultStopTimeoutMs))) return;
      for (const abort of running) abort.abort(new Error('The process stops'));
      if (await endsWithin(clock, workers, abortGraceMs)) return;
      log.error({ controller: name, running: running.size }, 'Reconciles that do not end were left behind');
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function endsWithin(clock: Clock, work: Promise<void>, ms: number): Promise<boolean> {
  const enough = new AbortController();
  const ended = await Promise.race([work.then(() => true), delay(clock, ms, enough.signal).then(() => false)]);
  enough.abort();
  return ended;
}
