import type { KubeClient, Selection } from '../client/client.ts';
import { delay, type Clock } from '../clock.ts';
import { isGone, KubeError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { createBackoff, type BackoffOptions } from './backoff.ts';

/** Where a reflector puts what it sees. */
export interface ReflectorSink<T extends KubeObject> {
  /** What is kept of an object; of a list, page by page, so that nobody has to hold all of it as it came. */
  shape(object: T): T;
  /** The whole truth at one resourceVersion, already in shape. */
  replace(objects: T[], resourceVersion: string): void;
  upsert(object: T): void;
  remove(object: T): void;
  /** Everything up to this version has been seen. */
  advance(resourceVersion: string): void;
}

/** How a reflector is doing. */
export interface ReflectorState {
  /** `waiting`: between two attempts. */
  phase: 'listing' | 'watching' | 'waiting' | 'stopped';
  /** When the server last said anything at all, by {@link Clock.elapsed}. */
  heardAt: number | undefined;
  /** When the last attempt began, by {@link Clock.elapsed}. */
  triedAt: number;
  /** Failed attempts since the server was last heard from. */
  failures: number;
  error: unknown;
}

/** What a reflector needs. */
export interface ReflectorOptions<T extends KubeObject> extends Selection {
  client: KubeClient;
  type: ResourceType<T>;
  sink: ReflectorSink<T>;
  /** Kept up to date, for health checks. */
  state: ReflectorState;
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
 * How long watches are when the last one was silent: a proxy that holds answers back until they are complete lets go
 * of what it has when they end.
 */
const shortWatchSeconds = 20;
/** Something that arrives this long before a watch ends was not held back. */
const liveBeforeEndMs = 3000;
/** A live watch says something before this: bookmarks come about every minute. */
const firstSignMs = 120_000;
/** Longest that is waited because a server asks for it. */
const longestAskedMs = 30_000;

/**
 * Mirrors one kind into a sink until the signal fires: lists page by page, then watches from there.
 * It never gives up: an expired version is listed anew, a broken or silent watch resumes where it was.
 */
export async function runReflector<T extends KubeObject>(options: ReflectorOptions<T>, signal: AbortSignal): Promise<void> {
  const { client, type, sink, state, clock, random, log } = options;
  const backoff = createBackoff({ random, ...options.backoff });
  /** Where to resume; undefined: list first. */
  let resourceVersion: string | undefined;
  /** The last watch said nothing before its end: either nothing happened, or something on the way holds answers back. */
  let wasSilent = false;

  /** Watches that opened and failed before an event count here too: opening is not yet success. */
  let failures = 0;

  const succeed = () => {
    failures = 0;
    backoff.reset();
  };
  const hear = () => {
    state.heardAt = clock.elapsed();
    state.failures = 0;
    state.error = undefined;
  };

  async function watchOnce(from: string): Promise<void> {
    const startedAt = clock.elapsed();
    let received = 0;
    let firstAt: number | undefined;
    state.phase = 'watching';
    state.triedAt = startedAt;
    const stream = client.watch(type, {
      ...selectionOf(options),
      resourceVersion: from,
      timeoutSeconds: wasSilent ? shortWatchSeconds : minWatchSeconds + Math.floor(random() * watchSecondsSpread),
      inactivityMs: options.inactivityMs,
      signal,
      onActivity: hear,
    });
    for await (const event of stream) {
      received++;
      firstAt ??= clock.elapsed();
      succeed();
      if (event.type === 'DELETED') sink.remove(event.object);
      else if (event.type !== 'BOOKMARK') sink.upsert(event.object);
      resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
      if (resourceVersion !== undefined) sink.advance(resourceVersion);
    }
    if (received === 0 && clock.elapsed() - startedAt < shortWatchMs) {
      throw new KubeError({ code: 'GSE_KUBE_PROTOCOL', message: `watch ${type.plural}: ended at once without an event` });
    }
    const endedAt = clock.elapsed();
    if (firstAt !== undefined && endedAt - firstAt > liveBeforeEndMs) wasSilent = false;
    else if (endedAt - startedAt > firstSignMs) wasSilent = true;
    succeed();
  }

  while (!signal.aborted) {
    try {
      if (resourceVersion === undefined) resourceVersion = await listInto(options, hear, signal);
      await watchOnce(resourceVersion);
    } catch (error) {
      if (signal.aborted) break;
      const code = error instanceof KubeError ? error.code : undefined;
      if (code === 'GSE_KUBE_INACTIVE' || (code === 'GSE_KUBE_TIMEOUT' && state.phase === 'watching')) wasSilent = true;
      // Where nothing changes for long, silence is all there is; a dead connection shows when the next one is made.
      if (code === 'GSE_KUBE_INACTIVE') continue;
      failures++;
      state.failures++;
      state.error = error;
      const expired = isGone(error);
      if (expired || mustListAgain(error)) resourceVersion = undefined;
      // The first expiry is ordinary (a long pause, a compaction); only a repeated one has to wait.
      const waitMs = expired && failures === 1 ? 0 : Math.max(backoff.next(), askedFor(error));
      const level = failures <= 1 ? 'debug' : 'warn';
      log[level]({ err: error, kind: type.kind, failures, waitMs: Math.round(waitMs) }, 'The watch was lost; trying again');
      state.phase = 'waiting';
      await delay(clock, waitMs, signal);
    }
  }
  state.phase = 'stopped';
}

/** Lists everything and hands it over; returns the version to watch from. */
async function listInto<T extends KubeObject>(options: ReflectorOptions<T>, hear: () => void, signal: AbortSignal): Promise<string> {
  const { client, type, sink, state, pageSize } = options;
  const selection = selectionOf(options);
  let objects: T[] = [];
  let token: string | undefined;
  state.phase = 'listing';
  for (;;) {
    state.triedAt = options.clock.elapsed();
    try {
      const page = await client.list(type, { ...selection, limit: pageSize, continue: token, signal });
      hear();
      for (const object of page.items) objects.push(sink.shape(object));
      token = page.metadata.continue;
      if (token) continue;
      sink.replace(objects, page.metadata.resourceVersion);
      return page.metadata.resourceVersion;
    } catch (error) {
      if (!token || !isGone(error)) throw error;
      // Reading the pages took longer than the server keeps the snapshot: take everything at once.
      const whole = await client.list(type, { ...selection, signal });
      hear();
      objects = whole.items.map((object) => sink.shape(object));
      sink.replace(objects, whole.metadata.resourceVersion);
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

/** How long an overloaded server asks to be left alone; an hour is more than a cache can do without. */
function askedFor(error: unknown): number {
  return error instanceof KubeError ? Math.min((error.details.retryAfterSeconds ?? 0) * 1000, longestAskedMs) : 0;
}

function selectionOf(selection: Selection): Selection {
  const { namespace, labelSelector, fieldSelector } = selection;
  return { namespace, labelSelector, fieldSelector };
}
