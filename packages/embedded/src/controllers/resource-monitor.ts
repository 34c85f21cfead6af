import {
  createInformer,
  delay,
  objectKey,
  resourceType,
  systemClock,
  type AnyInformer,
  type ChangeHandler,
  type Clock,
  type CustomResourceDefinition,
  type Informer,
  type KubeClient,
  type KubeObject,
  type Log,
  type ObjectRef,
  type ResourceType,
} from '@gse/kube';

/** One object together with its kind: enough to address it. */
export interface MonitoredObject {
  type: ResourceType;
  object: KubeObject;
}

/**
 * Sees the objects of every kind at once: the built-in ones it is given and whatever CustomResourceDefinitions
 * declare, as they come and go. What garbage collection needs.
 */
export interface ResourceMonitor extends AnyInformer {
  /** The kind an owner reference speaks of, in whatever version. */
  typeOf(apiVersion: string, kind: string): ResourceType | undefined;
  get(apiVersion: string, kind: string, ref: ObjectRef): MonitoredObject | undefined;
  /** Objects with an owner reference to this uid. */
  dependentsOf(uid: string): MonitoredObject[];
  onChange(handler: ChangeHandler<KubeObject>): () => void;
}

/** The index every monitored informer must have: owner uid → dependents. */
export const ownerIndexer = {
  owner: ({ metadata }: KubeObject): string[] => (metadata.ownerReferences ?? []).map(({ uid }) => uid),
};

/** What a monitor needs. */
export interface ResourceMonitorOptions {
  client: KubeClient;
  /** Informers of the built-in kinds, each with {@link ownerIndexer}; somebody else runs them. */
  builtins: Informer<KubeObject>[];
  /** Somebody else runs it, too. */
  definitions: Informer<CustomResourceDefinition>;
  log: Log;
  clock?: Clock | undefined;
}

interface CustomKind {
  informer: Informer<KubeObject>;
  stop: AbortController;
  ended: Promise<void>;
}

const syncPollMs = 20;

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

function groupKind(apiVersion: string, kind: string): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

/** The kind a definition declares, in its stored version; undefined until the server serves it. */
function declaredType({ metadata, spec, status }: CustomResourceDefinition): ResourceType | undefined {
  const isEstablished = status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True');
  const version = spec.versions.find(({ storage, served }) => storage && served) ?? spec.versions.find(({ served }) => served);
  if (!isEstablished || metadata.deletionTimestamp || !version) return undefined;
  return resourceType({
    apiVersion: `${spec.group}/${version.name}`,
    kind: spec.names.kind,
    plural: spec.names.plural,
    namespaced: spec.scope === 'Namespaced',
  });
}

/** Creates a monitor; custom kinds are followed from `run` on. */
export function createResourceMonitor(options: ResourceMonitorOptions): ResourceMonitor {
  const { client, builtins, definitions, log, clock = systemClock } = options;
  const custom = new Map<string, CustomKind>();
  /** Kinds that were declared once: their objects are gone, and who knows that must be able to ask. */
  const retired = new Map<string, ResourceType>();
  const handlers = new Map<ChangeHandler<KubeObject>, (() => void)[]>();

  const informers = (): Informer<KubeObject>[] => [...builtins, ...[...custom.values()].map(({ informer }) => informer)];

  function informerOf(apiVersion: string, kind: string): Informer<KubeObject> | undefined {
    const group = groupOf(apiVersion);
    return informers().find(({ type }) => type.kind === kind && groupOf(type.apiVersion) === group);
  }

  function follow(name: string, type: ResourceType): void {
    const current = custom.get(name);
    if (current?.informer.type.apiVersion === type.apiVersion) return;
    if (current) unfollow(name);
    const stop = new AbortController();
    const informer = createInformer({ client, type, indexers: ownerIndexer, log, clock });
    custom.set(name, { informer, stop, ended: informer.run(stop.signal) });
    for (const [handler, unsubscribes] of handlers) unsubscribes.push(informer.onChange(handler));
  }

  function unfollow(name: string): void {
    custom.get(name)?.stop.abort();
    custom.delete(name);
  }

  /** A kind goes with everything in it, and its informer may not hear of that any more. */
  function retire(name: string): void {
    const informer = custom.get(name)?.informer;
    unfollow(name);
    if (!informer) return;
    const { type, cache } = informer;
    retired.set(groupKind(type.apiVersion, type.kind), type);
    for (const handler of handlers.keys()) for (const object of cache.list()) handler('deleted', object);
  }

  const hasSynced = () => definitions.hasSynced && informers().every((informer) => informer.hasSynced);

  return {
    typeOf(apiVersion, kind) {
      const type = informerOf(apiVersion, kind)?.type ?? retired.get(groupKind(apiVersion, kind));
      return type && resourceType({ ...type, apiVersion });
    },
    get(apiVersion, kind, ref) {
      const informer = informerOf(apiVersion, kind);
      const object = informer?.cache.getByKey(objectKey(ref));
      return informer && object && { type: informer.type, object };
    },
    dependentsOf: (uid) => informers().flatMap(({ type, cache }) => cache.byIndex('owner', uid).map((object) => ({ type, object }))),
    onChange(handler) {
      const unsubscribes = informers().map((informer) => informer.onChange(handler));
      handlers.set(handler, unsubscribes);
      return () => {
        for (const unsubscribe of unsubscribes) unsubscribe();
        handlers.delete(handler);
      };
    },
    get hasSynced() {
      return hasSynced();
    },
    async waitForSync(signal) {
      await definitions.waitForSync(signal);
      while (!hasSynced()) {
        signal.throwIfAborted();
        await delay(clock, syncPollMs, signal);
      }
    },
    async run(signal) {
      const unsubscribe = definitions.onChange((change, definition) => {
        const type = change === 'deleted' ? undefined : declaredType(definition);
        if (type) follow(definition.metadata.name, type);
        else retire(definition.metadata.name);
      });
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      unsubscribe();
      const running = [...custom.values()];
      for (const { stop } of running) stop.abort();
      await Promise.all(running.map(({ ended }) => ended));
    },
  };
}
