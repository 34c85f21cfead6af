/** What every Kubernetes object has; the constraint of every generic in this package. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** An object of a kind whose fields are not known at compile time (garbage collection, generic tools). */
export interface UntypedObject extends KubeObject {
  [field: string]: unknown;
}

/**
 * The metadata fields this system reads and writes.
 * `uid`, `resourceVersion` and `creationTimestamp` are set by the server: present on everything read, absent on drafts.
 */
export interface ObjectMeta {
  name: string;
  namespace?: string | undefined;
  /** The server appends five random characters to it when `name` is empty. */
  generateName?: string | undefined;
  uid?: string | undefined;
  resourceVersion?: string | undefined;
  generation?: number | undefined;
  /** RFC 3339, whole seconds. */
  creationTimestamp?: string | undefined;
  /** Set when deletion has been asked for; the object goes when its finalizers are gone. */
  deletionTimestamp?: string | undefined;
  deletionGracePeriodSeconds?: number | undefined;
  labels?: Record<string, string> | undefined;
  annotations?: Record<string, string> | undefined;
  finalizers?: string[] | undefined;
  ownerReferences?: OwnerReference[] | undefined;
  /** Who owns which field; the informers strip it, because nothing here reads it and it is half of an object's size. */
  managedFields?: unknown[] | undefined;
}

/** Points at an owner; when every owner of an object is gone, the garbage collector deletes the object. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean | undefined;
  blockOwnerDeletion?: boolean | undefined;
}

/** One line of `status.conditions`, as `kubectl wait --for=condition=…` reads it. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  /** RFC 3339, whole seconds; moves only when `status` changes. */
  lastTransitionTime: string;
  observedGeneration?: number | undefined;
}

/** Names one object; any object's `metadata` is one. Cluster-scoped kinds have no namespace. */
export interface ObjectRef {
  name: string;
  namespace?: string | undefined;
}

/** A list as the API returns it, one page of it when `metadata.continue` is set. */
export interface KubeList<T extends KubeObject> {
  metadata: {
    resourceVersion: string;
    continue?: string | undefined;
    remainingItemCount?: number | undefined;
  };
  items: T[];
}

/** One event of a watch. A bookmark carries nothing but a resourceVersion to resume from. */
export type WatchEvent<T extends KubeObject> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: T }
  | { type: 'BOOKMARK'; object: KubeObject };

declare const objectType: unique symbol;

/** Where a kind lives in the API, together with the TypeScript type of its objects. */
export interface ResourceType<T extends KubeObject = KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Reads bring the metadata alone; see {@link metadataOnly}. */
  readonly isMetadataOnly?: boolean | undefined;
  /** Exists at compile time only, so that `client.get(pods, …)` is a `Pod`. */
  readonly [objectType]?: T;
}

/** Declares a kind: `resourceType<GameServer>({ apiVersion, kind, plural, namespaced })`. */
export function resourceType<T extends KubeObject>(
  type: Pick<ResourceType<T>, 'apiVersion' | 'kind' | 'plural' | 'namespaced'>,
): ResourceType<T> {
  return Object.freeze({ ...type });
}

/**
 * The same kind, read without its body: for caches that only have to know what exists, with which labels and owners.
 * The server sends the metadata alone, so neither side pays for the rest.
 */
export function metadataOnly(type: ResourceType): ResourceType {
  return Object.freeze({ ...type, isMetadataOnly: true });
}

/** `namespace/name`, or `name` for cluster-scoped objects: the key of caches and work queues. */
export function objectKey(ref: ObjectRef): string {
  return ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
}

/** Takes an {@link objectKey} apart again. */
export function parseObjectKey(key: string): ObjectRef {
  const slash = key.indexOf('/');
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
