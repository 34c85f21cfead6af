import type { Json, JsonObject } from './json.ts';

/** One finding inside a Status, as `details.causes` lists it. */
export interface Cause {
  reason: string;
  message: string;
  field?: string;
}

/** How a resource is named in messages: `pods`, `gameservers.gse.cozystack.io`. */
export interface ResourceName {
  group: string;
  plural: string;
}

interface StatusInit {
  code: number;
  reason: string;
  message: string;
  details?: JsonObject;
  headers?: Record<string, string>;
  /** The answer is this text instead of a `Status`. */
  plainText?: string;
}

/** An answer other than success, thrown anywhere below a request and written as a `Status` object. */
export class ApiStatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;
  readonly headers: Record<string, string>;
  readonly plainText: string | undefined;

  constructor(init: StatusInit) {
    super(init.message);
    this.name = 'ApiStatusError';
    this.code = init.code;
    this.reason = init.reason;
    this.details = init.details;
    this.headers = init.headers ?? {};
    this.plainText = init.plainText;
  }

  /** The `Status` object of the answer. */
  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

/** `pods` or `gameservers.gse.cozystack.io`. */
function qualified(resource: ResourceName): string {
  return resource.group ? `${resource.plural}.${resource.group}` : resource.plural;
}

function detailsOf(resource: ResourceName, name: string): JsonObject {
  return { name, ...(resource.group ? { group: resource.group } : {}), kind: resource.plural };
}

/** 404 for an object. */
export function notFound(resource: ResourceName, name: string): ApiStatusError {
  return new ApiStatusError({
    code: 404,
    reason: 'NotFound',
    message: `${qualified(resource)} "${name}" not found`,
    details: detailsOf(resource, name),
  });
}

/** 404 for a path that no resource has; clients read this message for "the server has no such type". */
export function noSuchPath(): ApiStatusError {
  return new ApiStatusError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });
}

/** 404 for a path that nobody serves, as Go's own server says it. */
export function pageNotFound(): ApiStatusError {
  return new ApiStatusError({ code: 404, reason: 'NotFound', message: '404 page not found', plainText: '404 page not found\n' });
}

/** 409 for a name that is taken. */
export function alreadyExists(resource: ResourceName, name: string): ApiStatusError {
  return new ApiStatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualified(resource)} "${name}" already exists`,
    details: detailsOf(resource, name),
  });
}

/** What optimistic concurrency says when the stored version is another. */
export const staleVersion = 'the object has been modified; please apply your changes to the latest version and try again';

/** 409 for a write on an old version or a failed precondition. */
export function conflict(resource: ResourceName, name: string, why: string): ApiStatusError {
  return new ApiStatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    details: detailsOf(resource, name),
  });
}

/** 409 of a server-side apply that meets fields others own. */
export function applyConflict(causes: Cause[], message: string): ApiStatusError {
  return new ApiStatusError({ code: 409, reason: 'Conflict', message, details: { causes: causes.map(causeJson) } });
}

/** 400 for a request that cannot be understood. */
export function badRequest(message: string): ApiStatusError {
  return new ApiStatusError({ code: 400, reason: 'BadRequest', message });
}

/** 403 for what admission forbids. */
export function forbidden(resource: ResourceName, name: string, why: string, causes: Cause[] = []): ApiStatusError {
  return new ApiStatusError({
    code: 403,
    reason: 'Forbidden',
    message: `${qualified(resource)} "${name}" is forbidden: ${why}`,
    details: { ...detailsOf(resource, name), ...(causes.length > 0 ? { causes: causes.map(causeJson) } : {}) },
  });
}

/** 401 for a missing or unknown token. */
export function unauthorized(): ApiStatusError {
  return new ApiStatusError({
    code: 401,
    reason: 'Unauthorized',
    message: 'Unauthorized',
    headers: { 'www-authenticate': 'Bearer' },
  });
}

/** 500 for an applied configuration that does not fit the schema of its kind; a real server has no better code for it. */
export function untypedConfiguration(identity: string, problems: readonly string[]): ApiStatusError {
  const list = problems.length === 1 ? problems[0] : ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
  return new ApiStatusError({ code: 500, reason: '', message: `failed to create typed patch object (${identity}): ${list}` });
}

/** 405 for a verb the resource does not have. */
export function methodNotAllowed(): ApiStatusError {
  return new ApiStatusError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

/** 406 for an `Accept` header that nothing served fits. */
export function notAcceptable(served: readonly string[]): ApiStatusError {
  return new ApiStatusError({
    code: 406,
    reason: 'NotAcceptable',
    message: `only the following media types are accepted: ${served.join(', ')}`,
  });
}

/** 413 for a body over the limit. */
export function tooLarge(maxBytes: number): ApiStatusError {
  return new ApiStatusError({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: limit is ${maxBytes}`,
  });
}

/** 415 for a content type that is not read here. */
export function unsupportedMediaType(accepted: readonly string[]): ApiStatusError {
  return new ApiStatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  });
}

/** 410 for a resourceVersion or continue token that has left the history. */
export function expired(message: string): ApiStatusError {
  return new ApiStatusError({ code: 410, reason: 'Expired', message });
}

/** 504 for a resourceVersion that does not exist yet. */
export function tooLargeResourceVersion(wanted: number, current: number): ApiStatusError {
  return new ApiStatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
    headers: { 'retry-after': '1' },
  });
}

/** 500 for what the server could not do. */
export function internalError(message: string): ApiStatusError {
  return new ApiStatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ reason: '', message }] },
  });
}

/** 422: the object is understood and refused; every finding with its field. */
export function invalid(kind: { group: string; kind: string }, name: string, findings: readonly FieldError[]): ApiStatusError {
  const lines = [...new Set(findings.map((finding) => `${finding.field}: ${finding.message}`))];
  const summary = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const type = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  return new ApiStatusError({
    code: 422,
    reason: 'Invalid',
    message: `${type} "${name}" is invalid: ${summary}`,
    details: {
      ...(name ? { name } : {}),
      ...(kind.group ? { group: kind.group } : {}),
      kind: kind.kind,
      causes: findings.map(causeJson),
    },
  });
}

function causeJson(cause: Cause): JsonObject {
  return { reason: cause.reason, message: cause.message, ...(cause.field === undefined ? {} : { field: cause.field }) };
}

/** One finding of a validation. */
export interface FieldError extends Cause {
  field: string;
}

function shown(value: Json | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return JSON.stringify(value ?? null);
}

/** The findings of validation, worded as the API server words them. */
export const fieldError = {
  required: (field: string, hint = ''): FieldError => ({
    reason: 'FieldValueRequired',
    message: hint ? `Required value: ${hint}` : 'Required value',
    field,
  }),
  invalid: (field: string, value: Json | undefined, why: string): FieldError => ({
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${shown(value)}: ${why}`,
    field,
  }),
  type: (field: string, found: string, why: string): FieldError => ({
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: ${shown(found)}: ${why}`,
    field,
  }),
  unsupported: (field: string, value: Json | undefined, supported: readonly Json[]): FieldError => ({
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${shown(value)}: supported values: ${supported.map(shown).join(', ')}`,
    field,
  }),
  duplicate: (field: string, value: Json): FieldError => ({
    reason: 'FieldValueDuplicate',
    message: `Duplicate value: ${shown(value)}`,
    field,
  }),
  forbidden: (field: string, why: string): FieldError => ({
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${why}`,
    field,
  }),
  tooLong: (field: string, max: number): FieldError => ({
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${max} bytes`,
    field,
  }),
  tooMany: (field: string, count: number, max: number): FieldError => ({
    reason: 'FieldValueTooMany',
    message: `Too many: ${count}: must have at most ${max} items`,
    field,
  }),
};
