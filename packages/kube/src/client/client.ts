import type { PlainFetch } from './plain.ts';
import type { KubeList, KubeObject, ObjectRef, ResourceType, WatchEvent } from '../object.ts';

/**
 * The one transport of this system: a web-standard request in, a web-standard response out.
 * Over a socket it is {@link httpFetch}; for the embedded API server it is the server's own function, no socket involved.
 */
export interface Fetch {
  (request: Request): Promise<Response>;
  /** The same without the web's objects; clients take this way where there is one. */
  readonly plain?: PlainFetch | undefined;
}

/** What every call takes. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Deadline of the whole call, retries included; the client's default when absent. */
  timeoutMs?: number | undefined;
}

/** Which objects a list or a watch is about. */
export interface Selection {
  /** Absent: all namespaces. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
}

export interface ListOptions extends CallOptions, Selection {
  /** Page size; the rest is reached with `continue`. */
  limit?: number | undefined;
  continue?: string | undefined;
  resourceVersion?: string | undefined;
}

export interface WatchOptions extends Selection {
  signal?: AbortSignal | undefined;
  /** Where to resume; absent: the server first sends what exists as ADDED. */
  resourceVersion?: string | undefined;
  /** Ask for bookmarks; on unless switched off. */
  allowWatchBookmarks?: boolean | undefined;
  /** Ask the server to end the watch after this long. */
  timeoutSeconds?: number | undefined;
  /** Give up when nothing at all (bookmarks included) arrives for this long. */
  inactivityMs?: number | undefined;
  /** Called when the server has accepted the watch, and whenever something arrives. */
  onActivity?: (() => void) | undefined;
}

export interface ApplyOptions extends CallOptions {
  /** Take over fields another manager set. On by default: a component owns what it applies. */
  force?: boolean | undefined;
}

export interface DeleteOptions extends CallOptions {
  /** Delete only this very object; anything else is a conflict. */
  preconditions?: { uid?: string | undefined; resourceVersion?: string | undefined } | undefined;
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan' | undefined;
  gracePeriodSeconds?: number | undefined;
}

export interface LogOptions {
  signal?: AbortSignal | undefined;
  container?: string | undefined;
  previous?: boolean | undefined;
  tailLines?: number | undefined;
  limitBytes?: number | undefined;
  sinceTime?: string | undefined;
  timestamps?: boolean | undefined;
  /** Go on with lines as they are written. */
  follow?: boolean | undefined;
  /** Without `follow`: the deadline of the whole call. */
  timeoutMs?: number | undefined;
  /** With `follow`: give up when no line arrives for this long. Off by default: a quiet game writes nothing for hours. */
  inactivityMs?: number | undefined;
}

/** A server-side apply configuration: the fields this component wants, nothing else. */
export type ApplyConfiguration<T extends KubeObject> = {
  apiVersion: string;
  kind: string;
  metadata: T['metadata'];
} & { [field in Exclude<keyof T, keyof KubeObject>]?: unknown };

/** A new status, and by its metadata of which object, and over which state of it. */
export interface StatusOf<T extends KubeObject> {
  readonly metadata: T['metadata'];
  readonly status: 'status' extends keyof T ? T['status'] : object;
}

/**
 * The narrow door to the Kubernetes API; everything above this package uses nothing else.
 * Every method throws {@link KubeError}; a missing object is `isNotFound(error)`.
 */
export interface KubeClient {
  /** Whose fields `apply` and the patches write. */
  readonly fieldManager: string;
  get<T extends KubeObject>(type: ResourceType<T>, ref: ObjectRef, options?: CallOptions): Promise<T>;
  list<T extends KubeObject>(type: ResourceType<T>, options?: ListOptions): Promise<KubeList<T>>;
  /** Ends when the server ends it; throws on a lost, silent or expired one. An expired resourceVersion is `isGone(error)`. */
  watch<T extends KubeObject>(type: ResourceType<T>, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubeObject>(type: ResourceType<T>, object: T, options?: CallOptions): Promise<T>;
  /** PUT: the object as given, refused with a conflict when its resourceVersion is not the stored one. */
  replace<T extends KubeObject>(type: ResourceType<T>, object: T, options?: CallOptions): Promise<T>;
  /** Server-side apply under this client's field manager. */
  apply<T extends KubeObject>(type: ResourceType<T>, object: ApplyConfiguration<T>, options?: ApplyOptions): Promise<T>;
  /** Merge patch; `null` removes a field. */
  patch<T extends KubeObject>(type: ResourceType<T>, ref: ObjectRef, patch: object, options?: CallOptions): Promise<T>;
  /** Merge patch on the status subresource; the body is a whole object: `{ status: {…} }`. */
  patchStatus<T extends KubeObject>(type: ResourceType<T>, ref: ObjectRef, patch: object, options?: CallOptions): Promise<T>;
  /**
   * PUT on the status subresource: the whole status as given; cheaper for the server than a patch. The metadata says which object
   * and, by its resourceVersion, over which state of it.
   */
  replaceStatus<T extends KubeObject>(type: ResourceType<T>, object: StatusOf<T>, options?: CallOptions): Promise<T>;
  /** Server-side apply on the status subresource. */
  applyStatus<T extends KubeObject>(type: ResourceType<T>, object: ApplyConfiguration<T>, options?: ApplyOptions): Promise<T>;
  /** Asks for deletion; returns when the server has taken the request, which may be before the object is gone. */
  delete<T extends KubeObject>(type: ResourceType<T>, ref: ObjectRef, options?: DeleteOptions): Promise<void>;
  /** Puts a pod that has no node on one, as a scheduler does; the pod's `spec.nodeName` cannot be patched. */
  bind(pod: ObjectRef, nodeName: string, options?: CallOptions): Promise<void>;
  /** A container's log, line by line, without the line ends. */
  logs(pod: ObjectRef, options?: LogOptions): AsyncIterable<string>;
}
