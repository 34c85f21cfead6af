import type { AgentError } from '@gse/agent-client';
import { ApiError } from '../errors.ts';

/** What a failed call of an agent means to the caller of the API. What the game said is passed on in its own words. */
export function fromAgentError(error: AgentError): ApiError {
  switch (error.kind) {
    case 'refused': {
      const { code, status } = error.reason ?? { code: 'Refused', status: 502 };
      return new ApiError(status >= 400 && status <= 599 && status !== 499 ? status : 502, code, error.message, { cause: error });
    }
    case 'timeout':
      return new ApiError(504, 'GameTimeout', 'The game did not answer in time.', { cause: error });
    case 'aborted':
      return new ApiError(499, 'Aborted', 'The request was given up.', { cause: error });
    case 'unauthorized':
    case 'protocol':
      return new ApiError(
        502,
        'AgentProtocol',
        'The agent beside the game gave an answer that makes no sense. Restarting the server brings up a fresh one.',
        {
          cause: error,
          fix: { kind: 'operation', title: 'Restart the server', operation: 'restart' },
        },
      );
    case 'unreachable':
      return new ApiError(
        503,
        'AgentUnreachable',
        'The agent beside the game does not answer. The game may run on; try again in a moment.',
        { cause: error, retryAfterSeconds: 2 },
      );
  }
}
