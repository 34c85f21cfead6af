import type { KubeClient, Selection } from '../client/client.ts';
import { delay, type Clock } from '../clock.ts';
import { isGone, KubeError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { createBackoff, type BackoffOptions } from './backoff.ts';

/** Where a reflector puts what it sees. */
export interface ReflectorSink<T extends KubeObject> {
  /** The whole truth at one resourceVersion. */
  replace(objects: T[]): void;
  upsert(object: T): void;
  remove(object: T): void;
}

/** What a reflector needs. */
export interface ReflectorOptions<T extends KubeObject> extends Selection {
  client: KubeClient;
  type: ResourceType<T>;
  sink: ReflectorSink<T>;
  clock: Clock;
  random: () => number;
  log: Log;
  pageSize: number;
  backoff: BackoffOptions;
  /** How long a watch may say nothing; the client's default when absent. */
  inactivityMs?: number | undefined;
}

const minWatchSeconds = 270;
const watchSecondsSpread = 60;
/** A watch that ends sooner than this without an event was refused, not finished. */
const shortWatchMs = 1000;

/**
 * Mirrors one kind into a sink until the signal fires: lists page by page, then watches from there.
 * It never gives up: an expired version is listed anew, a broken or silent watch resumes where it was.
 */
export async function runReflector<T extends KubeObject>(options: ReflectorOptions<T>, signal: AbortSignal): Promise<void> {
  const { client, type, sink, clock, random, log } = options;
  const backoff = createBackoff({ random, ...options.backoff });
  /** Where to resume; undefined: list first. */
  let resourceVersion: string | undefined;
  let failures = 0;

  const succeed = () => {
    failures = 0;
    backoff.reset();
  };

  async function watchOnce(from: string): Promise<void> {
    const startedAt = clock.now();
    let received = 0;
    const stream = client.watch(type, {
      ...selectionOf(options),
      resourceVersion: from,
      timeoutSeconds: minWatchSeconds + Math.floor(random() * watchSecondsSpread),
      inactivityMs: options.inactivityMs,
      signal,
    });
    for await (const event of stream) {
      received++;
      succeed();
      if (event.type === 'DELETED') sink.remove(event.object);
      else if (event.type !== 'BOOKMARK') sink.upsert(event.object);
      resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
    }
    if (received === 0 && clock.now() - startedAt < shortWatchMs) {
      throw new KubeError({ code: 'GSE_KUBE_PROTOCOL', message: `watch ${type.plural}: ended at once without an event` });
    }
    succeed();
  }

  while (!signal.aborted) {
    try {
      if (resourceVersion === undefined) resourceVersion = await listInto(options, signal);
      await watchOnce(resourceVersion);
    } catch (error) {
      if (signal.aborted) return;
      // Where nothing changes for long, silence is all there is; a dead connection shows when the next one is made.
      if (error instanceof KubeError && error.code === 'GSE_KUBE_INACTIVE') continue;
      failures++;
      const expired = isGone(error);
      if (expired || mustListAgain(error)) resourceVersion = undefined;
      // The first expiry is ordinary (a long pause, a compaction); only a repeated one has to wait.
      const waitMs = expired && failures === 1 ? 0 : backoff.next();
      const level = failures <= 1 ? 'debug' : 'warn';
      log[level]({ err: error, kind: type.kind, failures, waitMs: Math.round(waitMs) }, 'The watch was lost; trying again');
      await delay(clock, waitMs, signal);
    }
  }
}

/** Lists everything and hands it over; returns the version to watch from. */
async function listInto<T extends KubeObject>(options: ReflectorOptions<T>, signal: AbortSignal): Promise<string> {
  const { client, type, sink, pageSize } = options;
  const selection = selectionOf(options);
  let objects: T[] = [];
  let token: string | undefined;
  for (;;) {
    try {
      const page = await client.list(type, { ...selection, limit: pageSize, continue: token, signal });
      for (const object of page.items) objects.push(object);
      token = page.metadata.continue;
      if (token) continue;
      sink.replace(objects);
      return page.metadata.resourceVersion;
    } catch (error) {
      if (!token || !isGone(error)) throw error;
      // Reading the pages took longer than the server keeps the snapshot: take everything at once.
      const whole = await client.list(type, { ...selection, signal });
      objects = whole.items;
      sink.replace(objects);
      return whole.metadata.resourceVersion;
    }
  }
}

/**
 * A refusal other than overload concerns the request itself: a version the server does not have (any more),
 * a kind that went away, a permission. Overload and connection trouble say nothing against the version.
 */
function mustListAgain(error: unknown): boolean {
  if (!(error instanceof KubeError) || error.code !== 'GSE_KUBE_API') return false;
  return (error.status < 500 && error.status !== 429) || error.status === 504;
}

function selectionOf(selection: Selection): Selection {
  const { namespace, labelSelector, fieldSelector } = selection;
  return { namespace, labelSelector, fieldSelector };
}
