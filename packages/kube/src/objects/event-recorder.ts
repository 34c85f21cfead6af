import { events, type KubeEvent } from '../builtins/cluster.ts';
import type { KubeClient } from '../client/client.ts';
import { delay, systemClock, timestamp, type Clock } from '../clock.ts';
import { isAlreadyExists, isNotFound, KubeError } from '../errors.ts';
import { silentLog, type Log } from '../log.ts';
import type { KubeObject } from '../object.ts';
import { createSimilarity } from './similar-events.ts';
import { createTokenBuckets, dropOldest } from './token-buckets.ts';

/** Tells people what happened to an object: `kubectl describe` shows it. */
export interface EventRecorder {
  /** Notes an event and returns at once; writing happens behind, and its failure is logged, never thrown. */
  record(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** Resolves when everything noted so far is written or given up, or when the signal fires: for an orderly stop. */
  flush(signal?: AbortSignal): Promise<void>;
}

/** What a recorder needs. */
export interface EventRecorderOptions {
  client: KubeClient;
  /** Who says it: `source.component`. */
  component: string;
  /** Events of one object in a row before it is slowed down to one per {@link refillMs}. Repetitions count. */
  burst?: number | undefined;
  refillMs?: number | undefined;
  /**
   * Normal events of all objects together before they are slowed down to one per {@link normalRefillMs}: a thousand objects that
   * are made at once need the server for more than their story, which their status tells too. Warnings are never held back by it.
   */
  normalBurst?: number | undefined;
  normalRefillMs?: number | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  log?: Log | undefined;
}

interface Entry {
  object: KubeObject;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  count: number;
  firstAt: number;
  lastAt: number;
  name: string;
  isWritten: boolean;
  /** Whether the server lacks the latest count. */
  dirty: boolean;
}

const defaultBurst = 50;
const defaultRefillMs = 10_000;
const defaultNormalBurst = 100;
const defaultNormalRefillMs = 1000;
/** Beyond it the oldest are forgotten: their repetition starts a new event. */
const maxEntries = 4096;
/** While the server cannot be reached, the oldest unwritten beyond it are lost. */
const maxPending = 1000;
const maxMessageLength = 1024;
const maxAttempts = 5;
const retryBaseMs = 500;
/** An event is not worth a long wait. */
const writeTimeoutMs = 10_000;

/**
 * Creates a recorder. The same reason and message on the same object raises the count of one event, and so do many
 * messages with the same reason; while a write is under way further repetitions are gathered into the next one.
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, component, clock = systemClock, random = Math.random, log = silentLog } = options;
  const entries = new Map<string, Entry>();
  const isOneOfMany = createSimilarity(clock);
  const spend = createTokenBuckets(options.burst ?? defaultBurst, options.refillMs ?? defaultRefillMs, clock);
  const spendNormal = createTokenBuckets(options.normalBurst ?? defaultNormalBurst, options.normalRefillMs ?? defaultNormalRefillMs, clock);
  const pending: Entry[] = [];
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;

  async function write(entry: Entry): Promise<void> {
    entry.dirty = false;
    const { count, lastAt, message } = entry;
    const namespace = entry.object.metadata.namespace ?? 'default';
    if (entry.isWritten) {
      const lastTimestamp = timestamp(lastAt);
      try {
        await client.patch(events, { namespace, name: entry.name }, { count, lastTimestamp, message }, { timeoutMs: writeTimeoutMs });
        return;
      } catch (error) {
        if (!isNotFound(error)) throw error;
        // It has outlived its time; tell the story anew.
        entry.isWritten = false;
        entry.name = eventName(entry.object, lastAt, random);
        entry.count = 1;
        entry.firstAt = lastAt;
      }
    }
    try {
      await client.create(events, toEvent(entry, namespace, component), { timeoutMs: writeTimeoutMs });
    } catch (error) {
      // An earlier attempt arrived after all.
      if (!isAlreadyExists(error)) throw error;
    }
    entry.isWritten = true;
  }

  async function writeWithRetries(entry: Entry): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await write(entry);
        return;
      } catch (err) {
        if (attempt >= maxAttempts || !isTransient(err)) {
          log.warn({ err, reason: entry.reason, kind: entry.object.kind, name: entry.object.metadata.name }, 'An event was not written');
          return;
        }
        await delay(clock, retryBaseMs * 2 ** (attempt - 1) * (0.5 + random()));
      }
    }
  }

  function forget(entry: Entry | undefined): void {
    if (!entry) return;
    entry.dirty = false;
    log.warn({ reason: entry.reason, kind: entry.object.kind, name: entry.object.metadata.name }, 'An event was dropped: too many wait');
  }

  async function drain(): Promise<void> {
    isWriting = true;
    for (let entry = pending.shift(); entry; entry = pending.shift()) await writeWithRetries(entry);
    isWriting = false;
  }

  return {
    record(object, type, reason, message) {
      const { uid, namespace, name } = object.metadata;
      const about = uid ?? `${object.kind}/${namespace ?? ''}/${name}`;
      if (!spend(about)) {
        log.debug({ reason, kind: object.kind, name }, 'An event was dropped: too many about this object');
        return;
      }
      if (type === 'Normal' && !spendNormal('all')) {
        log.debug({ reason, kind: object.kind, name }, 'An event was dropped: too many altogether');
        return;
      }
      const similar = JSON.stringify([about, type, reason]);
      const isCombined = isOneOfMany(similar, message);
      const text = cut(isCombined ? `(combined from similar events): ${message}` : message);
      const key = isCombined ? similar : JSON.stringify([about, type, reason, text]);
      const now = clock.now();
      const entry = entries.get(key) ?? {
        object: reference(object),
        type,
        reason,
        message: text,
        count: 0,
        firstAt: now,
        lastAt: now,
        name: eventName(object, now, random),
        isWritten: false,
        dirty: false,
      };
      // Moving it to the end keeps the least recently used first.
      entries.delete(key);
      entries.set(key, entry);
      dropOldest(entries, maxEntries);
      entry.count++;
      entry.lastAt = now;
      entry.message = text;
      if (!entry.dirty) {
        entry.dirty = true;
        pending.push(entry);
        if (pending.length > maxPending) forget(pending.shift());
      }
      if (!isWriting) writing = drain();
    },
    flush(signal) {
      if (!signal) return writing;
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
        void writing.then(resolve);
      });
    },
  };
}

function cut(message: string): string {
  return message.length > maxMessageLength ? `${message.slice(0, maxMessageLength - 1)}…` : message;
}

function isTransient(error: unknown): boolean {
  return error instanceof KubeError && (error.code !== 'GSE_KUBE_API' || error.status >= 500 || error.status === 429);
}

/** Only what an event needs of its object, so that entries do not keep whole objects alive. */
function reference({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } };
}

function eventName(object: KubeObject, nowMs: number, random: () => number): string {
  const unique = `${nowMs.toString(16)}${Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')}`;
  return `${object.metadata.name.slice(0, 253 - unique.length - 1)}.${unique}`;
}

function toEvent(entry: Entry, namespace: string, component: string): KubeEvent {
  const { apiVersion, kind, metadata } = entry.object;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: entry.name, namespace },
    involvedObject: {
      apiVersion,
      kind,
      name: metadata.name,
      namespace: metadata.namespace,
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
    },
    type: entry.type,
    reason: entry.reason,
    message: entry.message,
    count: entry.count,
    firstTimestamp: timestamp(entry.firstAt),
    lastTimestamp: timestamp(entry.lastAt),
    source: { component },
    reportingComponent: component,
  };
}
