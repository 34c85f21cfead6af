import { systemClock, type Clock } from '../clock.ts';
import type { KubeObject, ObjectRef, ResourceType, WatchEvent } from '../object.ts';
import { pods } from '../builtins/pod.ts';
import { createClientMetrics } from '../metrics/client-metrics.ts';
import type { MetricsRegistry } from '../metrics/registry.ts';
import { connectionError } from './api-error.ts';
import { readLines } from './body.ts';
import type { ApplyConfiguration, ApplyOptions, CallOptions, Fetch, KubeClient, LogOptions, WatchOptions } from './client.ts';
import { toList, toObject, toWatchEvent } from './decode.ts';
import { collectionPath, objectPath, withQuery } from './paths.ts';
import { createTransport, type TransportRequest } from './transport.ts';

/** What a client needs; only `baseUrl`, `fetch` and `fieldManager` have no default. */
export interface KubeClientOptions {
  /** Where the API is, for instance `https://10.0.0.1:6443`; with an in-process `fetch` any URL will do. */
  baseUrl: string;
  fetch: Fetch;
  /** The component's name: owner of the fields it applies. */
  fieldManager: string;
  /** A bearer token, or a function that returns the current one (service account tokens rotate). */
  token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** Deadline of a call that names none. */
  timeoutMs?: number | undefined;
  /** How long a watch may say nothing when its call does not tell; three minutes when absent. */
  watchInactivityMs?: number | undefined;
  /** Largest answer that is read into memory, one list page included. */
  maxResponseBytes?: number | undefined;
  /** Where requests are counted. */
  metrics?: MetricsRegistry | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
}

const defaultTimeoutMs = 30_000;
const defaultMaxResponseBytes = 256 * 1024 * 1024;
/** The API server refuses objects above 3 MiB; a frame carries one. */
const maxFrameBytes = 16 * 1024 * 1024;
const maxLogLineBytes = 64 * 1024;
/** API servers send a bookmark about once a minute; three missed ones mean a dead connection. */
const defaultWatchInactivityMs = 180_000;

/** Asks for metadata alone where that is enough; a server that cannot do it answers as usual. */
function acceptOf(type: ResourceType, form: '' | 'List'): string | undefined {
  if (!type.isMetadataOnly) return undefined;
  return `application/json;as=PartialObjectMetadata${form};g=meta.k8s.io;v=v1,application/json`;
}

/** Unknown fields are warned of unless told otherwise, which costs the server a second decoding; nobody here reads warnings. */
const fieldValidation = 'Ignore';

const mergePatch = 'application/merge-patch+json';
const applyPatch = 'application/apply-patch+yaml';

/** Creates a client that speaks raw JSON over a {@link Fetch}. */
export function createKubeClient(options: KubeClientOptions): KubeClient {
  const { fieldManager, clock = systemClock, random = Math.random } = options;
  const transport = createTransport({
    baseUrl: options.baseUrl,
    fetch: options.fetch,
    token: options.token,
    userAgent: fieldManager,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    maxResponseBytes: options.maxResponseBytes ?? defaultMaxResponseBytes,
    clock,
    random,
    onRequest: options.metrics && createClientMetrics(options.metrics, new URL(options.baseUrl).host),
  });

  async function send<T extends KubeObject>(type: ResourceType<T>, request: TransportRequest): Promise<T> {
    return toObject(`${request.method} ${type.plural}`, type, await transport.send(request));
  }

  function write<T extends KubeObject>(
    type: ResourceType<T>,
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: object,
    call: (CallOptions & { contentType?: string; force?: boolean }) | undefined,
  ): Promise<T> {
    return send(type, {
      method,
      path: withQuery(path, { fieldManager, force: call?.force, fieldValidation }),
      body,
      contentType: call?.contentType,
      signal: call?.signal,
      timeoutMs: call?.timeoutMs,
    });
  }

  function sendApply<T extends KubeObject>(
    type: ResourceType<T>,
    path: string,
    object: ApplyConfiguration<T>,
    call: ApplyOptions | undefined,
  ): Promise<T> {
    return write(type, 'PATCH', path, object, { ...call, contentType: applyPatch, force: call?.force ?? true });
  }

  async function* watch<T extends KubeObject>(type: ResourceType<T>, call: WatchOptions = {}): AsyncGenerator<WatchEvent<T>> {
    const inactivityMs = call.inactivityMs ?? options.watchInactivityMs ?? defaultWatchInactivityMs;
    const path = withQuery(collectionPath(type, call.namespace), {
      watch: true,
      labelSelector: call.labelSelector,
      fieldSelector: call.fieldSelector,
      resourceVersion: call.resourceVersion,
      allowWatchBookmarks: call.allowWatchBookmarks ?? true,
      timeoutSeconds: call.timeoutSeconds,
    });
    const { what, body, deadline } = await transport.open({ method: 'GET', path, accept: acceptOf(type, ''), signal: call.signal });
    const onActivity = () => {
      call.onActivity?.();
      deadline.reset({ ms: inactivityMs, code: 'GSE_KUBE_INACTIVE', message: `silent for ${inactivityMs} ms` });
    };
    try {
      onActivity();
      const limits = { maxLineBytes: maxFrameBytes, longLines: 'refuse', onActivity } as const;
      for await (const { line } of readLines(what, body, limits, deadline)) {
        if (line.trim() !== '') yield toWatchEvent(what, type, line);
      }
    } catch (error) {
      throw connectionError(what, error);
    } finally {
      deadline.close();
    }
  }

  async function* logs(ref: ObjectRef, call: LogOptions = {}): AsyncGenerator<string> {
    const path = withQuery(objectPath(pods, ref, 'log'), {
      container: call.container,
      previous: call.previous,
      tailLines: call.tailLines,
      limitBytes: call.limitBytes,
      sinceTime: call.sinceTime,
      timestamps: call.timestamps,
      follow: call.follow,
    });
    const { what, body, deadline } = await transport.open({ method: 'GET', path, signal: call.signal, timeoutMs: call.timeoutMs });
    const wholeMs = call.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs;
    const { inactivityMs } = call;
    const onActivity = () => {
      if (call.follow && inactivityMs !== undefined) {
        deadline.reset({ ms: inactivityMs, code: 'GSE_KUBE_INACTIVE', message: `silent for ${inactivityMs} ms` });
      }
    };
    if (!call.follow) deadline.reset({ ms: wholeMs, code: 'GSE_KUBE_TIMEOUT', message: `not read within ${wholeMs} ms` });
    try {
      onActivity();
      const limits = { maxLineBytes: maxLogLineBytes, longLines: 'split', onActivity } as const;
      for await (const { line } of readLines(what, body, limits, deadline)) yield line;
    } catch (error) {
      throw connectionError(what, error);
    } finally {
      deadline.close();
    }
  }

  return {
    fieldManager,
    watch,
    logs,
    get: async (type, ref, call) =>
      send(type, {
        method: 'GET',
        path: objectPath(type, ref),
        accept: acceptOf(type, ''),
        signal: call?.signal,
        timeoutMs: call?.timeoutMs,
      }),
    async list(type, call = {}) {
      const path = withQuery(collectionPath(type, call.namespace), {
        labelSelector: call.labelSelector,
        fieldSelector: call.fieldSelector,
        limit: call.limit,
        continue: call.continue,
        resourceVersion: call.resourceVersion,
      });
      const accept = acceptOf(type, 'List');
      const answer = await transport.send({ method: 'GET', path, accept, signal: call.signal, timeoutMs: call.timeoutMs });
      return toList(`GET ${type.plural}`, type, answer);
    },
    async create(type, object, call) {
      if (type.namespaced && !object.metadata.namespace) throw new TypeError(`${type.kind}: a namespaced kind needs a namespace`);
      return write(type, 'POST', collectionPath(type, object.metadata.namespace), object, call);
    },
    replace: async (type, object, call) => write(type, 'PUT', objectPath(type, object.metadata), object, call),
    patch: async (type, ref, patch, call) => write(type, 'PATCH', objectPath(type, ref), patch, { ...call, contentType: mergePatch }),
    patchStatus: async (type, ref, patch, call) =>
      write(type, 'PATCH', objectPath(type, ref, 'status'), patch, { ...call, contentType: mergePatch }),
    replaceStatus: async (type, { metadata, status }, call) =>
      write(type, 'PUT', objectPath(type, metadata, 'status'), { apiVersion: type.apiVersion, kind: type.kind, metadata, status }, call),
    apply: async (type, object, call) => sendApply(type, objectPath(type, object.metadata), object, call),
    applyStatus: async (type, object, call) => sendApply(type, objectPath(type, object.metadata, 'status'), object, call),
    async bind(pod, nodeName, call) {
      await transport.send({
        method: 'POST',
        path: withQuery(objectPath(pods, pod, 'binding'), { fieldManager }),
        body: {
          apiVersion: 'v1',
          kind: 'Binding',
          metadata: { name: pod.name, namespace: pod.namespace },
          target: { apiVersion: 'v1', kind: 'Node', name: nodeName },
        },
        signal: call?.signal,
        timeoutMs: call?.timeoutMs,
      });
    },
    async delete(type, ref, call = {}) {
      const { preconditions, propagationPolicy, gracePeriodSeconds } = call;
      await transport.send({
        method: 'DELETE',
        path: objectPath(type, ref),
        body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions, propagationPolicy, gracePeriodSeconds },
        signal: call.signal,
        timeoutMs: call.timeoutMs,
      });
    },
  };
}
