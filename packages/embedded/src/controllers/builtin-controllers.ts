import {
  configMaps,
  createEventRecorder,
  createInformer,
  customResourceDefinitions,
  events,
  leases,
  namespaces,
  networkPolicies,
  nodes,
  persistentVolumeClaims,
  pods,
  secrets,
  serviceAccounts,
  services,
  silentLog,
  statefulSets,
  systemClock,
  createMetricsRegistry,
  type AnyInformer,
  type Clock,
  type Controller,
  type EventRecorder,
  type Informer,
  type KubeClient,
  type KubeObject,
  type Log,
  type MetricsRegistry,
  type ResourceType,
} from '@gse/kube';
import { createEventLimitController } from './event-limit.ts';
import { createGarbageCollector } from './garbage-collector.ts';
import { claimIndexer, createPersistentVolumeClaimController } from './persistent-volume-claim.ts';
import { createPodCleanupController, nodeIndexer } from './pod-cleanup.ts';
import { createResourceMonitor, ownerIndexer } from './resource-monitor.ts';
import { createServiceController } from './service/controller.ts';
import type { IsPortFree } from './service/ports.ts';
import { createStatefulSetController } from './stateful-set/controller.ts';

/** What the built-in controllers need. */
export interface BuiltinControllersOptions {
  client: KubeClient;
  /** The address of this machine that goes into the status of exposed Services. */
  advertisedHost: string;
  /** Whether a port can be bound right now; `createPortProbe(host)` asks the machine. */
  isPortFree: IsPortFree;
  /** Events kept at most. */
  maxEvents?: number | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  log?: Log | undefined;
  metrics?: MetricsRegistry | undefined;
}

/** The controllers, to be run by one manager together with the informers they share. */
export interface BuiltinControllers {
  controllers: Controller[];
  informers: AnyInformer[];
  recorder: EventRecorder;
}

/** Creates what a cluster's controller manager does, as far as game servers need it, over one set of caches. */
export function createBuiltinControllers(options: BuiltinControllersOptions): BuiltinControllers {
  const { client, clock = systemClock, random = Math.random, log = silentLog } = options;
  const metrics = options.metrics ?? createMetricsRegistry();
  const shared = { client, clock, log, metrics };
  const recorder = createEventRecorder({ client, component: 'gse-controllers', clock, random, log });

  const inform = <T extends KubeObject>(type: ResourceType<T>, indexers: Record<string, (object: T) => string[]> = {}) =>
    createInformer<T>({ client, type, indexers: { ...ownerIndexer, ...indexers }, clock, random, log });

  const podInformer = inform(pods, { ...claimIndexer, ...nodeIndexer });
  const claimInformer = inform(persistentVolumeClaims);
  const setInformer = inform(statefulSets);
  const serviceInformer = inform(services);
  const nodeInformer = inform(nodes);
  const eventInformer = inform(events);
  const definitionInformer = inform(customResourceDefinitions);
  const builtins: Informer<KubeObject>[] = [
    podInformer,
    claimInformer,
    setInformer,
    serviceInformer,
    inform(namespaces),
    nodeInformer,
    eventInformer,
    definitionInformer,
    inform(configMaps),
    inform(secrets),
    inform(serviceAccounts),
    inform(networkPolicies),
    inform(leases),
  ];
  const monitor = createResourceMonitor({ client, builtins, definitions: definitionInformer, log, clock });

  return {
    recorder,
    informers: [...builtins, monitor],
    controllers: [
      createStatefulSetController({ ...shared, sets: setInformer, pods: podInformer, claims: claimInformer, recorder }),
      createPersistentVolumeClaimController({ ...shared, claims: claimInformer, pods: podInformer }),
      createServiceController({
        ...shared,
        services: serviceInformer,
        recorder,
        advertisedHost: options.advertisedHost,
        isPortFree: options.isPortFree,
      }),
      createGarbageCollector({ ...shared, monitor }),
      createPodCleanupController({ ...shared, pods: podInformer, nodes: nodeInformer }),
      createEventLimitController({ ...shared, events: eventInformer, maxCount: options.maxEvents }),
    ],
  };
}
