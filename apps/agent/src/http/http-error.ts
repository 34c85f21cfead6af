import { GameCallError, type CallFailureKind } from '@gse/session';

/** An answer that is no success: status, stable code, sentence. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.code = code;
  }
}

/** 5xx: the game could not be asked. 4xx: it was, and said no. */
const statusOf: Record<CallFailureKind, number> = {
  unsupported: 501,
  game: 422,
  auth: 502,
  protocol: 502,
  refused: 503,
  closed: 503,
  timeout: 504,
  aborted: 499,
};

/** The answer for whatever a handler threw. What is not expected is not explained to the outside. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof GameCallError) return new HttpError(statusOf[error.kind], error.reason.code, error.reason.message);
  return new HttpError(500, 'Internal', 'The agent failed; its log says why.');
}
