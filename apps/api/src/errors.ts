import type { Fix } from '@gse/resources';

/** What else an error may tell. */
export interface ApiErrorMore {
  /** Path of the offending field in what was sent, such as `spec.settings.maxPlayers`. */
  readonly path?: string | undefined;
  readonly fix?: Fix | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
  /** Seconds after which asking again makes sense. */
  readonly retryAfterSeconds?: number | undefined;
}

/** An answer that is no success. `code` is stable and part of the API; the message says what happened and what to do. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly path: string | undefined;
  readonly fix: Fix | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, more: ApiErrorMore = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.path = more.path;
    this.fix = more.fix;
    this.details = more.details;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** Nobody is signed in, or not any more. */
export function unauthorized(message = 'Sign in, or send a token as "Authorization: Bearer …".'): ApiError {
  return new ApiError(401, 'Unauthorized', message);
}

/** A token that neither a browser nor the proxies before us would carry. */
export function tokenTooLarge(): ApiError {
  return new ApiError(
    431,
    'TokenTooLarge',
    'The token is larger than a browser keeps. It usually lists too many groups; whoever runs the sign-in can leave some out.',
  );
}

/** The caller may not do this. Says nothing about whether the object exists. */
export function forbidden(message: string, cause?: unknown): ApiError {
  return new ApiError(403, 'Forbidden', message, { cause });
}

/** There is no such thing, as far as this caller may know. */
export function notFound(message: string): ApiError {
  return new ApiError(404, 'NotFound', message);
}

/** Something else stands in the way at the moment. */
export function conflict(code: string, message: string, more?: ApiErrorMore): ApiError {
  return new ApiError(409, code, message, more);
}

/** The order cannot be met as it stands: one problem for each field. */
export function invalid(problems: readonly { readonly path: string; readonly message: string }[], code = 'Invalid'): ApiError {
  const [first] = problems;
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new ApiError(422, code, `${first?.path ?? 'the order'}: ${first?.message ?? 'is not valid'}${rest}`, {
    path: first?.path,
    details: { problems: problems.map(({ path, message }) => ({ path, message })) },
  });
}
