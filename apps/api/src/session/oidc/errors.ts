import * as oidc from 'openid-client';
import { ApiError } from '../../errors.ts';

/**
 * Why a sign-in came to nothing. `denied`: the person or the issuer said no. `expired`: it took too long, was begun in
 * another browser, or was used before. `rejected`: what came back does not prove anything. `unavailable`: the issuer
 * does not answer, or not as one. `unknown`: the issuer vouches for somebody the cluster does not know.
 */
export type SignInTrouble = 'denied' | 'expired' | 'rejected' | 'unavailable' | 'unknown';

const STATUS: Readonly<Record<SignInTrouble, number>> = { denied: 403, expired: 410, rejected: 401, unavailable: 503, unknown: 403 };
const CODE: Readonly<Record<SignInTrouble, string>> = {
  denied: 'SignInDenied',
  expired: 'SignInExpired',
  rejected: 'SignInRejected',
  unavailable: 'SignInUnavailable',
  unknown: 'SignInUnknown',
};
const MESSAGE: Readonly<Record<SignInTrouble, string>> = {
  denied: 'The sign-in was declined. Begin again to sign in.',
  expired: 'This sign-in took too long, began in another browser, or was used before. Begin again.',
  rejected: 'What the sign-in service sent does not prove who you are. Begin again; if that does not help, ask whoever runs this.',
  unavailable: 'The sign-in service does not answer at the moment. Running servers are not touched by that; try again in a moment.',
  unknown: 'The sign-in service knows you, but the cluster does not take its tokens. Ask whoever runs this.',
};

/** A sign-in that came to nothing. The cause is for the log; it holds no credential. */
export class SignInError extends ApiError {
  readonly trouble: SignInTrouble;

  constructor(trouble: SignInTrouble, cause?: unknown) {
    super(STATUS[trouble], CODE[trouble], MESSAGE[trouble], { cause, ...(trouble === 'unavailable' && { retryAfterSeconds: 3 }) });
    this.name = 'SignInError';
    this.trouble = trouble;
  }
}

/** What an error of the protocol means. */
export function signInErrorOf(error: unknown): SignInError {
  if (error instanceof SignInError) return error;
  if (error instanceof oidc.AuthorizationResponseError)
    return new SignInError(UNAVAILABLE.has(error.error) ? 'unavailable' : 'denied', plain(error));
  if (error instanceof oidc.ResponseBodyError) {
    if (error.error === 'invalid_grant') return new SignInError('expired', plain(error));
    return new SignInError('unavailable', plain(error));
  }
  const code = error instanceof oidc.ClientError ? error.code : undefined;
  const isAnswer = code !== undefined && !NO_ANSWER.has(code);
  return new SignInError(isAnswer ? 'rejected' : 'unavailable', plain(error));
}

const UNAVAILABLE: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable']);
/** Codes of the library that say nothing of what was proven. */
const NO_ANSWER: ReadonlySet<string> = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
]);

/** The library hangs whole answers onto its errors; the log gets their words only. */
function plain(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const inner = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const said = 'error' in error && typeof error.error === 'string' ? ` (${error.error.slice(0, 80)})` : '';
  return new Error(`${error.message}${said}${inner}`);
}
