import { systemClock, type Clock, type Fetch, type Log, silentLog } from '@gse/kube';
import { EmbeddedError } from '../errors.ts';
import type { Api, ResourceRequest } from './api.ts';
import { createAuthenticate, type Auth } from './auth/tokens.ts';
import { dispatch } from './http/dispatch.ts';
import { listen, type Listener, type ListenOptions } from './http/listen.ts';
import { parseJson } from './json.ts';
import type { PodLogProvider } from './logs/provider.ts';
import type { PodMetricsProvider } from './measured/provider.ts';
import { emptyDeletedNamespaces, ensureNamespace } from './namespaces/namespaces.ts';
import { OpenApiDocuments } from './openapi/documents.ts';
import { Registry } from './resources/registry.ts';
import { ApiStatusError } from './status.ts';
import type { HistoryLimits } from './store/event-log.ts';
import { sweepExpired } from './store/expiry.ts';
import { openStore } from './store/open.ts';
import { decodeObject } from './verbs/decode.ts';
import { createObject, updateObject } from './verbs/write.ts';
import { WatchHub } from './watch/hub.ts';

/** What the API server is made with. */
export interface ApiServerOptions {
  /** A file that this process alone uses, or `:memory:` to keep nothing. */
  databasePath: string;
  /** Without it everyone is let in, and the server answers in process only: it will not listen. */
  auth?: Auth;
  clock?: Clock;
  log?: Log;
  /** CustomResourceDefinitions to install at the start. */
  crds?: readonly object[];
  /** How far back a watch can resume; 10,000 changes or 64 MiB unless told otherwise. */
  history?: Partial<HistoryLimits>;
  random?: () => number;
}

/** A running API server. */
export interface ApiServer {
  /** Answers a request, in process; the bearer header is asked for here as it is over HTTP. */
  fetch: Fetch;
  /** Serves {@link ApiServer.fetch} over HTTP. */
  listen(options: ListenOptions): Promise<Listener>;
  /** Adds or updates a kind; resolves when it is served and stored. */
  installCrd(crd: object): Promise<void>;
  /** Says where `kubectl logs` gets its lines from. */
  registerPodLogs(provider: PodLogProvider): void;
  /** Says what pods use, for `kubectl top` and for whoever draws it. */
  registerPodMetrics(provider: PodMetricsProvider): void;
  /** Ends watches, makes everything durable and closes the file. Listeners are closed too. */
  close(): Promise<void>;
}

const defaultHistory: HistoryLimits = { maxEvents: 10_000, maxBytes: 64 * 1024 * 1024 };
const firstNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'] as const;

/**
 * Starts a Kubernetes API server over a database file.
 * Throws `GSE_EMBEDDED_DATABASE_LOCKED` when another process has the file, `GSE_EMBEDDED_DATABASE_UNUSABLE` when it cannot be read
 * and `GSE_EMBEDDED_CRD_REFUSED` for a CRD that is not valid.
 */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLog;
  const store = openStore({ path: options.databasePath, clock, log, history: { ...defaultHistory, ...options.history } });
  const registry = new Registry();
  const closing = new AbortController();
  const api: Api = {
    store,
    registry,
    hub: new WatchHub(store),
    clock,
    log,
    random: options.random ?? Math.random,
    closing: closing.signal,
    podLogs: undefined,
    podMetrics: undefined,
  };
  const listeners = new Set<Listener>();

  serveStoredCrds(api);
  for (const name of firstNamespaces) ensureNamespace(api, name);
  const stopNamespaces = emptyDeletedNamespaces(api);
  const stopSweep = sweepExpired(api);
  for (const crd of options.crds ?? []) putCrd(api, crd);

  const dispatcher = { api, authenticate: createAuthenticate(options.auth), openApi: new OpenApiDocuments(registry) };
  const fetch: Fetch = (request) => dispatch(dispatcher, request);
  return {
    fetch,
    async listen(where) {
      if (!options.auth)
        throw new EmbeddedError('GSE_EMBEDDED_NO_TOKENS', 'an API server without tokens answers in process only; give it tokens to listen');
      const listener = await listen(fetch, where, log);
      listeners.add(listener);
      return listener;
    },
    async installCrd(crd) {
      putCrd(api, crd);
      await store.settled();
    },
    registerPodLogs(provider) {
      api.podLogs = provider;
    },
    registerPodMetrics(provider) {
      api.podMetrics = provider;
    },
    async close() {
      closing.abort();
      stopNamespaces();
      stopSweep();
      await Promise.all([...listeners].map((listener) => listener.close()));
      await store.close();
    },
  };
}

const crdStorage = 'customresourcedefinitions.apiextensions.k8s.io';

/** Kinds come and go with their CRDs; the objects of a kind go with it. */
function serveStoredCrds(api: Api): void {
  for (const crd of api.store.list(crdStorage)) api.registry.setCrd(crd.object);
  api.store.onCommit((events) => {
    for (const event of events) {
      if (event.storage !== crdStorage) continue;
      if (event.type !== 'DELETED') api.registry.setCrd(event.object.object);
      else {
        const storage = event.object.name;
        for (const stored of api.store.list(storage))
          api.store.remove(stored, { ...stored.object, metadata: { ...stored.object.metadata } });
        api.registry.removeCrd(event.object.name);
      }
    }
  });
}

function putCrd(api: Api, crd: object): void {
  const definition = api.registry.find('apiextensions.k8s.io', 'v1', 'customresourcedefinitions');
  if (!definition) return;
  try {
    const { object } = decodeObject(definition, parseJson(JSON.stringify(crd)));
    const name = object.metadata.name ?? '';
    const request: ResourceRequest = {
      api,
      request: new Request('http://embedded.invalid/', { headers: { 'user-agent': 'embedded' } }),
      query: new URLSearchParams(),
      user: 'embedded',
      definition,
      namespace: '',
      name,
      subresource: undefined,
      warnings: new Set(),
    };
    const write = { dryRun: false, fieldManager: 'embedded', fieldValidation: 'Ignore' } as const;
    const existing = api.store.get({ storage: crdStorage, namespace: '', name });
    const written = existing ? updateObject(request, existing, object, write) : createObject(request, object, write);
    // Served from now on, not only once the disk has it: whoever installs a kind uses it next.
    api.registry.setCrd(written.object);
  } catch (cause) {
    if (!(cause instanceof ApiStatusError)) throw cause;
    throw new EmbeddedError('GSE_EMBEDDED_CRD_REFUSED', cause.message, { cause });
  }
}
