/** Stable codes of everything this package throws. */
export type KubeErrorCode =
  /** The server answered with an error; `status`, `reason` and `details` say which. */
  | 'GSE_KUBE_API'
  /** No connection, or it broke. */
  | 'GSE_KUBE_CONNECTION'
  /** The call's deadline passed. */
  | 'GSE_KUBE_TIMEOUT'
  /** A stream said nothing for longer than its inactivity limit. */
  | 'GSE_KUBE_INACTIVE'
  /** The caller's signal fired. */
  | 'GSE_KUBE_ABORTED'
  /** The answer was not what the API promises: not JSON, cut off, too large. */
  | 'GSE_KUBE_PROTOCOL'
  /** The kubeconfig, or what it points at, cannot be used. */
  | 'GSE_KUBE_CONFIG'
  /** Another process leads now, or may: what was being led has ended. */
  | 'GSE_KUBE_LEASE_LOST';

/** One entry of a Status' `details.causes`: which field, and what is wrong with it. */
export interface StatusCause {
  reason?: string | undefined;
  message?: string | undefined;
  field?: string | undefined;
}

/** `details` of a Kubernetes Status. */
export interface StatusDetails {
  name?: string | undefined;
  group?: string | undefined;
  kind?: string | undefined;
  uid?: string | undefined;
  causes?: StatusCause[] | undefined;
  retryAfterSeconds?: number | undefined;
}

/** What a {@link KubeError} is made from. */
export interface KubeErrorInit {
  code: KubeErrorCode;
  message: string;
  status?: number | undefined;
  reason?: string | undefined;
  details?: StatusDetails | undefined;
  cause?: unknown;
}

/** Every failure of a Kubernetes call. */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly code: KubeErrorCode;
  /** The HTTP status, 0 when no answer came. */
  readonly status: number;
  /** The machine-readable reason (`NotFound`, `Conflict`, …), empty when no answer came. */
  readonly reason: string;
  readonly details: StatusDetails;

  constructor(init: KubeErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? 0;
    this.reason = init.reason ?? '';
    this.details = init.details ?? {};
  }
}

function hasReason(error: unknown, reasons: string[]): boolean {
  return error instanceof KubeError && error.code === 'GSE_KUBE_API' && reasons.includes(error.reason);
}

/** The object does not exist (any more). */
export function isNotFound(error: unknown): boolean {
  return hasReason(error, ['NotFound']);
}

/** Someone else was faster: resourceVersion, a precondition or a field manager conflicted. */
export function isConflict(error: unknown): boolean {
  return hasReason(error, ['Conflict']);
}

/** Create found the name taken. */
export function isAlreadyExists(error: unknown): boolean {
  return hasReason(error, ['AlreadyExists']);
}

/** The resourceVersion or continue token is too old: list again. */
export function isGone(error: unknown): boolean {
  return hasReason(error, ['Expired', 'Gone']);
}

/** The object breaks its schema or an immutable field was changed; `details.causes` names the fields. */
export function isInvalid(error: unknown): boolean {
  return hasReason(error, ['Invalid']);
}
