// Objects: what every Kubernetes object has, and how a kind is declared.
export {
  metadataOnly,
  objectKey,
  parseObjectKey,
  resourceType,
  type Condition,
  type KubeList,
  type KubeObject,
  type ObjectMeta,
  type ObjectRef,
  type OwnerReference,
  type ResourceType,
  type UntypedObject,
  type WatchEvent,
} from './object.ts';

// The built-in kinds this system uses.
export {
  customResourceDefinitions,
  events,
  leases,
  namespaces,
  nodes,
  serviceAccounts,
  type CustomResourceDefinition,
  type KubeEvent,
  type Lease,
  type Namespace,
  type Node,
  type ObjectReference,
  type ServiceAccount,
} from './builtins/cluster.ts';
export { configMaps, secrets, type ConfigMap, type Secret } from './builtins/config.ts';
export { podMetrics, type PodMetrics } from './builtins/metrics.ts';
export { statefulSets, type LabelSelector, type StatefulSet, type StatefulSetSpec, type StatefulSetStatus } from './builtins/apps.ts';
export {
  networkPolicies,
  services,
  type LoadBalancerIngress,
  type NetworkPolicy,
  type NetworkPolicyPeer,
  type NetworkPolicyRule,
  type Service,
  type ServicePort,
  type ServiceSpec,
} from './builtins/network.ts';
export {
  pods,
  type Container,
  type ContainerPort,
  type ContainerSecurityContext,
  type ContainerState,
  type ContainerStatus,
  type EnvVar,
  type HttpGetAction,
  type KeySelector,
  type KeyToPath,
  type LifecycleHandler,
  type Pod,
  type PodCondition,
  type PodSecurityContext,
  type PodSpec,
  type PodStatus,
  type PodTemplate,
  type Probe,
  type ResourceRequirements,
  type Volume,
  type VolumeMount,
} from './builtins/pod.ts';
export {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
  type PersistentVolumeClaimSpec,
  type PersistentVolumeClaimTemplate,
} from './builtins/storage.ts';

// The client.
export {
  type ApplyConfiguration,
  type ApplyOptions,
  type CallOptions,
  type DeleteOptions,
  type Fetch,
  type KubeClient,
  type ListOptions,
  type LogOptions,
  type Selection,
  type WatchOptions,
} from './client/client.ts';
export {
  isAlreadyExists,
  isConflict,
  isGone,
  isInvalid,
  isNotFound,
  KubeError,
  type KubeErrorCode,
  type KubeErrorInit,
  type StatusCause,
  type StatusDetails,
} from './errors.ts';

// Time and logs as arguments.
export { delay, systemClock, timestamp, type Clock } from './clock.ts';
export { silentLog, type Log } from './log.ts';

// Making a client: over real sockets or over any function of the same shape.
export { createKubeClient, type KubeClientOptions } from './client/create-client.ts';
export { httpFetch, type HttpFetch, type HttpFetchOptions } from './client/http-fetch.ts';

// Which cluster, and who asks: a kubeconfig or the pod this is.
export { connectCluster, type ClusterConnection, type ConnectOptions } from './config/connect.ts';

// Live copies of kinds.
export { createBackoff, type Backoff, type BackoffOptions } from './cache/backoff.ts';
export { type Cache, type Indexer } from './cache/indexed-cache.ts';
export { compareVersions } from './cache/resource-version.ts';
export { createInformer, type ChangeHandler, type Informer, type InformerOptions } from './cache/informer.ts';
export { type ReflectorState } from './cache/reflector.ts';

// The controller runtime.
export {
  createController,
  ownerKeys,
  watch,
  type AnyInformer,
  type AroundReconcile,
  type Controller,
  type ControllerOptions,
  type ControllerWatch,
  type Reconcile,
  type ReconcileContext,
  type ReconcileOutcome,
} from './controller/controller.ts';
export { type Lane } from './controller/lanes.ts';
export { createManager, type Manager, type ManagerOptions } from './controller/manager.ts';
export { createRateLimiter, type RateLimiter, type RateLimiterOptions } from './controller/rate-limiter.ts';
export { WorkQueue, type WorkQueueObserver, type WorkQueueOptions } from './controller/work-queue.ts';
export { createLeaderElector, type LeaderElector, type LeaderElectorOptions } from './election/leader-elector.ts';
export { createHealth, type Health, type HealthOptions, type HealthReport } from './health/health.ts';
export { registerProcessMetrics } from './metrics/process-metrics.ts';
export { createMetricsRegistry, type Counter, type Gauge, type Histogram, type Labels, type MetricsRegistry } from './metrics/registry.ts';

// What reconcilers do to objects.
export { covers } from './objects/covers.ts';
export { findCondition, setCondition, type ConditionUpdate } from './objects/conditions.ts';
export { createEventRecorder, type EventRecorder, type EventRecorderOptions } from './objects/event-recorder.ts';
export { addFinalizer, hasFinalizer, removeFinalizer } from './objects/finalizers.ts';
export { blockingOwnerReference, controllerOf, isControlledBy, ownerReference } from './objects/owners.ts';
