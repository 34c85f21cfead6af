import { KubeError, type StatusCause, type StatusDetails } from '../errors.ts';

/** What an answer means when it carries no Status object, as client-go reads it. */
const reasonByStatus: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const maxQuotedLength = 300;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readCauses(value: unknown): StatusCause[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isRecord).map((cause) => ({
    reason: text(cause['reason']),
    message: text(cause['message']),
    field: text(cause['field']),
  }));
}

function readDetails(value: unknown): StatusDetails {
  if (!isRecord(value)) return {};
  const retryAfterSeconds = value['retryAfterSeconds'];
  return {
    name: text(value['name']),
    group: text(value['group']),
    kind: text(value['kind']),
    uid: text(value['uid']),
    causes: readCauses(value['causes']),
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
  };
}

/** Turns a Status object, from an error answer or an ERROR event of a watch, into an error. */
export function errorFromStatus(what: string, status: unknown, httpStatus: number): KubeError {
  const fields = isRecord(status) ? status : {};
  const code = typeof fields['code'] === 'number' ? fields['code'] : httpStatus;
  return new KubeError({
    code: 'GSE_KUBE_API',
    status: code,
    reason: text(fields['reason']) || (reasonByStatus[code] ?? 'Unknown'),
    message: text(fields['message']) || `${what}: the server answered ${code}`,
    details: readDetails(fields['details']),
  });
}

/** Turns the body of an error answer into an error, whoever wrote it: the API server or a proxy before it. */
export function errorFromBody(what: string, httpStatus: number, body: string, retryAfter: string | undefined): KubeError {
  const status = readStatus(body) ?? { message: quote(what, httpStatus, body) };
  // Overload is told in the header; the body of such an answer is plain text.
  const retryAfterSeconds = retryAfter !== undefined && /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) : undefined;
  const details = isRecord(status['details']) ? status['details'] : {};
  return errorFromStatus(what, { ...status, details: { retryAfterSeconds, ...details } }, httpStatus);
}

function readStatus(body: string): Record<string, unknown> | undefined {
  try {
    const status: unknown = JSON.parse(body);
    return isRecord(status) && status['kind'] === 'Status' ? status : undefined;
  } catch {
    // Not JSON: a proxy or a plain-text handler answered.
    return undefined;
  }
}

function quote(what: string, httpStatus: number, body: string): string {
  const quoted = body.trim().slice(0, maxQuotedLength);
  return `${what}: ${httpStatus}${quoted ? `: ${quoted}` : ''}`;
}

/** Wraps whatever a transport threw; errors of this package pass unchanged. */
export function connectionError(what: string, error: unknown): KubeError {
  if (error instanceof KubeError) return error;
  return new KubeError({ code: 'GSE_KUBE_CONNECTION', message: `${what}: ${connectionMessage(error)}`, cause: error });
}

/** `fetch failed` says nothing; the cause below it does. */
function connectionMessage(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed';
  const { cause } = error;
  if (cause instanceof Error) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
    return cause.message || code || error.message;
  }
  return error.message || 'the connection failed';
}
