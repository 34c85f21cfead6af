/**
 * What went wrong between client and agent:
 * `unreachable` nothing answered at the address; `unauthorized` the token was rejected; `refused` the agent answered no,
 * `reason` says why; `timeout` no answer within the deadline; `protocol` the answer was not one of an agent;
 * `aborted` the caller's own signal.
 */
export type AgentErrorKind = 'unreachable' | 'unauthorized' | 'refused' | 'timeout' | 'protocol' | 'aborted';

const codes: Record<AgentErrorKind, string> = {
  unreachable: 'GSE_AGENT_UNREACHABLE',
  unauthorized: 'GSE_AGENT_UNAUTHORIZED',
  refused: 'GSE_AGENT_REFUSED',
  timeout: 'GSE_AGENT_TIMEOUT',
  protocol: 'GSE_AGENT_PROTOCOL',
  aborted: 'GSE_AGENT_ABORTED',
};

/** A call of the agent that did not succeed. */
export class AgentError extends Error {
  readonly kind: AgentErrorKind;
  /** Stable code of the kind. */
  readonly code: string;
  /** With `refused`: the agent's own code, such as `GameNotAnswering`, and the HTTP status it came with. */
  readonly reason: { readonly code: string; readonly status: number } | undefined;

  constructor(kind: AgentErrorKind, message: string, options: { cause?: unknown; reason?: { code: string; status: number } } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AgentError';
    this.kind = kind;
    this.code = codes[kind];
    this.reason = options.reason;
  }
}
