import type { ApiError, Fix } from './types.ts';

/** Why the API did not do what was asked, as it said it; `Offline` when nobody answered. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  /** Every offending field, by the path of the order, such as `spec.settings.maxPlayers`. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  readonly fix: Fix | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, error: ApiError['error'], retryAfterSeconds?: number) {
    super(error.message);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = error.code;
    this.fix = error.fix;
    this.retryAfterSeconds = retryAfterSeconds;
    this.problems = problemsOf(error);
  }

  get isOffline(): boolean {
    return this.code === 'Offline';
  }
}

function problemsOf({ path, message, details }: ApiError['error']): ApiFailure['problems'] {
  const listed = details?.['problems'];
  const problems = Array.isArray(listed) ? listed.filter(isProblem) : [];
  if (problems.length > 0) return problems;
  return path === undefined ? [] : [{ path, message }];
}

function isProblem(value: unknown): value is { path: string; message: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'path') === 'string' &&
    typeof Reflect.get(value, 'message') === 'string'
  );
}

/** The failure that a thrown value stands for. */
export function failureOf(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  return new ApiFailure(0, { code: 'Unexpected', message: error instanceof Error ? error.message : String(error) });
}
